import { boxCentre, grownBox, shareInside } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Covered } from './link-kind.ts'

/** Kinds of tracks that are of a person. */
type PersonKind = 'face' | 'head' | 'hand' | 'body'

/** The kind of a track that is of a person; null for all else. */
export function personKindOf({ shown }: Pick<Covered, 'shown'>): PersonKind | null {
  if (shown.class === 'face' || shown.class === 'head') return shown.class
  if (shown.class !== 'person') return null
  return shown.part === 'hand' ? 'hand' : 'body'
}

/** A part and what it belongs to, with how a part lies in the whole in one frame. */
type Relation = {
  readonly part: PersonKind
  readonly whole: PersonKind
  /** How many parts of the kind a whole may have at once. */
  readonly most: number
  readonly fits: (part: Box, whole: Box) => boolean
}

function faceInHead(face: Box, head: Box): boolean {
  const ratio = (face[2] * face[3]) / (head[2] * head[3])
  return ratio > 0.15 && ratio < 1.6 && shareInside(face, grownBox(head, 0.15)) >= 0.7
}

/** A head is at the top of its body, in the middle, and as large as it may be of a body seen whole or from the chest up. */
function headOnBody(head: Box, body: Box): boolean {
  const [x, y] = boxCentre(head)
  const tall = head[3] / body[3]
  if (tall < 0.06 || tall > 0.9 || head[2] > 1.1 * body[2]) return false
  if (Math.abs(x - body[0] - body[2] / 2) > 0.4 * body[2]) return false
  if (y > body[1] + Math.max(0.25 * body[3], 0.8 * head[3])) return false
  return shareInside(head, grownBox(body, 0.1)) >= 0.7
}

function handOfBody(hand: Box, body: Box): boolean {
  return hand[3] < 0.4 * body[3] && shareInside(hand, grownBox(body, 0.2)) >= 0.9
}

const relations: readonly Relation[] = [
  { part: 'face', whole: 'head', most: 1, fits: faceInHead },
  { part: 'head', whole: 'body', most: 1, fits: headOnBody },
  { part: 'face', whole: 'body', most: 1, fits: headOnBody },
  { part: 'hand', whole: 'body', most: 2, fits: handOfBody },
]

/** Frames a second at which tracks are compared. */
const samplesPerSecond = 6
/** In a frame with more of a kind than this nobody is surely anybody's. */
const crowd = 200
/** Least common samples, and least share of them in which a part lies in its whole. */
const leastSamples = 3
const sureShare = 0.8
/** Another that lies as well in so many of their samples is a rival: then nothing is sure. */
const rivalShare = 0.3

/** A track while it is seen: lead-in and hold are guesses. */
type Life = { readonly position: number; readonly covered: Covered; readonly from: number; readonly until: number }

function lifeOf(covered: Covered, position: number): Life {
  const { sightings } = covered.trail
  return { position, covered, from: sightings[0]?.frame ?? 0, until: (sightings.at(-1)?.frame ?? 0) + 1 }
}

function boxAt({ path }: Covered, frame: number): Box | null {
  return path.boxes[frame - path.fromFrame] ?? null
}

function overlapOf(a: Life, b: Life): number {
  return Math.max(0, Math.min(a.until, b.until) - Math.max(a.from, b.from))
}

/** A part that lies in a whole, with the share of their common samples in which it does. */
type Fit = { readonly part: Life; readonly whole: Life; readonly share: number; readonly samples: number }

/** Lives at each sampled frame. */
function livesAt(lives: readonly Life[], step: number): Map<number, Life[]> {
  const at = new Map<number, Life[]>()
  for (const life of lives) {
    for (let frame = Math.ceil(life.from / step) * step; frame < life.until; frame += step) {
      const known = at.get(frame)
      if (known) known.push(life)
      else at.set(frame, [life])
    }
  }
  return at
}

function samplesOf(a: Life, b: Life, step: number): number {
  const from = Math.ceil(Math.max(a.from, b.from) / step)
  return Math.max(0, Math.ceil(Math.min(a.until, b.until) / step) - from)
}

