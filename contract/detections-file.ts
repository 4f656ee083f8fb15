import { z } from 'zod'
import { isAppearance } from '../core/detection/appearance.ts'
import {
  type CameraMove,
  type DetectionRun,
  detectionClasses,
  detectionProfiles,
  personExtents,
} from '../core/detection/detection.ts'
import type { Result } from '../core/result.ts'
import { readJson } from './read-json.ts'
import { box, clip, frame, frameCount, hash, label, many, rangeOf, share } from './schema-parts.ts'

/** Most entries that a list of detections may have. */
export const mostEntries = 2_000_000

/** A look at a frame. */
export const examined = z.looseObject({
  frame,
  model: label,
  scale: z.number().gt(0).max(100_000),
  roi: box.exactOptional(),
})

/** One box in one frame. */
export const detection = z.looseObject({
  frame,
  class: z.enum(detectionClasses),
  part: z.literal('hand').exactOptional(),
  derivedFrom: z.enum(detectionClasses).exactOptional(),
  box,
  score: share,
  model: label,
  appearance: z.string().refine(isAppearance, 'expected 32 hexadecimal digits').exactOptional(),
})

const thresholds = z.looseObject({
  class: z.enum(detectionClasses),
  part: z.literal('hand').exactOptional(),
  start: share,
  continue: share,
})

const farthestMove = 100_000
const displacement = z.number().min(-farthestMove).max(farthestMove)
const turn = z.number().min(-Math.PI).max(Math.PI)
/** How the camera moved. */
export const cameraMove: z.ZodType<CameraMove> = z.tuple([frame, displacement, displacement, turn.exactOptional()])

/** Says so where frames do not rise from entry to entry, or lie past the end. */
function reportDisorder(context: z.core.ParsePayload<DetectionRun>, list: string, frames: readonly number[]): void {
  const at = frames.findIndex((each, place) => each >= context.value.clip.frames || each <= (frames[place - 1] ?? -1))
  if (at < 0) return
  const message = (frames[at] ?? 0) >= context.value.clip.frames ? 'past the last frame' : 'out of order'
  context.issues.push({ code: 'custom', message, input: null, path: [list, at] })
}

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
  reportDisorder(context, 'cuts', context.value.cuts ?? [])
  reportDisorder(
    context,
    'camera',
    (context.value.camera ?? []).map(([moved]) => moved),
  )
}

const detectionRun: z.ZodType<DetectionRun> = z
  .looseObject({
    version: z.literal(1),
    clip,
    profile: z.enum(detectionProfiles),
    classes: many(z.enum(detectionClasses), detectionClasses.length),
    extent: z.enum(personExtents).exactOptional(),
    examined: many(examined, mostEntries),
    failed: many(rangeOf(frameCount as z.ZodType<number>), mostEntries),
    detections: many(detection, mostEntries),
    cuts: many(frame, mostEntries).exactOptional(),
    camera: many(cameraMove, mostEntries).exactOptional(),
    thresholds: many(thresholds, 10_000).exactOptional(),
    models: many(z.object({ id: z.string(), sha256: hash }), 1000).exactOptional(),
  })
  .check(reportFramesPastEnd)

/** Reads a detections file (FORMATS.md, Detections). Unknown fields are kept. Fails with `bad-json`. */
export function readDetections(text: string, name: string): Result<DetectionRun> {
  return readJson(text, name, detectionRun)
}
