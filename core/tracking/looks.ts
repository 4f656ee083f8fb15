import type { Detection, DetectionRun, Examined } from '../detection/detection.ts'
import type { Shown } from '../detection/extent.ts'
import { insidePicture } from '../geometry/overlap.ts'
import type { Box, Point } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { type Sighting, sightingsOf } from './sightings.ts'
import type { TrackingClip } from './tracking-settings.ts'

/** One frame that a detector of a class has looked at, with what it saw. */
export type Look = {
  readonly frame: number
  /** When the frame is shown, in ticks of one mean frame. */
  readonly tick: number
  readonly sightings: readonly Sighting[]
  /** Largest scale at which the frame was examined: long side of the whole picture, as the model saw it, in pixels. */
  readonly scale: number
  /** Parts of the picture that were examined; null for all of it. */
  readonly parts: readonly Box[] | null
}

/** A clip's clock in ticks of one mean frame: equal to the frame's index where the rate is constant. */
export type Ticks = (frame: number) => number

/** Makes the clock. Ticks rise by at least a quarter from frame to frame, whatever the clip's times say. */
export function ticksOf(clip: TrackingClip): Ticks {
  const { secondOf, framesPerSecond } = clip
  if (!secondOf) return (frame) => frame
  const ticks = new Float64Array(clip.frames)
  for (let frame = 0; frame < clip.frames; frame++) {
    const shown = secondOf(frameIndex(frame)) * framesPerSecond
    ticks[frame] = frame === 0 ? shown : Math.max(shown, (ticks[frame - 1] ?? 0) + 0.25)
  }
  return (frame) => ticks[Math.min(Math.max(frame, 0), clip.frames - 1)] ?? frame
}

function usable(detection: Detection, clip: TrackingClip): boolean {
  const [x, y, width, height] = detection.box
  if (![x, y, width, height, detection.score].every(Number.isFinite)) return false
  if (detection.frame >= clip.frames || width <= 0 || height <= 0) return false
  return insidePicture(detection.box, clip) !== null
}

/** What of a frame was examined, and how closely. */
type Extent = { readonly parts: readonly Box[] | null; readonly scale: number }

/** The scale that the whole picture would have, were all of it seen as large as the part examined. */
function wholeScale(examined: Examined, clip: TrackingClip): number {
  if (!examined.roi) return examined.scale
  const part = Math.max(examined.roi[2], examined.roi[3], 1)
  return (examined.scale * Math.max(clip.width, clip.height)) / part
}

function examinedExtents(run: DetectionRun, models: ReadonlySet<string>, clip: TrackingClip): Map<number, Extent> {
  const extents = new Map<number, Extent>()
  for (const examined of run.examined) {
    if (!models.has(examined.model) || examined.frame >= clip.frames) continue
    const known = extents.get(examined.frame) ?? { parts: [], scale: 0 }
    const whole = examined.roi === undefined || known.parts === null
    extents.set(examined.frame, {
      parts: whole ? null : [...(known.parts ?? []), examined.roi ?? [0, 0, 0, 0]],
      scale: Math.max(known.scale, wholeScale(examined, clip)),
    })
  }
  return extents
}

/**
 * What the detectors of one class, or of one part of a person, saw, look by look, in order of frame. Looks are the frames that a model with boxes of this class has examined; boxes
 * that are no boxes, lie outside the picture or score under `continueScore` are left out.
 */
export function looksOf(
  run: DetectionRun,
  shown: Shown,
  clip: TrackingClip,
  scores: { readonly start: number; readonly continue: number },
): { readonly looks: readonly Look[]; readonly ticks: Ticks } {
  const all = run.detections.filter(({ class: name, part }) => name === shown.class && part === shown.part)
  const models = new Set(all.map((detection) => detection.model))
  const least = Math.min(scores.continue, scores.start)
  const byFrame = Map.groupBy(
    all.filter((detection) => detection.score >= least && usable(detection, clip)),
    (detection): number => detection.frame,
  )
  const extents = examinedExtents(run, models, clip)
  for (const frame of byFrame.keys()) if (!extents.has(frame)) extents.set(frame, { parts: null, scale: 0 })
  const ticks = ticksOf(clip)
  const looks = [...extents].map(([frame, { parts, scale }]) => ({
    frame,
    tick: ticks(frame),
    sightings: sightingsOf(byFrame.get(frame) ?? [], scores.start, scale),
    scale,
    parts,
  }))
  looks.sort((a, b) => a.frame - b.frame)
  return { looks, ticks }
}

/** Whether a look examined the place. */
export function looksAt(look: Look, [x, y]: Point): boolean {
  if (look.parts === null) return true
  return look.parts.some((part) => x >= part[0] && x <= part[0] + part[2] && y >= part[1] && y <= part[1] + part[3])
}
