import { z } from 'zod'
import { type DetectionRun, detectionClasses, detectionProfiles } from '../core/detection/detection.ts'
import type { Result } from '../core/result.ts'
import { readJson } from './read-json.ts'
import { box, clip, frame, frameCount, label, many, rangeOf, share } from './schema-parts.ts'

const mostEntries = 2_000_000

const examined = z.looseObject({
  frame,
  model: label,
  scale: z.number().gt(0).max(100_000),
  roi: box.exactOptional(),
})

const detection = z.looseObject({
  frame,
  class: z.enum(detectionClasses),
  part: z.literal('hand').exactOptional(),
  box,
  score: share,
  model: label,
})

function reportFramesPastEnd(context: z.core.ParsePayload<DetectionRun>): void {
  const { clip: of, examined: looked, detections, failed } = context.value
  const lists = { examined: looked, detections } as const
  for (const [list, entries] of Object.entries(lists)) {
    const at = entries.findIndex((entry) => entry.frame >= of.frames)
    if (at >= 0)
      context.issues.push({ code: 'custom', message: 'past the last frame', input: null, path: [list, at, 'frame'] })
  }
  const at = failed.findIndex(([, until]) => until > of.frames)
  if (at >= 0)
    context.issues.push({ code: 'custom', message: 'past the last frame', input: null, path: ['failed', at] })
}

const detectionRun: z.ZodType<DetectionRun> = z
  .looseObject({
    version: z.literal(1),
    clip,
    profile: z.enum(detectionProfiles),
    classes: many(z.enum(detectionClasses), detectionClasses.length),
    examined: many(examined, mostEntries),
    failed: many(rangeOf(frameCount as z.ZodType<number>), mostEntries),
    detections: many(detection, mostEntries),
  })
  .check(reportFramesPastEnd)

/** Reads a detections file (FORMATS.md, Detections). Unknown fields are kept. Fails with `bad-json`. */
export function readDetections(text: string, name: string): Result<DetectionRun> {
  return readJson(text, name, detectionRun)
}
