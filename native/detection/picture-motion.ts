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
const phases = makeComplex(side * side)

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
  for (let at = 0; at < re.length; at += 1) {
    const mirrored = ((side - Math.floor(at / side)) % side) * side + ((side - (at % side)) % side)
    const [gRe, gIm, mRe, mIm] = [re[at] ?? 0, im[at] ?? 0, re[mirrored] ?? 0, im[mirrored] ?? 0]
    const [aRe, aIm] = [(gRe + mRe) / 2, (gIm - mIm) / 2]
    const [bRe, bIm] = [(gIm + mIm) / 2, (mRe - gRe) / 2]
    const [pRe, pIm] = [bRe * aRe + bIm * aIm, bIm * aRe - bRe * aIm]
    // Math.hypot guards against overflow, which cannot be here, and takes ten times as long.
    const length = Math.sqrt(pRe * pRe + pIm * pIm) + 1e-3
    phases.re[at] = pRe / length
    phases.im[at] = pIm / length
  }
  re.set(phases.re)
  im.set(phases.im)
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
  const corners = cornersOf(moveX - wholeX, moveY - wholeY)
  const rows = { fromX, untilX, fromY, untilY, shift: wholeY * width + wholeX }
  return outcomeOf(sumsOf(before, after.values, { ...rows, corners, light }), count)
}

type Corners = readonly [number, number, number, number]

function cornersOf(x: number, y: number): Corners {
  return [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y]
}

/** A difference of so many standard deviations counts half in the step: what moves on its own differs by more. */
const half = 0.3 ** 2

/** What is compared: pixels of the first thumbnail, how far on the second's lie in memory, and how it is lit. */
type Overlap = {
  readonly fromX: number
  readonly untilX: number
  readonly fromY: number
  readonly untilY: number
  readonly shift: number
  readonly corners: Corners
  readonly light: Light
}

/** Sums over the overlap: both brightnesses and their products; slopes, their products, and those with the difference. */
type Sums = {
  readonly [name in 'a' | 'b' | 'aa' | 'bb' | 'ab' | 'xx' | 'xy' | 'yy' | 'xr' | 'yr']: number
}

function sumsOf(before: Thumbnail, after: Float32Array, overlap: Overlap): Sums {
  const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0, xx: 0, xy: 0, yy: 0, xr: 0, yr: 0 }
  for (let y = overlap.fromY; y < overlap.untilY; y += 1) addRow(sums, before, after, { ...overlap, y })
  return sums
}

/**
 * Adds a row. Sees every pixel some ten times a frame, so everything is in local variables; rows are functions of their
 * own because V8 leaves a long loop that it compiled while it ran over and over again.
 */
function addRow(
  sums: { -readonly [name in keyof Sums]: number },
  { width, values, slopesX, slopesY }: Thumbnail,
  after: Float32Array,
  { fromX, untilX, shift, corners, light, y }: Overlap & { readonly y: number },
): void {
  const [upperLeft, upperRight, lowerLeft, lowerRight] = corners
  const { gain, offset } = light
  let { a, b, aa, bb, ab, xx, xy, yy, xr, yr } = sums
  const end = y * width + untilX
  for (let at = y * width + fromX; at < end; at += 1) {
    const there = at + shift
    const seen =
      upperLeft * (after[there] as number) +
      upperRight * (after[there + 1] as number) +
      lowerLeft * (after[there + width] as number) +
      lowerRight * (after[there + width + 1] as number)
    const value = values[at] as number
    a += value
    b += seen
    aa += value * value
    bb += seen * seen
    ab += value * seen
    const [slopeX, slopeY] = [slopesX[at] as number, slopesY[at] as number]
    const off = seen * gain + offset - value
    const weight = half / (half + off * off)
    xx += weight * slopeX * slopeX
    xy += weight * slopeX * slopeY
    yy += weight * slopeY * slopeY
    xr += weight * slopeX * off
    yr += weight * slopeY * off
  }
  Object.assign(sums, { a, b, aa, bb, ab, xx, xy, yy, xr, yr })
}

function outcomeOf({ a, b, aa, bb, ab, xx, xy, yy, xr, yr }: Sums, count: number): Comparison {
  const [spreadA, spreadB] = [aa - (a * a) / count, bb - (b * b) / count]
  const differ = spreadA * spreadB > 0
  const likeness = differ ? (ab - (a * b) / count) / Math.sqrt(spreadA * spreadB) : 0
  const gain = differ ? Math.sqrt(spreadA / spreadB) : 1
  const light = { gain, offset: (a - b * gain) / count }
  const determinant = xx * yy - xy * xy
  // Without slopes in two directions nothing can be said of a step.
  if (!(determinant > 1e-4 * (xx + yy) ** 2)) return { likeness, stepX: 0, stepY: 0, light }
  const stepX = -(yy * xr - xy * yr) / determinant
  const stepY = -(xx * yr - xy * xr) / determinant
  const limit = 2 / Math.max(2, Math.hypot(stepX, stepY))
  return { likeness, stepX: stepX * limit, stepY: stepY * limit, light }
}
