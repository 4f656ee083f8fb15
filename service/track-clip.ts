import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { DetectionRun } from '../core/detection/detection.ts'
import { searchOf } from '../core/detection/extent.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { SecretSource } from '../core/ports/secret-source.ts'
import type { Work } from '../core/ports/work.ts'
import { newProject } from '../core/redaction/new-project.ts'
import type { Blank, RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import type { LookHere } from '../core/tracking/evidence.ts'

/** A new project, and the frames of which its tracks are least sure. */
export type TrackedClip = { readonly project: RedactionProject; readonly lookHere: readonly LookHere[] }

/** What a project that nobody has named yet is for. */
const unnamedPurpose = 'unspecified'

/** Frames that no detector could examine are covered: not seen is never "nothing there". */
function unexamined(run: DetectionRun): readonly Blank[] {
  return run.failed.map(([from, until]) => ({
    from: frameIndex(from),
    until: frameIndex(until),
    reason: 'could not be examined',
  }))
}

/** Detections, what they were called, and the clip that they should be of. */
export type TrackSubject = { readonly run: DetectionRun; readonly runName: string; readonly index: ClipIndex }

/** Links a clip's detections into tracks and begins a project with them. Fails with `other-clip` and `no-picture`. */
export async function trackClip(
  engine: Pick<MediaEngine, 'link'>,
  { run, runName, index }: TrackSubject,
  newSecret: SecretSource,
  work: Work,
): Promise<Result<TrackedClip>> {
  const frames = index.video?.pts.length ?? 0
  if (frames === 0) return failed({ kind: 'no-picture', what: 'tracking' })
  if (run.clip.sha256 !== index.sha256 || run.clip.frames !== frames)
    return failed({ kind: 'other-clip', name: runName })
  const nothing = { tracks: [], lookHere: [], proposals: [] }
  const linked = run.classes.length === 0 ? ok(nothing) : await engine.link(run, index, work)
  if (!linked.ok) return linked
  const { tracks, lookHere, proposals } = linked.value
  const found = { tracks, proposals, blanks: unexamined(run), search: searchOf(run) }
  const start = { clip: run.clip, purpose: unnamedPurpose, secret: newSecret(), ...found }
  return ok({ project: newProject(start), lookHere })
}
