import { boxCentre } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { type Camera, toPicture, toStable } from './camera.ts'

/**
 * Where a face is thought to be and how fast it moves: four independent Kalman filters of constant velocity, over the
 * centre's x and y (stabilised pixels: camera motion taken out) and the logarithms of width and height. Time is in
 * ticks, one mean frame each. Changed in place.
 */
export type Motion = {
  readonly place: Float64Array
  readonly rate: Float64Array
  readonly placeVariance: Float64Array
  readonly covariance: Float64Array
  readonly rateVariance: Float64Array
}

/** Standard deviation of a detected centre, as share of the face's size. */
const placeNoise = 0.08
/** Standard deviation of a detected size's logarithm: passes at several scales differ by about this much. */
const sizeNoise = 0.14
/** Random acceleration, shares of the size per tick^1.5: a head that starts to walk within some frames. */
const placeDrift = 0.03
const sizeDrift = 0.015
/** What is thought of the velocity of a face seen once, shares of the size per tick. */
const firstRate = 0.1
const firstSizeRate = 0.02

/** Typical length of a box: the side of the square of its area. */
export function boxLength(box: Box): number {
  return Math.sqrt(box[2] * box[3])
}

/** Side of the square of the predicted box's area, in pixels. */
export function motionLength(motion: Motion): number {
  return Math.exp(((motion.place[2] ?? 0) + (motion.place[3] ?? 0)) / 2)
}

function measured(box: Box, camera: Camera): readonly [number, number, number, number] {
  const [x, y] = toStable(boxCentre(box), camera)
  return [x, y, Math.log(box[2]), Math.log(box[3])]
}

/** Starts from one box; `camera` is how the camera has moved the picture by then. */
export function startMotion(box: Box, camera: Camera): Motion {
  const length = boxLength(box)
  const place = (placeNoise * length) ** 2
  const rate = (firstRate * length) ** 2
  return {
    place: Float64Array.from(measured(box, camera)),
    rate: new Float64Array(4),
    placeVariance: Float64Array.of(place, place, sizeNoise ** 2, sizeNoise ** 2),
    covariance: new Float64Array(4),
    rateVariance: Float64Array.of(rate, rate, firstSizeRate ** 2, firstSizeRate ** 2),
  }
}

/** Moves on by `ticks` (above 0): the uncertainty grows. */
export function predictMotion(motion: Motion, ticks: number): void {
  const { place, rate, placeVariance, covariance, rateVariance } = motion
  const drift = (placeDrift * motionLength(motion)) ** 2
  for (let axis = 0; axis < 4; axis++) {
    const noise = axis < 2 ? drift : sizeDrift ** 2
    const speed = rate[axis] ?? 0
    const cross = covariance[axis] ?? 0
    const speedVariance = rateVariance[axis] ?? 0
    place[axis] = (place[axis] ?? 0) + speed * ticks
    placeVariance[axis] =
      (placeVariance[axis] ?? 0) + 2 * ticks * cross + ticks ** 2 * speedVariance + (noise * ticks ** 3) / 3
    covariance[axis] = cross + ticks * speedVariance + (noise * ticks ** 2) / 2
    rateVariance[axis] = speedVariance + noise * ticks
  }
}

/** Ticks over which an unseen face is thought to keep most of its speed: people stop, turn and sway. */
const coasting = 20

/** Lets the speed die away over `ticks`, for a face that a look has missed. */
export function coastMotion(motion: Motion, ticks: number): void {
  const share = Math.exp(-ticks / coasting)
  for (const [axis, rate] of motion.rate.entries()) motion.rate[axis] = rate * share
}

/** Takes a sighting in. */
export function updateMotion(motion: Motion, box: Box, camera: Camera): void {
  const { place, rate, placeVariance, covariance, rateVariance } = motion
  const length = boxLength(box)
  const values = measured(box, camera)
  for (const [axis, value] of values.entries()) {
    const noise = axis < 2 ? (placeNoise * length) ** 2 : sizeNoise ** 2
    const variance = placeVariance[axis] ?? 0
    const cross = covariance[axis] ?? 0
    const total = variance + noise
    const surprise = value - (place[axis] ?? 0)
    place[axis] = (place[axis] ?? 0) + (variance / total) * surprise
    rate[axis] = (rate[axis] ?? 0) + (cross / total) * surprise
    placeVariance[axis] = (variance * noise) / total
    covariance[axis] = (cross * noise) / total
    rateVariance[axis] = (rateVariance[axis] ?? 0) - (cross * cross) / total
  }
}

/** Where the box should be, in picture coordinates. */
export function predictedBox(motion: Motion, camera: Camera): Box {
  const width = Math.exp(motion.place[2] ?? 0)
  const height = Math.exp(motion.place[3] ?? 0)
  const [x, y] = toPicture([motion.place[0] ?? 0, motion.place[1] ?? 0], camera)
  return [x - width / 2, y - height / 2, width, height]
}

/** How badly a box fits a prediction. */
export type Misfit = {
  /** Squared distance in standard deviations, all four axes together. */
  readonly distance: number
  /** Distance of the centres, in face sizes (the larger of the two). */
  readonly apart: number
  /** Difference of the logarithms of the sizes (side of the square of the area). */
  readonly resized: number
  /** How vague the prediction is: 0 for the accuracy of one detection, rising with the logarithm of its area. */
  readonly vagueness: number
}

/** Compares a box with the prediction. */
export function misfit(motion: Motion, box: Box, camera: Camera): Misfit {
  const length = boxLength(box)
  const values = measured(box, camera)
  const noise = (placeNoise * length) ** 2
  const off = values.map((value, axis) => value - (motion.place[axis] ?? 0))
  const [dx = 0, dy = 0, dw = 0, dh = 0] = off
  const spread = (axis: number): number => (motion.placeVariance[axis] ?? 0) + (axis < 2 ? noise : sizeNoise ** 2)
  const distance = dx ** 2 / spread(0) + dy ** 2 / spread(1) + dw ** 2 / spread(2) + dh ** 2 / spread(3)
  return {
    distance,
    apart: Math.hypot(dx, dy) / Math.max(length, motionLength(motion)),
    resized: Math.abs(dw + dh) / 2,
    vagueness: Math.log((spread(0) * spread(1)) / noise ** 2),
  }
}
