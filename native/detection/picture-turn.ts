import type { Point } from '../../core/geometry/shape.ts'
import type { Thumbnail } from './thumbnails.ts'

/** How two thumbnails go together when the picture may also have turned about its middle. */
export type TurnedMotion = {
  /** What its middle has moved by, in thumbnail pixels. */
  readonly move: Point
  /** By how much it turned, in radians, clockwise. */
  readonly turn: number
}

const mostSteps = 8
/** Steps under this many thumbnail pixels at the picture's sides change nothing. */
const enough = 0.01
/** No further than this in one step, in thumbnail pixels. */
const longestStep = 2
/** Nobody's camera turns by more from one frame to the next. */
const mostTurn = 0.15
/** By how much of what was left unexplained turning must better explain the picture. */
const leastGain = 0.02
/** At least this share of the picture must be seen in both. */
const leastShared = 0.4
/** A difference of so many standard deviations counts half in the step: what moves on its own differs by more. */
const half = 0.3 ** 2

/** A move and a turn, with the normal equations of the next step. */
type Fit = {
  readonly move: Point
  readonly turn: number
  /** Mean squared difference, each bounded: what moves on its own is a loss in any case. */
  readonly loss: number
  readonly sums: Sums
}

/** Weighted products of the three slopes (across, down, turning), then of each with the difference. */
type Sums = { readonly [name in 'xx' | 'xy' | 'xt' | 'yy' | 'yt' | 'tt' | 'xr' | 'yr' | 'tr']: number }

type Step = readonly [x: number, y: number, turn: number]

/**
 * Improves a displacement by least squares on the brightness (Lucas and Kanade 1981), a turn about the middle beside it:
 * cameras worn on the body roll with every step. `stretch` is how much more a thumbnail's pixel covers of the picture
 * downwards than across. Answers `start` without a turn where turning explains no more.
 */
export function turningBetween(before: Thumbnail, after: Thumbnail, start: Point, stretch: number): TurnedMotion {
  const still = fitted(before, after, { move: start, turn: 0 }, stretch)
  let best = still
  if (!best) return { move: start, turn: 0 }
  for (let step = 0; step < mostSteps; step += 1) {
    const [dx, dy, dTurn] = stepOf(best.sums, before.width)
    const turn = best.turn + dTurn
    if (Math.abs(turn) > mostTurn) break
    const next = fitted(before, after, { move: [best.move[0] + dx, best.move[1] + dy], turn }, stretch)
    if (!next || next.loss >= best.loss) break
    best = next
    if (Math.hypot(dx, dy, (dTurn * before.width) / 2) < enough) break
  }
  if (best === still || !(best.loss < (1 - leastGain) * (still?.loss ?? 0))) return { move: start, turn: 0 }
  return { move: best.move, turn: best.turn }
}

/** Every so many pixels are compared, each way: three numbers need no more. */
const apart = 2

function fitted(before: Thumbnail, after: Thumbnail, moved: TurnedMotion, stretch: number): Fit | null {
  const { width, height } = before
  const sums = { xx: 0, xy: 0, xt: 0, yy: 0, yt: 0, tt: 0, xr: 0, yr: 0, tr: 0, loss: 0, count: 0 }
  for (let y = 1; y < height - 1; y += apart) addRow(sums, before, after, { ...moved, stretch, y })
  const { loss, count } = sums
  return count * apart * apart < leastShared * width * height ? null : { ...moved, loss: loss / count, sums }
}

/** Adds a row; a function of its own because V8 leaves a long loop that it compiled while it ran over and over again. */
function addRow(
  sums: { -readonly [name in keyof Sums]: number } & { loss: number; count: number },
  { width, height, values, slopesX, slopesY }: Thumbnail,
  after: Thumbnail,
  { move, turn, stretch, y }: TurnedMotion & { readonly stretch: number; readonly y: number },
): void {
  let { xx, xy, xt, yy, yt, tt, xr, yr, tr, loss, count } = sums
  const middleX = (width - 1) / 2
  const armX = -(y - (height - 1) / 2) * stretch
  for (let x = 1; x < width - 1; x += apart) {
    const armY = (x - middleX) / stretch
    const seen = sampled(after, x + move[0] + turn * armX, y + move[1] + turn * armY)
    if (Number.isNaN(seen)) continue
    const at = y * width + x
    const [slopeX, slopeY] = [slopesX[at] as number, slopesY[at] as number]
    const slopeT = slopeX * armX + slopeY * armY
    const off = seen - (values[at] as number)
    const weight = half / (half + off * off)
    loss += off * off * weight
    count += 1
    xx += weight * slopeX * slopeX
    xy += weight * slopeX * slopeY
    xt += weight * slopeX * slopeT
    yy += weight * slopeY * slopeY
    yt += weight * slopeY * slopeT
    tt += weight * slopeT * slopeT
    xr += weight * slopeX * off
    yr += weight * slopeY * off
    tr += weight * slopeT * off
  }
  Object.assign(sums, { xx, xy, xt, yy, yt, tt, xr, yr, tr, loss, count })
}

/** Brightness between four pixels; NaN outside. */
function sampled({ width, height, values }: Thumbnail, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return Number.NaN
  const [shareX, shareY] = [x - left, y - top]
  const at = top * width + left
  const upper = (values[at] as number) * (1 - shareX) + (values[at + 1] as number) * shareX
  const lower = (values[at + width] as number) * (1 - shareX) + (values[at + width + 1] as number) * shareX
  return upper * (1 - shareY) + lower * shareY
}

/** Solves the three normal equations (Cramer's rule); no step where they do not determine it. */
function stepOf({ xx: a, xy: b, xt: c, yy: d, yt: e, tt: f, xr, yr, tr }: Sums, width: number): Step {
  const [p, q, r] = [-xr, -yr, -tr]
  const [m0, m1, m2] = [d * f - e * e, c * e - b * f, b * e - c * d]
  const determinant = a * m0 + b * m1 + c * m2
  if (!(determinant > 1e-6 * a * d * f)) return [0, 0, 0]
  const x = (m0 * p + m1 * q + m2 * r) / determinant
  const y = (m1 * p + (a * f - c * c) * q + (b * c - a * e) * r) / determinant
  const turn = (m2 * p + (b * c - a * e) * q + (a * d - b * b) * r) / determinant
  const limit = longestStep / Math.max(longestStep, Math.hypot(x, y, (turn * width) / 2))
  return [x * limit, y * limit, turn * limit]
}
