import { boxCentre, grownBox, shareInside } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Covered } from './link-kind.ts'

/** Kinds of tracks that are of a person. */
export type PersonKind = 'face' | 'head' | 'hand' | 'body'

/** The kind of a track that is of a person; null for all else. */
export function personKindOf({ shown }: Pick<Covered, 'shown'>): PersonKind | null {
  if (shown.class === 'face' || shown.class === 'head') return shown.class
  if (shown.class !== 'person') return null
  return shown.part === 'hand' ? 'hand' : 'body'
}

/** A part and what it belongs to, with how a part lies in the whole in one frame. */
export type Relation = {
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

/** Which parts a person's tracks show of one another. */
export const relations: readonly Relation[] = [
  { part: 'face', whole: 'head', most: 1, fits: faceInHead },
  { part: 'head', whole: 'body', most: 1, fits: headOnBody },
  { part: 'face', whole: 'body', most: 1, fits: headOnBody },
  { part: 'hand', whole: 'body', most: 2, fits: handOfBody },
]

/** Frames a second at which tracks are compared. */
const samplesPerSecond = 6
/** In a frame with more of a kind than this nobody is surely anybody's. */
const crowd = 200
/** In fewer common samples nothing is told. */
export const leastSamples = 3

/** A track while it is seen: lead-in and hold are guesses. */
export type Life = {
  readonly position: number
  readonly covered: Covered
  readonly from: number
  readonly until: number
}

/** When a track is seen; `position` is its place in the caller's list. */
export function lifeOf(covered: Covered, position: number): Life {
  const { sightings } = covered.trail
  return { position, covered, from: sightings[0]?.frame ?? 0, until: (sightings.at(-1)?.frame ?? 0) + 1 }
}

function boxAt({ path }: Covered, frame: number): Box | null {
  return path.boxes[frame - path.fromFrame] ?? null
}

/** A part that lies in a whole, at which of the sampled frames it does, in order. */
export type Fit = { readonly part: Life; readonly whole: Life; readonly frames: readonly number[] }

/** Frames between one sample and the next. */
export function sampleStep(framesPerSecond: number): number {
  return Math.max(1, Math.round(framesPerSecond / samplesPerSecond))
}

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

/** Samples in which all of some tracks are seen. */
export function samplesOf(lives: readonly Life[], step: number): number {
  const from = Math.max(...lives.map((life) => life.from))
  const until = Math.min(...lives.map((life) => life.until))
  return Math.max(0, Math.ceil(until / step) - Math.ceil(from / step))
}

type Pair = Pick<Fit, 'part' | 'whole'>

function fittingAt(frame: number, parts: readonly Life[], wholes: readonly Life[], fits: Relation['fits']): Pair[] {
  if (parts.length > crowd || wholes.length > crowd) return []
  return parts.flatMap((part) => {
    const inner = boxAt(part.covered, frame)
    return wholes.flatMap((whole): Pair[] => {
      const outer = boxAt(whole.covered, frame)
      return inner && outer && fits(inner, outer) ? [{ part, whole }] : []
    })
  })
}

/** All pairs that ever fit. */
export function fitsOf(
  relation: Relation,
  parts: readonly Life[],
  wholes: readonly Life[],
  step: number,
): readonly Fit[] {
  const found = new Map<string, Pair & { readonly frames: number[] }>()
  const wholesAt = livesAt(wholes, step)
  for (const [frame, there] of livesAt(parts, step)) {
    for (const { part, whole } of fittingAt(frame, there, wholesAt.get(frame) ?? [], relation.fits)) {
      const key = `${part.position} ${whole.position}`
      const known = found.get(key)
      if (known) known.frames.push(frame)
      else found.set(key, { part, whole, frames: [frame] })
    }
  }
  return [...found.values()].map((fit) => ({ ...fit, frames: fit.frames.toSorted((a, b) => a - b) }))
}
