import { boxCentre, boxUnion } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { toPicture, toStable } from './camera.ts'
import { median } from './camera-motion.ts'
import { boxLength } from './motion.ts'
import type { Sighting } from './sightings.ts'
import { smallness } from './smallness.ts'
import type { Surroundings } from './surroundings.ts'

/** Speed of a centre in stabilised pixels per tick. */
export type Speed = readonly [x: number, y: number]

/** Standard deviation of a detected centre as share of its size: speeds below what it explains are damped. */
const placeNoise = 0.08
/** Sightings on each side and the ticks over which a speed is judged. */
const reachSightings = 4
const reachTicks = 20
/** No face is believed to move by more than this share of its size per tick. */
const fastest = 0.25

/** How much a box grows on each side per tick without a sighting, as a share of its size, and at most. */
const growthPerTick = 0.009
const growthMost = 0.25

/** Share of its size that a box grows on each side after `ticks` without a sighting. */
export function grownAfter(ticks: number): number {
  return Math.min(growthPerTick * ticks, growthMost)
}

/** Box of `size`'s width and height around a stabilised centre, in picture coordinates of a frame. */
export function placed(centre: readonly [number, number], size: Box, frame: number, around: Surroundings): Box {
  const [x, y] = toPicture(centre, around.camera(frame))
  return [x - size[2] / 2, y - size[3] / 2, size[2], size[3]]
}

/** Centre of a box with the camera's motion taken out. */
export function stabilisedCentre(box: Box, frame: number, around: Surroundings): readonly [number, number] {
  return toStable(boxCentre(box), around.camera(frame))
}

/** A straight line in time through the centres of a sighting and its neighbours. */
type Line = {
  /** Where it is at the sighting, in stabilised pixels. */
  readonly centre: readonly [number, number]
  readonly slope: Speed
  /** Sum of squared ticks from their mean: how well the slope is known. */
  readonly spread: number
}

function neighbours(sightings: readonly Sighting[], position: number, around: Surroundings): readonly Sighting[] {
  const here = sightings[position]
  if (!here) return []
  const now = around.ticks(here.frame)
  return sightings
    .slice(Math.max(0, position - reachSightings), position + reachSightings + 1)
    .filter((sighting) => Math.abs(around.ticks(sighting.frame) - now) <= reachTicks)
}

/** Least squares; a level line where all neighbours are at one tick. */
function lineAt(sightings: readonly Sighting[], position: number, around: Surroundings): Line {
  const now = around.ticks(sightings[position]?.frame ?? 0)
  const near = neighbours(sightings, position, around).map((sighting) => ({
    tick: around.ticks(sighting.frame) - now,
    centre: stabilisedCentre(sighting.core, sighting.frame, around),
  }))
  const mean = (of: (point: (typeof near)[number]) => number): number =>
    near.reduce((sum, point) => sum + of(point), 0) / Math.max(1, near.length)
  const tick = mean((point) => point.tick)
  const spread = near.reduce((sum, point) => sum + (point.tick - tick) ** 2, 0)
  const middle = [mean((point) => point.centre[0]), mean((point) => point.centre[1])] as const
  const slope = (axis: 0 | 1): number =>
    near.reduce((sum, point) => sum + (point.tick - tick) * (point.centre[axis] - middle[axis]), 0) /
    Math.max(spread, 1e-9)
  const [x, y] = [slope(0), slope(1)]
  return { centre: [middle[0] - x * tick, middle[1] - y * tick], slope: [x, y], spread }
}

/**
 * Speed at a sighting: the slope of a straight line through its neighbours, damped towards 0 by how much of it the
 * detector's noise explains, and never beyond a quarter of the face per tick.
 */
export function speedAt(sightings: readonly Sighting[], position: number, around: Surroundings): Speed {
  const here = sightings[position]
  if (!here) return [0, 0]
  const { slope, spread } = lineAt(sightings, position, around)
  if (spread === 0) return [0, 0]
  const length = boxLength(here.core)
  const noise = (placeNoise * length) ** 2 / spread
  const squared = slope[0] ** 2 + slope[1] ** 2
  const damping = squared / (squared + 2 * noise)
  const limited = Math.min(1, (fastest * length) / Math.max(Math.sqrt(squared) * damping, 1e-9))
  return [slope[0] * damping * limited, slope[1] * damping * limited]
}

/** A box shorter or narrower than this share of its neighbours' is thought to be cut by something in front. */
const cutShare = 0.85
/** How much of the neighbours' size is then covered (of small ones always their whole size), and from how many neighbours on. */
const steadyShare = 0.9
const steadyNeighbours = 5

/**
 * Sightings whose covers are not cut short: where something passes in front of a face, detectors box what they still
 * see of it, and miss the rest that shows on the other side. Such covers are united with a box of the usual size on the
 * trail's course. So are those of small things, the smaller the more: the few pixels by which boxes jitter are a large
 * share of them.
 */
export function steadied(sightings: readonly Sighting[], around: Surroundings): readonly Sighting[] {
  return sightings.map((sighting, position) => {
    const near = neighbours(sightings, position, around)
    const width = median(near.map((one) => one.cover[2]))
    const height = median(near.map((one) => one.cover[3]))
    const { cover, frame } = sighting
    const whole = cover[2] >= cutShare * width && cover[3] >= cutShare * height
    const share = Math.max(whole ? 0 : steadyShare, smallness([0, 0, width, height]))
    if (share === 0 || near.length < steadyNeighbours) return sighting
    const usual: Box = [0, 0, share * width, share * height]
    return {
      ...sighting,
      cover: boxUnion(cover, placed(lineAt(sightings, position, around).centre, usual, frame, around)),
    }
  })
}

/** Sightings on each side over which unsteadiness is judged. */
const unsteadyReach = 5

/**
 * How far sightings lie from the straight line between their neighbours, beyond what the detector's noise explains:
 * root mean square around a sighting, in pixels, per axis. This much a face may also stray between two looks: a shaking
 * camera moves faster than a stride follows, unless its motion was measured.
 */
export function unsteadinessAt(sightings: readonly Sighting[], position: number, around: Surroundings): Speed {
  const sums: [number, number] = [0, 0]
  let count = 0
  const until = Math.min(sightings.length - 1, position + unsteadyReach + 1)
  for (let at = Math.max(1, position - unsteadyReach); at < until; at++) {
    const [before, here, after] = [sightings[at - 1], sightings[at], sightings[at + 1]]
    if (!before || !here || !after) continue
    const span = around.ticks(after.frame) - around.ticks(before.frame)
    const share = (around.ticks(here.frame) - around.ticks(before.frame)) / span
    for (const axis of [0, 1] as const) {
      const middle = ({ core, frame }: Sighting): number => toStable(boxCentre(core), around.measured(frame))[axis]
      sums[axis] += (middle(here) - middle(before) * (1 - share) - middle(after) * share) ** 2
    }
    count++
  }
  if (count < 2) return [0, 0]
  const noise = 1.5 * (placeNoise * boxLength(sightings[position]?.core ?? [0, 0, 0, 0])) ** 2
  return [Math.sqrt(Math.max(0, sums[0] / count - noise)), Math.sqrt(Math.max(0, sums[1] / count - noise))]
}

/** Adds pixels on each side, at most a whole box. */
export function padded(box: Box, pixels: Speed): Box {
  const dx = Math.min(box[2], pixels[0])
  const dy = Math.min(box[3], pixels[1])
  return [box[0] - dx, box[1] - dy, box[2] + 2 * dx, box[3] + 2 * dy]
}
