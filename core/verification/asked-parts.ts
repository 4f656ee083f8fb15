import { isHeadOf } from '../detection/derive-heads.ts'
import { type Detection, detectionClasses, type PersonExtent, type Search } from '../detection/detection.ts'
import { classesOfExtent, extentOfClasses, extentShown } from '../detection/extent.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { boxCentre, containsPoint, grownBox, iou } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { type AskedExtents, hidesPartAt, ownerOf, partShown, widerExtent } from '../redaction/person-extent.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { fateOf, personDecisions } from '../redaction/regions-at.ts'
import { coversFrame, outlineAt } from '../redaction/track-region.ts'

/** What of people is to be hidden beyond what the classes ask for, and where everybody is known to be. */
export type AskedParts = {
  /** By `ownerOf`: whoever is to be hidden further; nobody who is kept. */
  readonly asked: AskedExtents
  /** Every track that shows somebody or a part of somebody. */
  readonly tracks: readonly Track[]
  /** By `ownerOf`: everybody who is hidden. */
  readonly hidden: ReadonlySet<string>
}

/** What of people a project hides beyond its classes; null where nobody asks for more. */
export function askedParts({ tracks }: Pick<RedactionProject, 'tracks'>): AskedParts | null {
  const decisions = personDecisions(tracks)
  const personal = tracks.filter((track) => partShown(track) !== null)
  const kept = new Set(personal.filter((track) => fateOf(track, decisions) === 'kept').map(ownerOf))
  const asked = new Map([...decisions.asked].filter(([owner]) => !kept.has(owner)))
  if (asked.size === 0) return null
  // What leaked is hidden where it leaked, and is nobody of whom less could be asked.
  const people = personal.filter(({ action, evidence }) => action !== 'ignore' && evidence?.source !== 'leak')
  const owners = [...people.map(ownerOf), ...asked.keys()].filter((owner) => !kept.has(owner))
  return { asked, tracks: personal, hidden: new Set(owners) }
}

/**
 * What a copy is searched for: what its tracks were found by, and whatever classes the people ask for of whom more is hidden. How
 * much of everybody else is hidden stays as it was.
 */
export function copySearch(project: Pick<RedactionProject, 'tracks'>, search: Search): Search {
  const parts = askedParts(project)
  if (!parts) return search
  const most = [...parts.asked.values()].reduce<PersonExtent | null>(
    (all, { extent }) => widerExtent(all, extent),
    null,
  )
  const wanted = new Set([...search.classes, ...(most === null ? [] : classesOfExtent(most))])
  const missing = detectionClasses.filter((name) => wanted.has(name) && !search.classes.includes(name))
  if (missing.length === 0) return search
  // Without an extent the classes say how much is hidden, of everybody: it is written down before there are more of them.
  const extent = search.extent ?? extentOfClasses(search.classes)
  return { ...search, classes: [...search.classes, ...missing], extent }
}

/** Somebody's part where it is known to be at a frame. */
type Place = { readonly owner: string; readonly part: PersonExtent; readonly box: Box }

/** Whether it is known whose a track is. What was only found, and is nobody's, tells nothing. */
function isSomebodys({ asked }: AskedParts, track: Track): boolean {
  return track.person !== undefined || track.action !== 'ignore' || asked.has(ownerOf(track))
}

function placesAt(parts: AskedParts, frame: Detection['frame']): Place[] {
  return parts.tracks.flatMap((track) => {
    if (!coversFrame(track, frame) || !isSomebodys(parts, track)) return []
    const [part, outline] = [partShown(track), outlineAt(track, frame)]
    return part && outline ? [{ owner: ownerOf(track), part, box: boundsOf(outline) }] : []
  })
}

type Fits = (place: Place, box: Box) => boolean

const isHead = ({ part }: Place): boolean => part === 'face' || part === 'head'
const isBody = ({ part }: Place): boolean => part === 'body'
const isHand = ({ part }: Place): boolean => part === 'head-and-hands'

function holds(outer: Box, inner: Box): boolean {
  return containsPoint({ shape: 'rect', box: outer }, boxCentre(inner))
}

/** Boxes that overlap so much are surely of one body; by so much they may be. */
const sureBody = 0.5
const likelyBody = 0.2
/** A part is looked for so far around where it was, as a share of its size. */
const around = 0.25

/** Where somebody's hands may be, as far as their head tells: arms reach some four heads to each side. */
function armsReach([x, y, width, height]: Box): Box {
  const size = Math.max(width, height)
  return [x + width / 2 - 4 * size, y - 2 * size, 8 * size, 10 * size]
}

/** Signs of whose a part is, surest first. */
const signs: Readonly<Record<PersonExtent, readonly Fits[]>> = {
  face: [],
  head: [
    (place, box) => isHead(place) && (holds(place.box, box) || holds(box, place.box)),
    (place, box) => isBody(place) && isHeadOf(place.box, box),
  ],
  'head-and-hands': [
    (place, box) => isHand(place) && holds(grownBox(place.box, around), box),
    // A hand may lie over somebody else's body: a body that holds it tells no more than arms that reach it.
    (place, box) =>
      (isBody(place) && holds(grownBox(place.box, around), box)) || (isHead(place) && holds(armsReach(place.box), box)),
  ],
  body: [
    (place, box) => isBody(place) && iou(place.box, box) >= sureBody,
    (place, box) => isHead(place) && isHeadOf(box, place.box),
    (place, box) => (isBody(place) ? iou(place.box, box) >= likelyBody : holds(box, place.box)),
  ],
}

/** Everybody whose the box may be, by the surest sign that tells of anybody. */
function ownersOf(part: PersonExtent, box: Box, places: readonly Place[]): readonly string[] {
  for (const fits of signs[part]) {
    const owners = places.filter((place) => fits(place, box)).map(({ owner }) => owner)
    if (owners.length > 0) return owners
  }
  return []
}

/**
 * Whether a box shows a part of somebody of whom that part is to be hidden. It counts as theirs where it may be theirs. Where nothing
 * tells whose it is, it is to be hidden if that was asked of everybody who is hidden.
 */
export function isAskedFor(detection: Detection, parts: AskedParts): boolean {
  const part = extentShown(detection)
  if (part === null) return false
  const asks = (owner: string): boolean => hidesPartAt(parts.asked.get(owner), part, detection.frame)
  if (![...parts.asked.keys()].some(asks)) return false
  const owners = ownersOf(part, detection.box, placesAt(parts, detection.frame))
  return owners.length > 0 ? owners.some(asks) : [...parts.hidden].every(asks)
}
