import type { Detection, DetectionClass } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { boxArea, boxCentre, containsPoint, iou } from '../geometry/overlap.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { fateOf, keptPersons } from '../redaction/regions-at.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from '../redaction/track-region.ts'

/** A box that overlaps a track's region this much, or a box of similar size with its centre in it, shows that track. */
const sameOverlap = 0.3
/** Similar: areas differ by at most this factor. A face in front of a kept person's body is somebody else's. */
const similarArea = 4

/** Tracks that may be seen in a copy: kept persons, and false boxes that a person has set aside. */
export type ShownTracks = { readonly kept: readonly Track[]; readonly ignored: readonly Track[] }

/** The tracks of a project that may be seen. */
export function shownTracks(project: RedactionProject): ShownTracks {
  const persons = keptPersons(project.tracks)
  return {
    kept: project.tracks.filter((track) => fateOf(track, persons) === 'kept'),
    ignored: project.tracks.filter((track) => fateOf(track, persons) === 'ignored'),
  }
}

const ofHead: ReadonlySet<DetectionClass> = new Set<DetectionClass>(['face', 'head'])

function isHand(track: Track): boolean {
  return track.class === 'person' && track.extent === 'head-and-hands'
}

function sameSubject(track: Track, detection: Detection): boolean {
  if (ofHead.has(track.class) && ofHead.has(detection.class)) return true
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

/**
 * Whether a face or head belongs to a kept body that has no face or head track of its own at the frame: `keep` holds
 * for the whole person (FORMATS.md).
 */
function isHeadOfKeptBody(detection: Detection, kept: readonly Track[]): boolean {
  if (!ofHead.has(detection.class)) return false
  const there = kept.filter((track) => coversFrame(track, detection.frame))
  return there.some((body) => {
    const outline = body.class === 'person' && !isHand(body) ? outlineAt(body, detection.frame) : null
    if (!outline || !containsPoint(outline, boxCentre(detection.box))) return false
    return !there.some((track) => ofHead.has(track.class) && track.person !== undefined && track.person === body.person)
  })
}

/** Whether a box in a copy shows what a person decided to show. */
export function isShownOnPurpose(detection: Detection, shown: ShownTracks): boolean {
  if (shown.ignored.some((track) => shows(detection, track))) return true
  return shown.kept.some((track) => shows(detection, track)) || isHeadOfKeptBody(detection, shown.kept)
}
