import { type DetectionRun, detectionClasses } from '../detection/detection.ts'
import { extentShown } from '../detection/extent.ts'
import type { Track, TrackAction } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import type { CoverPath } from './cover-path.ts'
import type { LookHere } from './evidence.ts'
import { headAround } from './head-around.ts'
import { type Covered, type LinkingClip, linkKind } from './link-kind.ts'
import { lookHereOf, looksOfTrack } from './look-here.ts'
import { measuredCamera } from './measured-camera.ts'
import { type OverlayZone, overlayZones, withoutOverlays } from './overlay-zones.ts'
import { personsOf } from './persons.ts'
import { type Named, type PersonProposal, personProposals } from './proposals.ts'
import { scenesOf } from './scenes.ts'
import { sparseKeys } from './sparse-keys.ts'
import { failedRangesOf } from './surroundings.ts'
import { cutAtSwitches } from './switches.ts'
import { evidenceOf } from './track-evidence.ts'
import { trackedKinds } from './tracked-kinds.ts'
import { isHidden, type TrackingClip, type TrackingSettings, trackingOf } from './tracking-settings.ts'

/** What linking makes of detections. */
export type LinkedTracks = {
  /** In order of first frame, then x. */
  readonly tracks: readonly Track[]
  /** The frames that a person should see first, in order of frame. */
  readonly lookHere: readonly LookHere[]
  /** Who may be somebody seen before, likeliest first. */
  readonly proposals: readonly PersonProposal[]
}

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

/** What is hidden of a trail: where heads are to be hidden, the whole head that a face is part of. */
function hiddenPath({ shown, path }: Covered, wholeHeads: boolean): CoverPath {
  return wholeHeads && shown.class === 'face' ? { ...path, boxes: path.boxes.map(headAround) } : path
}

/** What a trail is called: its own name and its person's. */
type Naming = { readonly id: string; readonly person: string | undefined }

function trackOf(covered: Covered, { id, person }: Naming, hidden: CoverPath, settings: TrackingSettings): Track {
  const { shown, trail, path, around } = covered
  const extent = extentShown(shown)
  const round = shown.class === 'face' || shown.class === 'head'
  return {
    id,
    class: shown.class,
    ...(person === undefined ? {} : { person }),
    action: actionFor(covered, settings),
    ...(extent ? { extent } : {}),
    shape: round ? 'ellipse' : 'rect',
    keys: sparseKeys(hidden),
    untilFrame: frameIndex(path.fromFrame + path.boxes.length),
    margin: trackingOf(settings, shown).margin,
    evidence: evidenceOf(trail, path, around),
  }
}

/** One zone of an overlay as a track of the whole clip, to be decided once. */
function overlayTrack(zone: OverlayZone, id: string, frames: number, margin: number): Track {
  const scores = zone.scores
  const mean = scores.reduce((a, b) => a + b, 0) / Math.max(1, scores.length)
  const round = (value: number): number => Math.round(value * 10_000) / 10_000
  return {
    id,
    class: 'overlay',
    action: 'undecided',
    shape: 'rect',
    keys: sparseKeys({ fromFrame: 0, boxes: [zone.box] }),
    untilFrame: frameIndex(frames),
    margin,
    evidence: {
      source: 'detected',
      detections: scores.length,
      topScore: round(scores.reduce((a, b) => Math.max(a, b), 0)),
      meanScore: round(mean),
      seen: [frameIndex(zone.seen[0]), frameIndex(zone.seen[1])],
      gapsFilled: [],
      weakest: [],
    },
  }
}

/** Everything that is tracked, in the order of the ids: zones of overlays are there from the first frame on. */
type Followed =
  | { readonly covered: Covered; readonly zone?: never }
  | { readonly zone: OverlayZone; readonly covered?: never }

function startOf({ covered, zone }: Followed): readonly [frame: number, x: number] {
  return covered ? [covered.path.fromFrame, covered.path.boxes[0]?.[0] ?? 0] : [0, zone.box[0]]
}

