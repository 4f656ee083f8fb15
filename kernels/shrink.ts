import { checkPlane } from './kernels.ts'
import { clipBox, type PixelBox, type Plane } from './plane.ts'

/**
 * Part of a plane at a whole fraction of its size. Sample (0, 0) covers the plane's `factor` by `factor` samples from
 * (`left`, `top`) on.
 */
export type ShrunkPlane = {
  readonly plane: Plane
  readonly left: number
  readonly top: number
  readonly factor: number
}

/**
 * A box of a plane, each `factor` by `factor` samples replaced by their mean (rounded); clipped to the plane, but never
 * empty. With factor 1 it is a view of the plane itself.
 */
export function shrinkBox(plane: Plane, box: PixelBox, factor: number): ShrunkPlane {
  checkPlane(plane)
  const clipped = clipBox(box, plane.width, plane.height)
  const left = Math.min(clipped.x, Math.max(0, plane.width - factor))
  const top = Math.min(clipped.y, Math.max(0, plane.height - factor))
  const width = Math.max(1, Math.floor((clipped.x + clipped.width - left) / factor))
  const height = Math.max(1, Math.floor((clipped.y + clipped.height - top) / factor))
  const from = top * plane.stride + left
  if (factor === 1)
    return { plane: { data: plane.data.subarray(from), stride: plane.stride, width, height }, left, top, factor }
  const data = new Uint8Array(width * height)
  const sums = new Uint32Array(width)
  const across = Math.min(factor, plane.width - left)
  const down = Math.min(factor, plane.height - top)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let row = 0; row < down; row++)
      addRow(plane.data, from + (y * factor + row) * plane.stride, sums, { across, factor })
    const samples = across * down
    for (let x = 0; x < width; x++) data[y * width + x] = ((sums[x] ?? 0) + (samples >> 1)) / samples
  }
  return { plane: { data, stride: width, width, height }, left, top, factor }
}

/** Adds each `across` of every `factor` samples to its sum. */
function addRow(
  data: Uint8Array,
  from: number,
  sums: Uint32Array,
  { across, factor }: { across: number; factor: number },
): void {
  let at = from
  for (let x = 0; x < sums.length; x++, at += factor) {
    let sum = 0
    for (let i = at; i < at + across; i++) sum += data[i] ?? 0
    sums[x] = (sums[x] ?? 0) + sum
  }
}

/** Where samples are taken: the middle of a square grid in the plane's coordinates, the step along each axis, and the turn. */
export type SampleGrid = {
  readonly x: number
  readonly y: number
  readonly stepX: number
  readonly stepY: number
}

/** Along one axis, the sample before each place that is asked for, and how far the place lies towards the next (0 to 1). */
type Places = { readonly before: Int32Array; readonly share: Float32Array; readonly beside: number }

function placesOn(length: number, size: number, at: (place: number) => number): Places {
  const before = new Int32Array(size)
  const share = new Float32Array(size)
  const last = Math.max(0, length - 2)
  for (let i = 0; i < size; i++) {
    const place = Math.min(length - 1, Math.max(0, at(i)))
    const whole = Math.min(last, Math.floor(place))
    before[i] = whole
    share[i] = place - whole
  }
  return { before, share, beside: length > 1 ? 1 : 0 }
}

/** `size` by `size` samples around a point, bilinear, row by row; what lies beyond the shrunk part shows its nearest sample. */
export function sampleGrid(shrunk: ShrunkPlane, grid: SampleGrid, size: number, out: Float32Array): void {
  const { plane, left, top, factor } = shrunk
  const middle = (size - 1) / 2
  const columns = placesOn(plane.width, size, (i) => (grid.x + (i - middle) * grid.stepX - left) / factor - 0.5)
  const rows = placesOn(plane.height, size, (i) => (grid.y + (i - middle) * grid.stepY - top) / factor - 0.5)
  for (let j = 0; j < size; j++) {
    const upper = (rows.before[j] ?? 0) * plane.stride
    const between = { upper, lower: upper + rows.beside * plane.stride, share: rows.share[j] ?? 0 }
    sampleRow(plane.data, between, columns, out.subarray(j * size, (j + 1) * size))
  }
}

type RowPair = { readonly upper: number; readonly lower: number; readonly share: number }

function sampleRow(data: Uint8Array, { upper, lower, share }: RowPair, columns: Places, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) {
    const column = columns.before[i] ?? 0
    const right = columns.share[i] ?? 0
    const a = data[upper + column] ?? 0
    const c = data[lower + column] ?? 0
    const above = a + ((data[upper + column + columns.beside] ?? 0) - a) * right
    const below = c + ((data[lower + column + columns.beside] ?? 0) - c) * right
    out[i] = above + (below - above) * share
  }
}
