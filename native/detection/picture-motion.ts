import type { Point } from '../../core/geometry/shape.ts'
import { fourierTable, invertGrid, makeComplex, transformGrid } from '../../kernels/index.ts'
import type { Thumbnail } from './thumbnails.ts'

/** How two thumbnails go together. */
export type PictureMotion = {
  /** What content at (x, y) of the first has moved by, in thumbnail pixels. */
  readonly move: Point
  /** Correlation of what both show, after the move: 1 the same, about 0 nothing in common. */
  readonly likeness: number
}

/** Correlation is measured on a square grid of so many cells a side. */
const side = 64
const table = fourierTable(side)
const grid = makeComplex(side * side)

/** Fades out towards the edges (Hann), where what leaves and enters would be mistaken for a move by 0. */
const fade = Float32Array.from({ length: side }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / side))

/** At least this share of the picture must be seen in both for a move to be believed. */
const leastShared = 0.5

const still: Point = [0, 0]

/**
 * The displacement of the picture's content from one thumbnail to another: phase correlation (Kuglin and Hines 1975) finds
 * it to a cell, least squares on the brightness (Lucas and Kanade 1981), in which what moves on its own counts little, to a
 * few hundredths of a pixel. Thumbnails of one size.
 */
export function motionBetween(before: Thumbnail, after: Thumbnail): PictureMotion {
  if (!before.hasContent || !after.hasContent) return { move: still, likeness: 0 }
  const stay = refined(before, after, still)
  // Nothing to find by correlation where staying already explains it.
  if (stay.likeness > 0.97 && Math.hypot(...stay.move) < 1) return stay
  const moved = refined(before, after, correlated(before, after))
  return moved.likeness > stay.likeness ? moved : stay
}

/** The displacement by phase correlation, to a cell of the grid. */
function correlated(before: Thumbnail, after: Thumbnail): Point {
  shrinkInto(grid.re, before)
  shrinkInto(grid.im, after)
  transformGrid(grid, table)
  crossPower()
  invertGrid(grid, table)
  let best = 0
  for (let at = 1; at < side * side; at += 1) if ((grid.re[at] ?? 0) > (grid.re[best] ?? 0)) best = at
  const [cellX, cellY] = [best % side, Math.floor(best / side)]
  const signed = (cell: number) => (cell >= side / 2 ? cell - side : cell)
  return [(signed(cellX) * before.width) / side, (signed(cellY) * before.height) / side]
}

/** A thumbnail on the square grid, faded out at its edges. */
function shrinkInto(cells: Float32Array, { width, height, values }: Thumbnail): void {
  cells.fill(0)
  const [perX, perY] = [width / side, height / side]
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / perY)
    const share = (fade[row] ?? 0) / (perX * perY)
    for (let x = 0; x < width; x += 1, at += 1) {
      const column = Math.floor(x / perX)
      const cell = row * side + column
      cells[cell] = (cells[cell] ?? 0) + (values[at] ?? 0) * share * (fade[column] ?? 0)
    }
  }
}

/**
 * Replaces the spectrum of `before + i after` by the phases of the cross power spectrum. The two real pictures' spectra A, B
 * come out of the one: A(k) = (G(k) + G*(-k)) / 2, B(k) = (G(k) - G*(-k)) / 2i.
 */
function crossPower(): void {
  const { re, im } = grid
  const [outRe, outIm] = [new Float32Array(re.length), new Float32Array(re.length)]
  for (let at = 0; at < re.length; at += 1) {
    const mirrored = ((side - Math.floor(at / side)) % side) * side + ((side - (at % side)) % side)
    const [gRe, gIm, mRe, mIm] = [re[at] ?? 0, im[at] ?? 0, re[mirrored] ?? 0, im[mirrored] ?? 0]
    const [aRe, aIm] = [(gRe + mRe) / 2, (gIm - mIm) / 2]
    const [bRe, bIm] = [(gIm + mIm) / 2, (mRe - gRe) / 2]
    const [pRe, pIm] = [bRe * aRe + bIm * aIm, bIm * aRe - bRe * aIm]
    const length = Math.hypot(pRe, pIm) + 1e-3
    outRe[at] = pRe / length
    outIm[at] = pIm / length
  }
  re.set(outRe)
  im.set(outIm)
}

const mostSteps = 8
const enough = 0.01

/** Improves a displacement step by step; with its likeness. What leaves the plausible answers as it came. */
function refined(before: Thumbnail, after: Thumbnail, start: Point): PictureMotion {
  let move = start
  let measured = compare(before, after, move, sameLight)
  for (let step = 0; step < mostSteps; step += 1) {
    const next: Point = [move[0] + measured.stepX, move[1] + measured.stepY]
    const there = compare(before, after, next, measured.light)
    // The step is not the one that likeness alone would take, so close to the end likeness may fall a little.
    if (!(there.likeness > measured.likeness - 0.001)) break
    const far = Math.hypot(measured.stepX, measured.stepY)
    move = next
    measured = there
    if (far < enough) break
  }
  return { move, likeness: measured.likeness }
}