function byStart(a: Followed, b: Followed): number {
  const [startA, startB] = [startOf(a), startOf(b)]
  return startA[0] - startB[0] || startA[1] - startB[1]
}

/** Names persons `p1`, `p2` ... in the order of their first tracks; by track. */
function namesOfPersons(covered: readonly Covered[], framesPerSecond: number): ReadonlyMap<Covered, string> {
  const names = new Map<Covered, string>()
  for (const [number, group] of personsOf(covered, framesPerSecond).entries()) {
    for (const position of group) {
      const one = covered[position]
      if (one) names.set(one, `p${number + 1}`)
    }
  }
  return names
}

/** Persons and tracks of nobody's by name, in the order of the tracks. */
function namedOf(ids: ReadonlyMap<Covered, string>, persons: ReadonlyMap<Covered, string>): readonly Named[] {
  const groups = Map.groupBy(ids, ([covered, id]) => persons.get(covered) ?? id)
  return [...groups].map(([name, members]) => ({ name, tracks: members.map(([covered]) => covered) }))
}

/**
 * Links detections into tracks, so that a frame in which the detector misses a face does not show it: association by
 * motion with the camera's taken out and by clothing, strong boxes first and weak ones to go on (ByteTrack), a backward
 * pass to the first plausible sighting, gaps bridged, lead-in and lead-out, boxes that grow while nobody sees them. Every
 * box of at least the start score is covered by some track; frames that failed are held through; no track crosses a
 * scene cut. Where heads are looked for and hidden, a face's boxes are those of its head. Text that is burnt into the picture becomes one zone each. Tracks that are surely one person carry its name,
 * others are proposed. Same input, same output, whatever the order of the run's detections.
 */
export function linkDetections(run: DetectionRun, clip: TrackingClip, settings: TrackingSettings): LinkedTracks {
  const failed = failedRangesOf(run.failed, clip.frames)
  const measured = measuredCamera(run.camera, clip)
  const scenes = scenesOf(run.cuts ?? [], clip.frames)
  const zones = overlayZones(run, clip, measured)
  const rest = withoutOverlays(run, zones)
  const of: LinkingClip = { clip, scenes, failed, measured }
  const linked = trackedKinds.map((shown) => linkKind(rest, shown, of, trackingOf(settings, shown)))
  const covered = cutAtSwitches(linked.flatMap((one) => one.covered).sort(byFirstFrame), {
    framesPerSecond: clip.framesPerSecond,
    of: ({ shown }) => trackingOf(settings, shown),
  }).toSorted(byFirstFrame)
  const persons = namesOfPersons(covered, clip.framesPerSecond)
  const followed: Followed[] = [...covered.map((one) => ({ covered: one })), ...zones.map((zone) => ({ zone }))]
  const wholeHeads = run.classes.includes('head') && settings.hide.has('head')
  const ids = new Map<Covered, string>()
  const looks: LookHere[] = []
  const tracks = followed.sort(byStart).map((one, position): Track => {
    const id = `t${position + 1}`
    if (one.zone) return overlayTrack(one.zone, id, clip.frames, settings.classes.overlay.margin)
    ids.set(one.covered, id)
    const naming = { id, person: persons.get(one.covered) }
    const track = trackOf(one.covered, naming, hiddenPath(one.covered, wholeHeads), settings)
    const { start } = trackingOf(settings, one.covered.shown)
    if (track.evidence && track.action !== 'ignore') looks.push(...looksOfTrack(id, one.covered, track.evidence, start))
    return track
  })
  const untracked = linked.flatMap((one, kind) => (isHiddenKind(kind, settings) ? one.untracked : []))
  const secondOf = clip.secondOf ?? ((frame: number) => frame / clip.framesPerSecond)
  return {
    tracks,
    lookHere: lookHereOf(looks, { untracked, failed, scenes }, clip),
    proposals: personProposals(namedOf(ids, persons), (frame) => secondOf(frameIndex(frame))),
  }
}

function isHiddenKind(kind: number, settings: TrackingSettings): boolean {
  const shown = trackedKinds[kind]
  return shown !== undefined && isHidden(settings, shown)
}
