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
  readonly sums: Float64Array
}

/** Places of the sums: products of the three slopes, then of each with the difference. */
const [xx, xy, xt, yy, yt, tt, xr, yr, tr] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const

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

function fitted(before: Thumbnail, after: Thumbnail, { move, turn }: TurnedMotion, stretch: number): Fit | null {
  const { width, height } = before
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const sums = new Float64Array(9)
  let [loss, count] = [0, 0]
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const [armX, armY] = [-(y - middleY) * stretch, (x - middleX) / stretch]
      const seen = sampled(after, x + move[0] + turn * armX, y + move[1] + turn * armY)
      if (seen === null) continue
      const at = y * width + x
      const off = seen - (before.values[at] ?? 0)
      const weight = half / (half + off * off)
      loss += off * off * weight
      count += 1
      addTo(sums, slopesAt(before, at, armX, armY), weight, off)
    }
  }
  return count < leastShared * width * height ? null : { move, turn, loss: loss / count, sums }
}

type Slopes = readonly [x: number, y: number, turn: number]

function slopesAt({ values, width }: Thumbnail, at: number, armX: number, armY: number): Slopes {
  const x = ((values[at + 1] ?? 0) - (values[at - 1] ?? 0)) / 2
  const y = ((values[at + width] ?? 0) - (values[at - width] ?? 0)) / 2
  return [x, y, x * armX + y * armY]
}

function addTo(sums: Float64Array, [x, y, t]: Slopes, weight: number, off: number): void {
  sums[xx] = (sums[xx] ?? 0) + weight * x * x
  sums[xy] = (sums[xy] ?? 0) + weight * x * y
  sums[xt] = (sums[xt] ?? 0) + weight * x * t
  sums[yy] = (sums[yy] ?? 0) + weight * y * y
  sums[yt] = (sums[yt] ?? 0) + weight * y * t
  sums[tt] = (sums[tt] ?? 0) + weight * t * t
  sums[xr] = (sums[xr] ?? 0) + weight * x * off
  sums[yr] = (sums[yr] ?? 0) + weight * y * off
  sums[tr] = (sums[tr] ?? 0) + weight * t * off
}

/** Brightness between four pixels; null outside. */
function sampled({ width, height, values }: Thumbnail, x: number, y: number): number | null {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return null
  const [shareX, shareY] = [x - left, y - top]
  const at = top * width + left
  const upper = (values[at] ?? 0) * (1 - shareX) + (values[at + 1] ?? 0) * shareX
  const lower = (values[at + width] ?? 0) * (1 - shareX) + (values[at + width + 1] ?? 0) * shareX
  return upper * (1 - shareY) + lower * shareY
}

/** Solves the three normal equations (Cramer's rule); no step where they do not determine it. */
function stepOf(sums: Float64Array, width: number): Slopes {
  const of = (at: number): number => sums[at] ?? 0
  const [a, b, c, d, e, f] = [of(xx), of(xy), of(xt), of(yy), of(yt), of(tt)]
  const [p, q, r] = [-of(xr), -of(yr), -of(tr)]
  const [m0, m1, m2] = [d * f - e * e, c * e - b * f, b * e - c * d]
  const determinant = a * m0 + b * m1 + c * m2
  if (!(determinant > 1e-6 * a * d * f)) return [0, 0, 0]
  const x = (m0 * p + m1 * q + m2 * r) / determinant
  const y = (m1 * p + (a * f - c * c) * q + (b * c - a * e) * r) / determinant
  const turn = (m2 * p + (b * c - a * e) * q + (a * d - b * b) * r) / determinant
  const limit = longestStep / Math.max(longestStep, Math.hypot(x, y, (turn * width) / 2))
  return [x * limit, y * limit, turn * limit]
}