/** What makes the second picture as bright as the first: `value * gain + offset`. */
type Light = { readonly gain: number; readonly offset: number }
const sameLight: Light = { gain: 1, offset: 0 }

type Comparison = { readonly likeness: number; readonly stepX: number; readonly stepY: number; readonly light: Light }
const apart: Comparison = { likeness: -1, stepX: 0, stepY: 0, light: sameLight }

/**
 * Likeness of `before` and of `after` moved back by `move`, where they overlap, and the step that would make them more
 * alike.
 */
function compare(before: Thumbnail, after: Thumbnail, [moveX, moveY]: Point, light: Light): Comparison {
  const { width, height } = before
  const [wholeX, wholeY] = [Math.floor(moveX), Math.floor(moveY)]
  const [fromX, untilX] = [Math.max(1, 1 - wholeX), Math.min(width - 2, width - 2 - wholeX)]
  const [fromY, untilY] = [Math.max(1, 1 - wholeY), Math.min(height - 2, height - 2 - wholeY)]
  const count = (untilX - fromX) * (untilY - fromY)
  if (untilX <= fromX || untilY <= fromY || count < leastShared * width * height) return apart
  const sums = new Sums(light)
  const weights = cornersOf(moveX - wholeX, moveY - wholeY)
  for (let y = fromY; y < untilY; y += 1) {
    for (let x = fromX, at = y * width + fromX; x < untilX; x += 1, at += 1) {
      sums.add(before.values, at, sampled(after.values, at + wholeY * width + wholeX, width, weights), width)
    }
  }
  return sums.outcome(count)
}

type Corners = readonly [number, number, number, number]

function cornersOf(x: number, y: number): Corners {
  return [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y]
}

function sampled(values: Float32Array, at: number, width: number, [a, b, c, d]: Corners): number {
  return (
    a * (values[at] ?? 0) +
    b * (values[at + 1] ?? 0) +
    c * (values[at + width] ?? 0) +
    d * (values[at + width + 1] ?? 0)
  )
}

/** A difference of so many standard deviations counts half in the step: what moves on its own differs by more. */
const half = 0.3 ** 2

/** Running sums of a comparison. */
class Sums {
  #a = 0
  #b = 0
  #aa = 0
  #bb = 0
  #ab = 0
  #xx = 0
  #xy = 0
  #yy = 0
  #xr = 0
  #yr = 0
  readonly #light: Light

  constructor(light: Light) {
    this.#light = light
  }

  add(before: Float32Array, at: number, seen: number, width: number): void {
    const value = before[at] ?? 0
    this.#a += value
    this.#b += seen
    this.#aa += value * value
    this.#bb += seen * seen
    this.#ab += value * seen
    const slopeX = ((before[at + 1] ?? 0) - (before[at - 1] ?? 0)) / 2
    const slopeY = ((before[at + width] ?? 0) - (before[at - width] ?? 0)) / 2
    const off = seen * this.#light.gain + this.#light.offset - value
    const weight = half / (half + off * off)
    this.#xx += weight * slopeX * slopeX
    this.#xy += weight * slopeX * slopeY
    this.#yy += weight * slopeY * slopeY
    this.#xr += weight * slopeX * off
    this.#yr += weight * slopeY * off
  }

  outcome(count: number): Comparison {
    const shared = this.#ab - (this.#a * this.#b) / count
    const own = (this.#aa - (this.#a * this.#a) / count) * (this.#bb - (this.#b * this.#b) / count)
    const likeness = own > 0 ? shared / Math.sqrt(own) : 0
    const gain = own > 0 ? Math.sqrt((this.#aa - this.#a ** 2 / count) / (this.#bb - this.#b ** 2 / count)) : 1
    const light = { gain, offset: (this.#a - this.#b * gain) / count }
    const determinant = this.#xx * this.#yy - this.#xy * this.#xy
    // Without slopes in two directions nothing can be said of a step.
    if (!(determinant > 1e-4 * (this.#xx + this.#yy) ** 2)) return { likeness, stepX: 0, stepY: 0, light }
    const stepX = -(this.#yy * this.#xr - this.#xy * this.#yr) / determinant
    const stepY = -(this.#xx * this.#yr - this.#xy * this.#xr) / determinant
    const limit = 2 / Math.max(2, Math.hypot(stepX, stepY))
    return { likeness, stepX: stepX * limit, stepY: stepY * limit, light }
  }
}
