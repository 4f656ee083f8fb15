import type { DetectionRun } from '../detection/detection.ts'
import type { Track } from '../redaction/project.ts'
import type { LookHere } from './evidence.ts'
import type { TrackingClip, TrackingSettings } from './tracking-settings.ts'

/** Tracks and the frames that a person should see first, both in order of frame. */
export type LinkedTracks = { readonly tracks: readonly Track[]; readonly lookHere: readonly LookHere[] }

/** Links detections into tracks. */
export function linkDetections(_run: DetectionRun, _clip: TrackingClip, _settings: TrackingSettings): LinkedTracks {
  return { tracks: [], lookHere: [] }
}