function countedIn(frame: number, parts: readonly Life[], wholes: readonly Life[], fits: Relation['fits']): Fit[] {
  if (parts.length > crowd || wholes.length > crowd) return []
  return parts.flatMap((part) => {
    const inner = boxAt(part.covered, frame)
    return wholes.flatMap((whole): Fit[] => {
      const outer = boxAt(whole.covered, frame)
      return inner && outer && fits(inner, outer) ? [{ part, whole, share: 0, samples: 0 }] : []
    })
  })
}

/** All pairs that ever fit. */
function fitsOf(relation: Relation, parts: readonly Life[], wholes: readonly Life[], step: number): readonly Fit[] {
  const counts = new Map<string, { pair: Fit; count: number }>()
  const wholesAt = livesAt(wholes, step)
  for (const [frame, there] of livesAt(parts, step)) {
    for (const pair of countedIn(frame, there, wholesAt.get(frame) ?? [], relation.fits)) {
      const key = `${pair.part.position} ${pair.whole.position}`
      const known = counts.get(key)
      if (known) known.count++
      else counts.set(key, { pair, count: 1 })
    }
  }
  return [...counts.values()].map(({ pair: { part, whole }, count }) => {
    const samples = samplesOf(part, whole, step)
    return { part, whole, share: count / Math.max(1, samples), samples }
  })
}

/** Pairs of which nobody doubts that they are one person: most common samples, and no rival on either side. */
function sureFits(fits: readonly Fit[], most: number): Fit[] {
  const likely = fits.filter((fit) => fit.share >= rivalShare)
  const ofPart = Map.groupBy(likely, (fit) => fit.part.position)
  const ofWhole = Map.groupBy(likely, (fit) => fit.whole.position)
  return fits.filter(({ part, whole, share, samples }) => {
    if (share < sureShare || samples < leastSamples) return false
    const otherWholes = (ofPart.get(part.position) ?? []).filter((fit) => fit.whole !== whole)
    if (otherWholes.some((fit) => overlapOf(fit.whole, whole) > 0)) return false
    const otherParts = (ofWhole.get(whole.position) ?? []).filter((fit) => fit.part !== part)
    return otherParts.filter((fit) => overlapOf(fit.part, part) > 0).length < most
  })
}

/** Whether two sets of tracks may be one person: nobody has two faces, heads or bodies, or three hands, at once. */
function compatible(a: readonly Life[], b: readonly Life[]): boolean {
  return a.every((one) => {
    const kind = personKindOf(one.covered)
    const rivals = b.filter((other) => personKindOf(other.covered) === kind && overlapOf(one, other) > 0)
    return rivals.length < (kind === 'hand' ? 2 : 1)
  })
}

/**
 * Which tracks are surely one person at the same time: groups of two or more positions in the list given, in order of
 * their first. A face in a head on a body over most frames in which both are seen, with no rival on either side: whoever
 * keeps a person shows all of its tracks, so what is not sure stays apart.
 */
export function personsOf(tracks: readonly Covered[], framesPerSecond: number): readonly (readonly number[])[] {
  const step = Math.max(1, Math.round(framesPerSecond / samplesPerSecond))
  const lives = Map.groupBy(tracks.map(lifeOf), (life) => personKindOf(life.covered))
  const sure = relations
    .flatMap((relation) => {
      const [parts, wholes] = [lives.get(relation.part) ?? [], lives.get(relation.whole) ?? []]
      return sureFits(fitsOf(relation, parts, wholes, step), relation.most)
    })
    .sort(
      (a, b) =>
        b.share - a.share ||
        b.samples - a.samples ||
        a.part.position - b.part.position ||
        a.whole.position - b.whole.position,
    )
  const groupOf = new Map<number, Life[]>()
  for (const { part, whole } of sure) {
    const a = groupOf.get(part.position) ?? [part]
    const b = groupOf.get(whole.position) ?? [whole]
    if (a === b || !compatible(a, b)) continue
    const united = [...a, ...b]
    for (const life of united) groupOf.set(life.position, united)
  }
  const groups = [...new Set(groupOf.values())].map((group) => group.map((life) => life.position).sort((a, b) => a - b))
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}
