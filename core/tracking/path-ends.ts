import { grownBox, insidePicture } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { median } from './camera-motion.ts'
import { boxLength } from './motion.ts'
import { pulledToBorder, touchesBorder } from './picture-border.ts'
import { type Sighting, usualScale } from './sightings.ts'
import { lookFrom, type Surroundings } from './surroundings.ts'
import { grownAfter, padded, placed, speedAt, stabilisedCentre, unsteadinessAt } from './trail-shape.ts'

/** One end of a trail: its last sighting there, and which way it goes on in time. */
export type TrailEnd = {
  readonly sightings: readonly Sighting[]
  readonly position: number
  readonly step: 1 | -1
  /** How long the end stays hidden at least. */
  readonly holdTicks: number
}

/** Ticks after which an extrapolated motion has used up about two thirds of its reach. */
const coasting = 12
/** An end that moves out of the picture is followed for at most this long. */
const exitSeconds = 1
/** Slower than this, in face sizes per tick, is standing still. */
const standingStill = 0.01

/** Ticks up to the next look beyond an end that could see the thing: what happened until then nobody knows. */
function ticksToNextLook(anchor: Sighting, scale: number, step: 1 | -1, around: Surroundings): number {
  const { looks, ticks, clip } = around
  let at = lookFrom(looks, anchor.frame) + step
  for (let look = looks[at]; look; look = looks[at]) {
    const away = Math.abs(look.tick - ticks(anchor.frame))
    if (look.scale >= scale || away > clip.framesPerSecond) return Math.min(away, clip.framesPerSecond)
    at += step
  }
  return 0
}

/** How long an end is held: over frames that could not be examined, and then as long again. */
function heldTicks(frame: number, step: 1 | -1, hold: number, around: Surroundings): number {
  const anchor = around.ticks(frame)
  let limit = hold
  for (const [from, until] of step === 1 ? around.failed : around.failed.toReversed()) {
    const near = step * (around.ticks(step === 1 ? from : until - 1) - anchor)
    const far = step * (around.ticks(step === 1 ? until - 1 : from) - anchor)
    if (far > 0 && near <= limit) limit = Math.max(limit, far + hold)
  }
  // A hair more: times are sums of fractions.
  return limit + 1e-6
}

/**
 * Boxes beyond an end of a trail, outwards from its last sighting: carried on by a speed that dies away, and growing,
 * since lost means still hidden. An end that moves over the picture's border is followed until it is gone.
 */
export function extendedEnd(end: TrailEnd, around: Surroundings): readonly Box[] {
  const anchor = end.sightings[end.position]
  if (!anchor) return []
  const { clip, scene, ticks } = around
  const speed = speedAt(end.sightings, end.position, around)
  const near = end.sightings.slice(Math.max(0, end.position - 2), end.position + 3)
  const size: Box = [
    0,
    0,
    Math.max(anchor.cover[2], median(near.map((sighting) => sighting.cover[2]))),
    Math.max(anchor.cover[3], median(near.map((sighting) => sighting.cover[3]))),
  ]
  const [x, y] = stabilisedCentre(anchor.cover, anchor.frame, around)
  const unseen = ticksToNextLook(anchor, usualScale(near), end.step, around)
  const held = heldTicks(anchor.frame, end.step, Math.max(end.holdTicks, unseen), around)
  const moves = Math.hypot(speed[0], speed[1]) > standingStill * boxLength(size)
  const exit = moves ? exitSeconds * clip.framesPerSecond : 0
  const stray = unsteadinessAt(end.sightings, end.position, around)
  const boxes: Box[] = []
  for (let frame = anchor.frame + end.step; frame >= scene.fromFrame && frame < scene.untilFrame; frame += end.step) {
    const away = Math.abs(ticks(frame) - ticks(anchor.frame))
    const full = end.step * away
    const leaving = placed([x + speed[0] * full, y + speed[1] * full], size, frame, around)
    if (away > held && !(away <= exit && touchesBorder(leaving, clip))) break
    const coasted = end.step * coasting * (1 - Math.exp(-away / coasting))
    const carried = placed([x + speed[0] * coasted, y + speed[1] * coasted], size, frame, around)
    const box = pulledToBorder(padded(grownBox(carried, grownAfter(away)), stray), clip)
    if (insidePicture(box, clip) === null) break
    boxes.push(box)
  }
  return boxes
}
