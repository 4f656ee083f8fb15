import { type DetectionRun, detectionClasses } from '../detection/detection.ts'
import { extentShown } from '../detection/extent.ts'
import type { Track, TrackAction } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import type { LookHere } from './evidence.ts'
import { type Covered, type LinkingClip, linkKind } from './link-kind.ts'
import { measuredCamera } from './measured-camera.ts'
import { scenesOf } from './scenes.ts'
import { sparseKeys } from './sparse-keys.ts'
import { failedRangesOf } from './surroundings.ts'
import { evidenceOf, lookHereOf } from './track-evidence.ts'
import { trackedKinds } from './tracked-kinds.ts'
import { isHidden, type TrackingClip, type TrackingSettings, trackingOf } from './tracking-settings.ts'

/** Tracks and the frames that a person should see first, both in order of frame. */
export type LinkedTracks = { readonly tracks: readonly Track[]; readonly lookHere: readonly LookHere[] }

/** What happens to a track until a person decides. */
function actionFor(covered: Covered, settings: TrackingSettings): TrackAction {
  if (isHidden(settings, covered.shown)) return 'hide'
  return covered.shown.class === 'overlay' ? 'undecided' : 'ignore'
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
    detectionClasses.indexOf(a.shown.class) - detectionClasses.indexOf(b.shown.class) ||
    Number(a.shown.part !== undefined) - Number(b.shown.part !== undefined) ||
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
  const { shown, trail, path, around } = covered
  const extent = extentShown(shown)
  const round = shown.class === 'face' || shown.class === 'head'
  return {
    id,
    class: shown.class,
    action: actionFor(covered, settings),
    ...(extent ? { extent } : {}),
    shape: round ? 'ellipse' : 'rect',
    keys: sparseKeys(path),
    untilFrame: frameIndex(path.fromFrame + path.boxes.length),
    margin: trackingOf(settings, shown).margin,
    evidence: evidenceOf(trail, around, 'detected'),
  }
}

/**
 * Links detections into tracks, so that a frame in which the detector misses a face does not show it: association by
 * motion with the camera's taken out and by clothing, strong boxes first and weak ones to go on (ByteTrack), a backward
 * pass to the first plausible sighting, gaps bridged, lead-in and lead-out, boxes that grow while nobody sees them. Every
 * box of at least the start score is covered by some track; frames that failed are held through; no track crosses a
 * scene cut. Same input, same output, whatever the order of the run's detections.
 */
export function linkDetections(run: DetectionRun, clip: TrackingClip, settings: TrackingSettings): LinkedTracks {
  const failed = failedRangesOf(run.failed, clip.frames)
  const of: LinkingClip = {
    clip,
    scenes: scenesOf(run.cuts ?? [], clip.frames),
    failed,
    measured: measuredCamera(run.camera, clip.frames),
  }
  const linked = trackedKinds.map((shown) => linkKind(run, shown, of, trackingOf(settings, shown)))
  const covered = linked.flatMap((one) => one.covered).sort(byFirstFrame)
  const tracks = covered.map((one, position) => trackOf(one, `t${position + 1}`, settings))
  const ofTracks = tracks.flatMap((track, position) => {
    const one = covered[position]
    if (!one || !track.evidence) return []
    return lookHereOf(track.id, one.trail, track.evidence, one.around, trackingOf(settings, one.shown).start)
  })
  const untracked = new Set(linked.flatMap((one) => one.untracked))
  const lookHere: LookHere[] = [
    ...ofTracks,
    ...[...untracked].map((frame) => ({ frame: frameIndex(frame), why: 'untracked-detection' as const })),
    ...failed.map(([from]) => ({ frame: frameIndex(from), why: 'damaged' as const })),
  ]
  return { tracks, lookHere: lookHere.sort(byFrame) }
}
