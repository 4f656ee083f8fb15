import type { Detection, DetectionClass } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { boxArea, boxCentre, containsPoint, iou, shareInside } from '../geometry/overlap.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { fateOf, personDecisions } from '../redaction/regions-at.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from '../redaction/track-region.ts'
import { isHidden, type TrackingSettings } from '../tracking/tracking-settings.ts'

/** A box that overlaps a track's region this much, or a box of similar size with its centre in it, shows that track. */
const sameOverlap = 0.3
/** Similar: areas differ by at most this factor. A face in front of a kept person's body is somebody else's. */
const similarArea = 4

/** Tracks that may be seen in a copy: kept persons, and false boxes that a person has set aside. */
export type ShownTracks = { readonly kept: readonly Track[]; readonly ignored: readonly Track[] }

/**
 * Whether leaving a track visible takes a person's decision: what the settings hide, and overlays. What else is found is there as
 * evidence, and is not hidden because nobody asked for that.
 */
export function needsDecision(track: Track, settings: TrackingSettings): boolean {
  return track.class === 'overlay' || isHidden(settings, isHand(track) ? { class: 'person', part: 'hand' } : track)
}

/** The tracks of a project that may be seen. Of those that are there as evidence nobody has set a box aside. */
export function shownTracks(project: RedactionProject, settings: TrackingSettings): ShownTracks {
  const persons = personDecisions(project.tracks)
  return {
    kept: project.tracks.filter((track) => fateOf(track, persons) === 'kept'),
    ignored: project.tracks.filter((track) => fateOf(track, persons) === 'ignored' && needsDecision(track, settings)),
  }
}

const ofHead: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['face', 'head'])
/** A small paper may be taken for either. */
const ofPaper: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['document', 'card'])
/** What the writing of an overlay may be taken for. */
const ofWriting: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['text', 'plate', 'document', 'card'])
/** Writing of which this much lies in an overlay is the overlay's; boxes around its lines reach out of it. */
const inOverlay = 0.4

function isHand(track: Track): boolean {
  return track.class === 'person' && track.extent === 'head-and-hands'
}

function sameSubject(track: Track, detection: Detection): boolean {
  if (ofHead.has(track.class) && ofHead.has(detection.class)) return true
  if (ofPaper.has(track.class) && ofPaper.has(detection.class)) return true
  return track.class === detection.class && isHand(track) === (detection.part === 'hand')
}

/** Whether a box shows the very thing that a track follows. */
function shows(detection: Detection, track: Track): boolean {
  const outline = outlineAt(track, detection.frame)
  if (!outline || !sameSubject(track, detection)) return false
  const bounds = boundsOf(outline)
  const region = withMargin(outline, track.margin ?? defaultMargin(track.class))
  if (iou(detection.box, bounds) >= sameOverlap || iou(detection.box, boundsOf(region)) >= sameOverlap) return true
  const ratio = boxArea(detection.box) / Math.max(boxArea(bounds), 1e-9)
  if (ratio > similarArea || ratio < 1 / similarArea) return false
  return containsPoint(region, boxCentre(detection.box))
}

/** Whether a track shows the same part of a person as a box does, if both are of one person. */
function samePart(track: Track, detection: Detection): boolean {
  return detection.part === 'hand' ? isHand(track) : ofHead.has(track.class)
}

/**
 * Whether a face, head or hand belongs to a kept body that has no such track of its own at the frame: `keep` holds for
 * the whole person (FORMATS.md).
 */
function isPartOfKeptBody(detection: Detection, kept: readonly Track[]): boolean {
  if (!ofHead.has(detection.class) && detection.part !== 'hand') return false
  const there = kept.filter((track) => coversFrame(track, detection.frame))
  return there.some((body) => {
    const outline = body.class === 'person' && !isHand(body) ? outlineAt(body, detection.frame) : null
    if (!outline || !containsPoint(outline, boxCentre(detection.box))) return false
    return !there.some(
      (track) => samePart(track, detection) && track.person !== undefined && track.person === body.person,
    )
  })
}

/** Whether a head that nobody has seen, only its person, is the one that a track follows: the place is a guess, so the head has only to lie in it. */
function isGuessOf(detection: Detection, track: Track): boolean {
  if (detection.derivedFrom !== 'person' || !ofHead.has(track.class)) return false
  const outline = outlineAt(track, detection.frame)
  return outline !== null && containsPoint({ shape: 'rect', box: detection.box }, boxCentre(boundsOf(outline)))
}

/** Whether a box is writing of an overlay that is shown. */
function isWritingOf(detection: Detection, track: Track): boolean {
  if (track.class !== 'overlay' || !ofWriting.has(detection.class)) return false
  const outline = outlineAt(track, detection.frame)
  return outline !== null && shareInside(detection.box, boundsOf(withMargin(outline, track.margin ?? 0))) >= inOverlay
}

/** Whether a head that is only guessed to be there is hidden: a hidden face or head lies where it should be. */
export function isHiddenGuess(detection: Detection, tracks: readonly Track[]): boolean {
  return tracks.some((track) => isGuessOf(detection, track))
}

/** Whether a box in a copy shows what a person decided to show. */
export function isShownOnPurpose(detection: Detection, shown: ShownTracks): boolean {
  const isOf = (track: Track): boolean =>
    shows(detection, track) || isGuessOf(detection, track) || isWritingOf(detection, track)
  return shown.ignored.some(isOf) || shown.kept.some(isOf) || isPartOfKeptBody(detection, shown.kept)
}
