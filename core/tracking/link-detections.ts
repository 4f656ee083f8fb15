import { type DetectionClass, type DetectionRun, detectionClasses } from '../detection/detection.ts'
import type { Track, TrackAction } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import { type CoverPath, coverPath } from './cover-path.ts'
import type { LookHere } from './evidence.ts'
import { looksOf } from './looks.ts'
import { sparseKeys } from './sparse-keys.ts'
import { cameraPathOf, type FailedRanges, failedRangesOf, failedTicks, type Surroundings } from './surroundings.ts'
import { type SweepSettings, sweepBackward, sweepForward } from './sweep.ts'
import { heldUntilFound } from './touching-paths.ts'
import { evidenceOf, lookHereOf } from './track-evidence.ts'
import type { ClassTracking, TrackingClip, TrackingSettings } from './tracking-settings.ts'
import type { Trail } from './trails.ts'
import { untrackedFrames } from './untracked.ts'

/** Tracks and the frames that a person should see first, both in order of frame. */
export type LinkedTracks = { readonly tracks: readonly Track[]; readonly lookHere: readonly LookHere[] }

/** A trail of one class with all that its track is made of. */
type Covered = {
  readonly name: DetectionClass
  readonly trail: Trail
  readonly path: CoverPath
  readonly around: Surroundings
}

/** The camera is not believed to move the picture by more than this share of its longer side between two looks. */
const cameraLimitShare = 0.2

/** What linking makes of a class: its tracks' paths, and frames with weak boxes that no track explains. */
type LinkedClass = { readonly covered: readonly Covered[]; readonly untracked: readonly number[] }

function linkClass(
  run: DetectionRun,
  name: DetectionClass,
  clip: TrackingClip,
  settings: ClassTracking,
  failed: FailedRanges,
): LinkedClass {
  const { looks, ticks } = looksOf(run, name, clip, settings)
  const sweep: SweepSettings = {
    patience: {
      memory: settings.memorySeconds * clip.framesPerSecond,
      brief: 2 * settings.briefSeconds * clip.framesPerSecond,
    },
    strongScore: settings.start,
    cameraLimit: cameraLimitShare * Math.max(clip.width, clip.height),
    unexamined: (from, until) => failedTicks(failed, ticks, from, until),
  }
  const { trails, loose, cameraAtLooks } = sweepForward(looks, sweep)
  const camera = cameraPathOf(looks, cameraAtLooks, ticks)
  const left = sweepBackward(looks, { trails, loose, camera, ticks }, sweep)
  const around: Surroundings = { clip, ticks, looks, camera, failed }
  const paths = trails.map((trail) => coverPath(trail, around, settings))
  const held = heldUntilFound(paths, settings.holdSeconds * clip.framesPerSecond)
  const covered = trails.flatMap((trail, position) => {
    const path = held[position]
    return path ? [{ name, trail, path, around }] : []
  })
  return { covered, untracked: untrackedFrames(left, covered, clip) }
}

/** What happens to tracks of a class until a person decides. */
function actionFor(name: DetectionClass, hide: ReadonlySet<DetectionClass>): TrackAction {
  if (hide.has(name)) return 'hide'
  return name === 'overlay' ? 'undecided' : 'ignore'
}

/** By first frame, then x; what is left is decided by the boxes alone, never by the order of the input. */
function byFirstFrame(a: Covered, b: Covered): number {
  const [boxA, boxB] = [a.path.boxes[0], b.path.boxes[0]]
  const difference = a.path.fromFrame - b.path.fromFrame
  if (difference !== 0 || !boxA || !boxB) return difference
  const [lastA, lastB] = [a.path.boxes.at(-1) ?? boxA, b.path.boxes.at(-1) ?? boxB]
  return (
    boxA[0] - boxB[0] ||
    boxA[1] - boxB[1] ||
    detectionClasses.indexOf(a.name) - detectionClasses.indexOf(b.name) ||
    a.path.boxes.length - b.path.boxes.length ||
    boxA[2] - boxB[2] ||
    boxA[3] - boxB[3] ||
    lastA[0] - lastB[0] ||
    lastA[1] - lastB[1]
  )
}

function byFrame(a: LookHere, b: LookHere): number {
  const number = (track: string | undefined): number => (track === undefined ? 0 : Number(track.slice(1)))
  return a.frame - b.frame || number(a.track) - number(b.track) || Number(a.why > b.why) - Number(a.why < b.why)
}

function trackOf(covered: Covered, id: string, settings: TrackingSettings): Track {
  const { name, trail, path, around } = covered
  return {
    id,
    class: name,
    action: actionFor(name, settings.hide),
    shape: name === 'face' || name === 'head' ? 'ellipse' : 'rect',
    keys: sparseKeys(path),
    untilFrame: frameIndex(path.fromFrame + path.boxes.length),
    margin: settings.classes[name].margin,
    evidence: evidenceOf(trail, around, 'detected'),
  }
}

/**
 * Links detections into tracks, so that a frame in which the detector misses a face does not show it: association by
 * motion with the camera's taken out, strong boxes first and weak ones to go on (ByteTrack), a backward pass to the first plausible
 * sighting, gaps bridged, lead-in and lead-out, boxes that grow while nobody sees them. Every box of at least the start
 * score is covered by some track; frames that failed are held through. Same input, same output, whatever the order of
 * the run's detections.
 */
export function linkDetections(run: DetectionRun, clip: TrackingClip, settings: TrackingSettings): LinkedTracks {
  const failed = failedRangesOf(run.failed, clip.frames)
  const linked = detectionClasses.map((name) => linkClass(run, name, clip, settings.classes[name], failed))
  const covered = linked.flatMap((one) => one.covered).sort(byFirstFrame)
  const tracks = covered.map((one, position) => trackOf(one, `t${position + 1}`, settings))
  const ofTracks = tracks.flatMap((track, position) => {
    const one = covered[position]
    if (!one || !track.evidence) return []
    return lookHereOf(track.id, one.trail, track.evidence, one.around, settings.classes[track.class].start)
  })
  const untracked = new Set(linked.flatMap((one) => one.untracked))
  const lookHere: LookHere[] = [
    ...ofTracks,
    ...[...untracked].map((frame) => ({ frame: frameIndex(frame), why: 'untracked-detection' as const })),
    ...failed.map(([from]) => ({ frame: frameIndex(from), why: 'damaged' as const })),
  ]
  return { tracks, lookHere: lookHere.sort(byFrame) }
}
