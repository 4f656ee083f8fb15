import type { DetectionRun } from '../detection/detection.ts'
import type { Size } from '../geometry/shape.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import type { LookHere } from '../tracking/evidence.ts'
import type { TrackingClip, TrackingSettings } from '../tracking/tracking-settings.ts'
import type { Leak } from './report.ts'

/** What searching a copy for leaks takes. */
export type LeakSearch = {
  /** Detections on the copy; frames are those of the *source*, boxes display oriented. */
  readonly run: DetectionRun
  /** The plan's frames, one per frame of the source. */
  readonly planFrames: readonly PlanFrame[]
  readonly project: RedactionProject
  /** The picture's display-oriented size. */
  readonly size: Size
  readonly settings: TrackingSettings
}

/** Leaks fail a copy; weaker boxes are for a person to look at. */
export type LeakFindings = { readonly leaks: readonly Leak[]; readonly lookHere: readonly LookHere[] }

/** Finds boxes in a copy that show what should be hidden. */
export function findLeaks(_search: LeakSearch): LeakFindings {
  return { leaks: [], lookHere: [] }
}

/** Makes hidden tracks of leaks, for a second render. */
export function tracksFromLeaks(
  _leaks: readonly Leak[],
  _project: RedactionProject,
  _clip: TrackingClip,
): readonly Track[] {
  return []
}
