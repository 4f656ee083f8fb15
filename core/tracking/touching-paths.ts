import { boxCentre, boxUnion, grownBox } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { type CoverPath, isEstablished } from './cover-path.ts'
import { boxLength } from './motion.ts'
import { keptInPicture, touchesBorder } from './picture-border.ts'
import type { Sighting } from './sightings.ts'
import { smallness } from './smallness.ts'
import type { Surroundings } from './surroundings.ts'
import { grownAfter, placed, type Speed, speedAt, stabilisedCentre } from './trail-shape.ts'
import type { Trail } from './trails.ts'

/** How much longer than others the smallest things are waited for: detectors miss them for longer. */
const smallPatience = 1.5
/** An end and a beginning may lie this many sizes apart, and so much more for each second between them, */
const apartMost = 0.8
const apartPerSecond = 1.2
/** and one may be this much larger than the other. */
const resizedMost = 1.8

/** A trail and its path. */
export type TrailPath = { readonly trail: Trail; readonly path: CoverPath }

/** Where a path was last seen, or first. */
type Seen = {
  readonly path: CoverPath
  readonly sighting: Sighting
  readonly sure: boolean
  readonly speed: Speed
}

function seenOf({ trail, path }: TrailPath, end: 'first' | 'last', around: Surroundings): Seen | null {
  const position = end === 'first' ? 0 : trail.sightings.length - 1
  const sighting = trail.sightings[position]
  const speed = speedAt(trail.sightings, position, around)
  return sighting ? { path, sighting, sure: isEstablished(trail), speed } : null
}

/** Distance of an end from a beginning, in units of what is allowed; null where they are not one thing. */
function farness(
  { sighting: a, speed: va }: Seen,
  { sighting: b, speed: vb }: Seen,
  around: Surroundings,
): number | null {
  const [sizeA, sizeB] = [boxLength(a.core), boxLength(b.core)]
  if (sizeA > resizedMost * sizeB || sizeB > resizedMost * sizeA) return null
  const [ax, ay] = stabilisedCentre(a.core, a.frame, around)
  const [bx, by] = stabilisedCentre(b.core, b.frame, around)
  const [cx, cy] = boxCentre(a.core)
  const [dx, dy] = boxCentre(b.core)
  const ticks = around.ticks(b.frame) - around.ticks(a.frame)
  // Whoever walks goes on walking.
  const [wx, wy] = [((va[0] + vb[0]) * ticks) / 2, ((va[1] + vb[1]) * ticks) / 2]
  const walked = Math.hypot(bx - ax - wx, by - ay - wy)
  // As seen, too: the camera's motion is a guess that adds up.
  const apart = Math.min(walked, Math.hypot(bx - ax, by - ay), Math.hypot(dx - cx, dy - cy))
  const seconds = ticks / around.clip.framesPerSecond
  const allowed = (apartMost + apartPerSecond * seconds) * Math.max(sizeA, sizeB)
  const share = apart / allowed
  return share <= 1 ? share : null
}

/** Of the trails that begin soon after one ends, the one that begins closest to where it ended. */
function continuationOf(end: Seen, later: readonly Seen[], around: Surroundings): Seen | null {
  let best: Seen | null = null
  let least = Number.POSITIVE_INFINITY
  for (const other of later) {
    if (!end.sure && !other.sure) continue
    const share = farness(end, other, around)
    if (share === null || share >= least) continue
    least = share
    best = other
  }
  return best
}

/** The path with the way from its last sighting to a first one: straight but for the camera, and growing in the middle. */
function heldUntil({ path, sighting: a }: Seen, { sighting: b }: Seen, around: Surroundings): CoverPath {
  const from = stabilisedCentre(a.cover, a.frame, around)
  const to = stabilisedCentre(b.cover, b.frame, around)
  const span = around.ticks(b.frame) - around.ticks(a.frame)
  const boxes = path.boxes.slice(0, a.frame + 1 - path.fromFrame)
  for (let frame = a.frame + 1; frame < b.frame; frame++) {
    const share = (around.ticks(frame) - around.ticks(a.frame)) / span
    const mix = (start: number, end: number): number => start + (end - start) * share
    const size: Box = [0, 0, mix(a.cover[2], b.cover[2]), mix(a.cover[3], b.cover[3])]
    const course = placed([mix(from[0], to[0]), mix(from[1], to[1])], size, frame, around)
    const way = keptInPicture(grownBox(course, grownAfter(span) * 4 * share * (1 - share)), around.clip)
    const held = path.boxes[frame - path.fromFrame]
    boxes.push(held ? boxUnion(held, way) : way)
  }
  return { ...path, boxes: [...boxes, ...path.boxes.slice(boxes.length)] }
}

/** Those that begin in `[from, until)`, of a list sorted by beginning. */
function beginningBetween(sorted: readonly Seen[], from: number, until: number): readonly Seen[] {
  const firstFrom = (frame: number): number => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.sighting.frame ?? 0) < frame) low = middle + 1
      else high = middle
    }
    return low
  }
  return sorted.slice(firstFrom(from), firstFrom(until))
}

/**
 * Holds paths until something is first seen about where they were last seen, at most `longest` frames later and more for
 * small things: lost and found again stays hidden on the way, without claiming that both are one person. Those that leave
 * the picture are not held. In the order given.
 */
export function heldUntilFound(
  paths: readonly TrailPath[],
  longest: number,
  around: Surroundings,
): readonly CoverPath[] {
  const sorted = paths
    .flatMap((one) => seenOf(one, 'first', around) ?? [])
    .sort((a, b) => a.sighting.frame - b.sighting.frame || a.sighting.core[0] - b.sighting.core[0])
  return paths.map((one) => {
    const end = seenOf(one, 'last', around)
    const last = one.path.boxes.at(-1)
    if (!end || !last || touchesBorder(last, around.clip)) return one.path
    const { frame, core } = end.sighting
    const patience = longest * (1 + smallPatience * smallness(core))
    const next = continuationOf(end, beginningBetween(sorted, frame + 1, frame + patience + 1), around)
    return next ? heldUntil(end, next, around) : one.path
  })
}
