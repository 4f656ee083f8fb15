import { type CellEdges, effectiveStrength } from './cell-grid.ts'
import { type BlurWork, checkPlane } from './kernels.ts'
import type { PixelBox, Plane, Subsampling } from './plane.ts'
import { forEachRun } from './spans.ts'

/** Blurred values are multiples of this. */
export const blurStep = 4

/**
 * Reach in luma pixels of each of the three box passes: an eighth of the region's long side, at least 6, times the
 * strength. Three passes with reach r are close to a Gaussian of standard deviation r (Kovesi 2010).
 */
export function blurRadius(box: PixelBox, strength: number): number {
  const tied = Math.max(6, Math.ceil(Math.max(box.width, box.height) / 8))
  return Math.ceil(tied * effectiveStrength(strength))
}

/** The reach on a subsampled plane: that of luma, brought to the plane's scale by its finer axis, at least 2. */
export function planeRadius(radius: number, { shiftX, shiftY }: Subsampling): number {
  return Math.max(2, (radius + (1 << Math.min(shiftX, shiftY)) - 1) >> Math.min(shiftX, shiftY))
}

/**
 * How far a pass really reaches along an axis: no farther than the box is long, and below 2^15, so that a window's sum
 * times its reciprocal stays in 32 bits.
 */
export function passReach(radius: number, length: number): number {
  return Math.min(radius, length, 0x7fff)
}

/** The twin of the compiled blur: same arithmetic, same order, same bytes. */
export function blurPlane(plane: Plane, work: BlurWork): void {
  checkPlane(plane)
  const { box, spans, radius } = work
  const { width, height } = box
  if (width <= 0 || height <= 0) return
  const picture = noisyCopy(plane, work)
  const turned = threePasses(turn(picture, width, height), height, passReach(radius, width))
  const blurred = threePasses(turn(turned, height, width), width, passReach(radius, height))
  for (let i = 0; i < blurred.length; i++)
    blurred[i] = Math.min(255, (blurred[i] ?? 0) + blurStep / 2) & ~(blurStep - 1)
  forEachRun(spans, (y, x0, x1) => {
    const row = (y - box.y) * width - box.x
    plane.data.set(blurred.subarray(row + x0, row + x1), y * plane.stride + x0)
  })
}

/** The box's samples, packed, with each cell's noise added. */
function noisyCopy(plane: Plane, { box, noise, columns, rows }: BlurWork): Uint8Array {
  const copy = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * plane.stride + box.x
    copy.set(plane.data.subarray(from, from + box.width), y * box.width)
  }
  const perRow = columns.length - 1
  for (let cell = 0; cell < noise.length; cell++) {
    const column = cell % perRow
    addToCell(copy, box, noise[cell] ?? 0, {
      columns: columns.subarray(column, column + 2),
      rows: rows.subarray((cell - column) / perRow),
    })
  }
  return copy
}

function addToCell(
  copy: Uint8Array,
  box: PixelBox,
  noise: number,
  cell: { readonly columns: CellEdges; readonly rows: CellEdges },
): void {
  const from = (cell.columns[0] ?? 0) - box.x
  const until = (cell.columns[1] ?? 0) - box.x
  for (let y = (cell.rows[0] ?? 0) - box.y; y < (cell.rows[1] ?? 0) - box.y; y++) {
    for (let i = y * box.width + from; i < y * box.width + until; i++) {
      copy[i] = Math.min(255, Math.max(0, (copy[i] ?? 0) + noise))
    }
  }
}

/** Rows become columns. */
function turn(picture: Uint8Array, width: number, height: number): Uint8Array {
  const turned = new Uint8Array(picture.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = picture[y * width + x] ?? 0
  }
  return turned
}

function threePasses(picture: Uint8Array, width: number, reach: number): Uint8Array {
  const other = new Uint8Array(picture.length)
  boxPass(picture, other, width, reach)
  boxPass(other, picture, width, reach)
  boxPass(picture, other, width, reach)
  return other
}

/**
 * Replaces each sample by the mean over `reach` rows either way; beyond the first and last row those rows are repeated.
 * The division is a product with a 24-bit reciprocal, rounded.
 */
function boxPass(from: Uint8Array, to: Uint8Array, width: number, reach: number): void {
  const last = from.length - width
  const reciprocal = Math.floor(2 ** 24 / (2 * reach + 1))
  const sums = firstSums(from, width, reach)
  for (let row = 0; row <= last; row += width) {
    const entering = Math.min(last, row + (reach + 1) * width)
    const leaving = Math.max(0, row - reach * width)
    for (let x = 0; x < width; x++) {
      const sum = sums[x] ?? 0
      to[row + x] = (Math.imul(sum, reciprocal) + 0x800000) >>> 24
      sums[x] = sum + (from[entering + x] ?? 0) - (from[leaving + x] ?? 0)
    }
  }
}

/** Each column's sum over the window of the first row. */
function firstSums(from: Uint8Array, width: number, reach: number): Int32Array {
  const sums = new Int32Array(width)
  const last = from.length - width
  for (let i = -reach; i <= reach; i++) {
    const row = Math.min(last, Math.max(0, i * width))
    for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + (from[row + x] ?? 0)
  }
  return sums
}
