import { sha256 } from '../../clips/clip-index.ts'
import type { Detection, DetectionClass, DetectionRun } from '../../detection/detection.ts'
import { containsPoint, sampledShare } from '../../geometry/overlap.ts'
import type { Box } from '../../geometry/shape.ts'
import type { Track } from '../../redaction/project.ts'
import { outlineAt, withMargin } from '../../redaction/track-region.ts'
import { frameIndex } from '../../time.ts'
import { linkDetections } from '../link-detections.ts'
import { defaultTrackingSettings, type TrackingClip } from '../tracking-settings.ts'

/** A small clip of two seconds. */
export const clip: TrackingClip = { frames: 60, width: 640, height: 360, framesPerSecond: 30 }

/** One box. */
export function box(frame: number, at: Box, score = 0.8, name: DetectionClass = 'face'): Detection {
  return { frame: frameIndex(frame), class: name, box: at, score, model: 'm' }
}

/** A run over the small clip in which every frame was examined. */
export function runOf(
  detections: readonly Detection[],
  more: Partial<DetectionRun> = {},
  frames = clip.frames,
): DetectionRun {
  const examined = Array.from({ length: frames }, (_, frame) => ({ frame: frameIndex(frame), model: 'm', scale: 960 }))
  const classes: DetectionClass[] = ['face']
  const base = { version: 1, clip: { sha256: sha256('0'.repeat(64)), frames }, profile: 'balanced', classes } as const
  return { ...base, examined, failed: [], detections, ...more }
}

/** Links boxes of the small clip by the usual settings. */
export function link(detections: readonly Detection[], more: Partial<DetectionRun> = {}) {
  return linkDetections(runOf(detections, more), clip, defaultTrackingSettings)
}

/** Share of a box that the tracks' masks cover in a frame. */
export function coveredBy(tracks: readonly Track[], frame: number, at: Box): number {
  const shapes = tracks.flatMap((track) => {
    const outline = outlineAt(track, frameIndex(frame))
    return outline ? [withMargin(outline, track.margin ?? 0)] : []
  })
  return sampledShare(at, clip, (point) => shapes.some((shape) => containsPoint(shape, point)))
}
