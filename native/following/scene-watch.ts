import { type Complex, fourierTable, invertGrid, type Kernels, makeComplex, type Plane } from '../../kernels/index.ts'
import { topBetween } from './correlation-filter.ts'

const side = 64
const area = side * side

/** Least height of the peak of a phase correlation that says the picture has moved so, rather than changed. */
const surePeak = 0.06

/** Pictures that have less in common than this, once moved onto each other, are of different scenes. */
const leastInCommon = 0.35

/** What one frame says of the whole picture, against the frame before. */
export type SceneStep = {
  /** How far what is seen has moved, in coded pixels; zeros where that cannot be told. */
  readonly dx: number
  readonly dy: number
  readonly newScene: boolean
}

/**
 * Watches the whole picture for moves of the camera and new scenes, on thumbnails, by phase correlation (Kuglin and
 * Hines 1975).
 */
export class SceneWatch {
  readonly #kernels: Kernels
  readonly #table = fourierTable(side)
  readonly #taper = Float32Array.from({ length: area }, (_, at) => bell(at % side) * bell(Math.floor(at / side)))
  readonly #cross = makeComplex(area)
  #before: { readonly thumbnail: Float32Array; readonly transform: Complex } | null = null

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** Takes the next frame. The first has nothing before it: it has not moved. */
  step(plane: Plane): SceneStep {
    const thumbnail = thumbnailOf(plane)
    const transform = makeComplex(area)
    const mean = thumbnail.reduce((sum, value) => sum + value, 0) / area
    for (let at = 0; at < area; at++) transform.re[at] = ((thumbnail[at] ?? 0) - mean) * (this.#taper[at] ?? 0)
    this.#kernels.transformGrid(transform, this.#table)
    const before = this.#before
    this.#before = { thumbnail, transform }
    if (!before) return { dx: 0, dy: 0, newScene: false }
    const { x, y, peak } = this.#shift(before.transform, transform)
    const moved = peak >= surePeak ? ([x, y] as const) : ([0, 0] as const)
    const common = Math.max(inCommon(before.thumbnail, thumbnail, moved), inCommon(before.thumbnail, thumbnail, [0, 0]))
    return {
      dx: (moved[0] * plane.width) / side,
      dy: (moved[1] * plane.height) / side,
      newScene: common < leastInCommon,
    }
  }

  #shift(before: Complex, after: Complex): { x: number; y: number; peak: number } {
    const { re, im } = this.#cross
    for (let at = 0; at < area; at++) {
      const a = after.re[at] ?? 0
      const b = after.im[at] ?? 0
      const c = before.re[at] ?? 0
      const d = before.im[at] ?? 0
      const real = a * c + b * d
      const imaginary = b * c - a * d
      const size = Math.sqrt(real * real + imaginary * imaginary) + 1e-3
      re[at] = real / size
      im[at] = imaginary / size
    }
    invertGrid(this.#cross, this.#table, this.#kernels.transformGrid)
    let best = 0
    for (let at = 1; at < area; at++) if ((re[at] ?? 0) > (re[best] ?? 0)) best = at
    const [column, row] = [best % side, Math.floor(best / side)]
    const value = (x: number, y: number): number => re[((y + side) % side) * side + ((x + side) % side)] ?? 0
    const peak = value(column, row)
    const x = column + topBetween(value(column - 1, row), peak, value(column + 1, row))
    const y = row + topBetween(value(column, row - 1), peak, value(column, row + 1))
    const signed = (at: number): number => (at > side / 2 ? at - side : at)
    return { x: signed(x), y: signed(y), peak }
  }
}

function bell(at: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / side)
}

/** A picture of 64 by 64: each cell the mean of samples four apart, or of all where there are few. */
function thumbnailOf({ data, stride, width, height }: Plane): Float32Array {
  const thumbnail = new Float32Array(area)
  const [stepX, stepY] = [Math.max(1, Math.min(4, width >> 8)), Math.max(1, Math.min(4, height >> 8))]
  for (let row = 0; row < side; row++) {
    const fromY = Math.min(height - 1, Math.floor((row * height) / side))
    const untilY = Math.max(fromY + 1, Math.floor(((row + 1) * height) / side))
    for (let column = 0; column < side; column++) {
      const fromX = Math.min(width - 1, Math.floor((column * width) / side))
      const untilX = Math.max(fromX + 1, Math.floor(((column + 1) * width) / side))
      let [sum, count] = [0, 0]
      for (let y = fromY; y < untilY; y += stepY) {
        for (let x = fromX; x < untilX; x += stepX, count++) sum += data[y * stride + x] ?? 0
      }
      thumbnail[row * side + column] = sum / count
    }
  }
  return thumbnail
}

/** Correlation of two thumbnails where they overlap once `b` is moved back by whole cells, -1 to 1. */
function inCommon(a: Float32Array, b: Float32Array, [x, y]: readonly [number, number]): number {
  const [right, down] = [Math.round(x), Math.round(y)]
  let [n, sumA, sumB, squaresA, squaresB, product] = [0, 0, 0, 0, 0, 0]
  for (let row = Math.max(0, -down); row < Math.min(side, side - down); row++) {
    for (let column = Math.max(0, -right); column < Math.min(side, side - right); column++) {
      const one = a[row * side + column] ?? 0
      const other = b[(row + down) * side + column + right] ?? 0
      n++
      sumA += one
      sumB += other
      squaresA += one * one
      squaresB += other * other
      product += one * other
    }
  }
  const [spreadA, spreadB] = [squaresA - (sumA * sumA) / n, squaresB - (sumB * sumB) / n]
  // Flat pictures, as of a covered lens, have nothing to be told apart by.
  if (spreadA < n || spreadB < n) return Math.abs(sumA - sumB) < 20 * n ? 1 : 0
  return (product - (sumA * sumB) / n) / Math.sqrt(spreadA * spreadB)
}
