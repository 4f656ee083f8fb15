import type { Box, Point, Size } from '../../core/geometry/shape.ts'

/** Something that was seen, with the score from which on such a thing may start a track. */
export type SeenBox = { readonly box: Box; readonly score: number; readonly start: number }

/** A place that is worth a closer look: the box as it should lie now. */
export type UncertainPlace = { readonly id: number; readonly box: Box }

type Path = {
  readonly id: number
  box: Box
  /** Own movement in pixels per frame, the camera's not counted. */
  speed: Point
  score: number
  start: number
  /** Ever scored enough to start a track. */
  sure: boolean
  /** How often it was seen, and examined frames since it was. */
  seen: number
  missed: number
  /** Close looks, and examined frames since the last one. */
  closeLooks: number
  waited: number
}

/** Faces under this are often missed from one frame to the next. */
const smallSide = 40
/** How long a lost path is looked for, in examined frames: one that was sure, and one that never was. */
const patience = { sure: 8, unsure: 2 }
/** After so many close looks something that never was sure counts as nothing. */
const mostDoubts = 3
const mostPaths = 300

/**
 * Causal paths of what one model has seen so far in a block: enough to know where it is not sure, no tracks. Everything
 * depends on the order of frames and on the boxes alone.
 */
export class SeenPlaces {
  readonly #picture: Size
  #paths: Path[] = []
  #ids = 0
  #sinceObserved = 0

  constructor(picture: Size) {
    this.#picture = picture
  }

  /** Forgets everything: a new scene has begun. */
  clear(): void {
    this.#paths = []
  }

  /** Moves on by one frame, in which the picture's content moved by `camera`. */
  advance([x, y]: Point): void {
    this.#sinceObserved += 1
    for (const path of this.#paths) {
      const [left, top, width, height] = path.box
      path.box = [left + x + path.speed[0], top + y + path.speed[1], width, height]
    }
  }

  /** Takes what was seen in an examined frame; `close` names the places that were looked at closely in it. */
  observe(seen: readonly SeenBox[], close: ReadonlySet<number>): void {
    const frames = Math.max(1, this.#sinceObserved)
    this.#sinceObserved = 0
    const open = new Set(unrepeated(seen))
    for (const path of this.#paths) {
      path.waited = close.has(path.id) ? 0 : path.waited + 1
      if (close.has(path.id)) path.closeLooks += 1
      const found = nearestTo(path, open)
      if (found) {
        open.delete(found)
        follow(path, found, frames)
      } else path.missed += 1
    }
    this.#paths = this.#paths.filter((path) => this.#isAlive(path))
    for (const { box, score, start } of open) {
      if (this.#paths.length >= mostPaths) break
      const counts = { seen: 1, missed: 0, closeLooks: 0, waited: 0 }
      this.#paths.push({ id: this.#ids, box, speed: [0, 0], score, start, sure: score >= start, ...counts })
      this.#ids += 1
    }
  }

  /** Where to look closely, the most urgent first. */
  uncertain(): readonly UncertainPlace[] {
    return this.#paths
      .flatMap((path) => {
        const urgency = urgencyOf(path)
        return urgency === null ? [] : [{ path, urgency }]
      })
      .sort((a, b) => b.urgency - a.urgency || a.path.id - b.path.id)
      .map(({ path }) => ({ id: path.id, box: path.box }))
  }

  #isAlive({ box, missed, sure }: Path): boolean {
    const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2]
    const inside = x >= 0 && y >= 0 && x < this.#picture.width && y < this.#picture.height
    return inside && missed <= (sure ? patience.sure : patience.unsure)
  }
}

/** Null where there is nothing to gain: what is large, strong and seen all the time, or was looked at closely in vain. */
function urgencyOf(path: Path): number | null {
  if (!path.sure) return path.closeLooks >= mostDoubts ? null : 3 + path.waited
  if (path.missed > 0) return 8 - path.missed / 2 + path.waited
  if (path.score < path.start) return 5 + path.waited
  if (path.seen < 2) return 4 + path.waited
  return sideOf(path.box) < smallSide ? path.waited : null
}

function follow(path: Path, { box, score, start }: SeenBox, frames: number): void {
  const [offX, offY] = between(path.box, box)
  const share = 0.4 / Math.max(1, frames * (path.missed + 1))
  path.speed =
    path.seen === 1 ? [offX / frames, offY / frames] : [path.speed[0] + offX * share, path.speed[1] + offY * share]
  path.box = box
  path.score = score
  path.start = start
  path.sure ||= score >= start
  path.seen += 1
  path.missed = 0
}

/** Several looks see the same: the strongest box of each heap. */
function unrepeated(seen: readonly SeenBox[]): readonly SeenBox[] {
  const kept: SeenBox[] = []
  for (const candidate of seen.toSorted((a, b) => b.score - a.score || byPlace(a.box, b.box))) {
    if (!kept.some((box) => isNear(box.box, candidate.box, 0.5))) kept.push(candidate)
  }
  return kept
}

function byPlace(a: Box, b: Box): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

function nearestTo(path: Path, open: ReadonlySet<SeenBox>): SeenBox | null {
  let best: SeenBox | null = null
  let least = Number.POSITIVE_INFINITY
  for (const candidate of open) {
    if (!isNear(path.box, candidate.box, 0.8 + 0.3 * path.missed)) continue
    const far = Math.hypot(...between(path.box, candidate.box))
    if (far < least) [best, least] = [candidate, far]
  }
  return best
}

/** Centres within `reach` sides of one another, sizes within twice. */
function isNear(a: Box, b: Box, reach: number): boolean {
  const [sideA, sideB] = [sideOf(a), sideOf(b)]
  const ratio = sideA / sideB
  return ratio > 0.5 && ratio < 2 && Math.hypot(...between(a, b)) < reach * Math.max(sideA, sideB)
}

/** From the centre of one box to that of another. */
function between(a: Box, b: Box): Point {
  return [b[0] + b[2] / 2 - a[0] - a[2] / 2, b[1] + b[3] / 2 - a[1] - a[3] / 2]
}

function sideOf(box: Box): number {
  return Math.sqrt(box[2] * box[3])
}
