import type { ClipIndex } from '../core/clips/clip-index.ts'
import { clipSeconds, secondOfFrame } from '../core/clips/clock.ts'
import { type DetectionRun, hiddenByDefault } from '../core/detection/detection.ts'
import type { SecretSource } from '../core/ports/secret-source.ts'
import { newProject } from '../core/redaction/new-project.ts'
import type { Blank, RedactionProject } from '../core/redaction/project.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import type { LookHere } from '../core/tracking/evidence.ts'
import { linkDetections } from '../core/tracking/link-detections.ts'
import { type TrackingClip, type TrackingSettings, trackingSettings } from '../core/tracking/tracking-settings.ts'

/** A new project, and the frames of which its tracks are least sure. */
export type TrackedClip = { readonly project: RedactionProject; readonly lookHere: readonly LookHere[] }

/** What a project that nobody has named yet is for. */
const unnamedPurpose = 'unspecified'

/** What tracking needs of a clip's index; null for sound. */
export function trackingClipOf(index: ClipIndex): TrackingClip | null {
  const { video, originSeconds } = index
  if (!video || video.pts.length === 0) return null
  const frames = video.pts.length
  const [ticks, perSecond] = [
    Number((video.pts.at(-1) ?? 0n) - (video.pts[0] ?? 0n) + video.lastDuration),
    video.timeBase,
  ]
  const length = (ticks * perSecond[0]) / perSecond[1]
  const clip = { frames, width: video.displayWidth, height: video.displayHeight }
  const framesPerSecond = frames / (length > 0 ? length : clipSeconds(index))
  return video.variableRate
    ? { ...clip, framesPerSecond, secondOf: (frame) => secondOfFrame(video, originSeconds, frame) }
    : { ...clip, framesPerSecond }
}

/** Settings that hide what was looked for, besides what is hidden anyway: who asks for number plates wants them covered. */
export function settingsFor(classes: DetectionRun['classes']): TrackingSettings {
  return trackingSettings({}, new Set([...hiddenByDefault, ...classes]))
}

/** Frames that no detector could examine are covered: not seen is never "nothing there". */
function unexamined(run: DetectionRun): readonly Blank[] {
  return run.failed.map(([from, until]) => ({
    from: frameIndex(from),
    until: frameIndex(until),
    reason: 'could not be examined',
  }))
}

/** Links a clip's detections into tracks and begins a project with them. Fails with `other-clip` (`runName`: what the detections were called) and `no-picture`. */
export function trackClip(
  run: DetectionRun,
  index: ClipIndex,
  newSecret: SecretSource,
  runName: string,
): Result<TrackedClip> {
  const clip = trackingClipOf(index)
  if (!clip) return failed({ kind: 'no-picture', what: 'tracking' })
  if (run.clip.sha256 !== index.sha256 || run.clip.frames !== clip.frames)
    return failed({ kind: 'other-clip', name: runName })
  const { tracks, lookHere } = linkDetections(run, clip, settingsFor(run.classes))
  const start = { clip: run.clip, purpose: unnamedPurpose, secret: newSecret(), tracks, blanks: unexamined(run) }
  return ok({ project: newProject(start), lookHere })
}
