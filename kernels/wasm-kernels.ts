import { passReach } from './blur.ts'
import type { CellEdges } from './cell-grid.ts'
import { channelOrder, checkRoom } from './detection-input.ts'
import { blocksOf, checkPair, comparedSamples } from './differences.ts'
import type { Complex, FourierTable } from './fourier.ts'
import {
  type BlockDifferences,
  type BlurWork,
  blockSize,
  checkPlane,
  type Kernels,
  type Normalisation,
  type PackedPicture,
} from './kernels.ts'
import {
  directionCosines,
  directionSines,
  featurePlanes,
  nextDirection,
  type SampledWindow,
} from './orientation-planes.ts'
import type { Plane } from './plane.ts'
import { forEachRun, type Spans } from './spans.ts'
import { type KernelMemory, paddedTo16, WorkArea } from './wasm-memory.ts'

/** What the compiled module exports (kernels/assembly/index.ts). Addresses are bytes in its memory. */
export type KernelExports = {
  readonly memory: KernelMemory
  firstFree(): number
  addToBox(at: number, stride: number, width: number, height: number, value: number): void
  blur(from: number, other: number, width: number, height: number, reachX: number, reachY: number): void
  cellMeans(...addressesAndSizes: readonly number[]): void
  stripDifferences(a: number, b: number, stride: number, rows: number, squared: number): void
  planarFloat(...addressesMeansAndScales: readonly number[]): void
  fourierGrid(...addressesAndSize: readonly number[]): void
  edgeSums(...addressesAndSizes: readonly number[]): void
}

const functionNames = [
  'firstFree',
  'addToBox',
  'blur',
  'cellMeans',
  'stripDifferences',
  'planarFloat',
  'fourierGrid',
  'edgeSums',
] as const

/** Whether a module's exports are those of the kernels (of this version). */
export function areKernelExports(exports: object): exports is KernelExports {
  const found = new Map<string, unknown>(Object.entries(exports))
  return typeof found.get('memory') === 'object' && functionNames.every((name) => typeof found.get(name) === 'function')
}

/**
 * The compiled kernels behind the interface of the plain ones. `exports` are those of an instance of
 * kernels/build/kernels.wasm, which imports nothing; one instance serves one thread. Throws if they are another module's.
 */
export function createKernels(exports: object): Kernels {
  if (!areKernelExports(exports)) throw new TypeError('this WebAssembly module is not the kernels')
  const area = new WorkArea(exports.memory, exports.firstFree())
  return {
    cellMeans: (plane, columns, rows) => cellMeans(exports, area, plane, { columns, rows }),
    blur: (plane, work) => blur(exports, area, plane, work),
    blockDifferences: (a, b, excluded) => blockDifferences(exports, area, { a, b }, excluded),
    rgbToPlanarFloat: (picture, normalisation, out) => planarFloat(exports, area, picture, { normalisation, out }),
    transformGrid: (grid, table) => transformGrid(exports, area, grid, table),
    edgeSums: (window) => edgeSums(exports, area, window),
  }
}

function cellMeans(
  exports: KernelExports,
  area: WorkArea,
  plane: Plane,
  edges: { readonly columns: CellEdges; readonly rows: CellEdges },
): Uint8Array {
  checkPlane(plane)
  const columns = edges.columns.length - 1
  const rows = edges.rows.length - 1
  const x = edges.columns[0] ?? 0
  const y = edges.rows[0] ?? 0
  const box = { x, y, width: (edges.columns[columns] ?? x) - x, height: (edges.rows[rows] ?? y) - y }
  const addresses = area.layOut(columns * rows, (columns + 1) * 4, (rows + 1) * 4, box.width * box.height)
  const [means = 0, columnEdges = 0, rowEdges = 0, samples = 0] = addresses
  area.put(
    columnEdges,
    edges.columns.map((edge) => edge - x),
  )
  area.put(
    rowEdges,
    edges.rows.map((edge) => edge - y),
  )
  area.putBox(samples, box.width, plane, box)
  exports.cellMeans(samples, box.width, columnEdges, columns, rowEdges, rows, means)
  return area.bytes(means, columns * rows).slice()
}

function blur(exports: KernelExports, area: WorkArea, plane: Plane, work: BlurWork): void {
  checkPlane(plane)
  const { box, radius, spans } = work
  if (box.width <= 0 || box.height <= 0) return
  const stride = paddedTo16(box.width)
  const size = stride * paddedTo16(box.height)
  const [picture = 0, other = 0] = area.layOut(size, size)
  area.putBox(picture, stride, plane, box)
  addNoise(exports, picture, stride, work)
  const reachX = passReach(radius, box.width)
  exports.blur(picture, other, box.width, box.height, reachX, passReach(radius, box.height))
  area.takeSpans(other, stride, plane, { box, spans })
}

function addNoise(exports: KernelExports, picture: number, stride: number, work: BlurWork): void {
  const { box, noise, columns, rows } = work
  const perRow = columns.length - 1
  noise.forEach((value, cell) => {
    const column = cell % perRow
    const row = (cell - column) / perRow
    const x = columns[column] ?? 0
    const y = rows[row] ?? 0
    const at = picture + (y - box.y) * stride + x - box.x
    exports.addToBox(at, stride, (columns[column + 1] ?? x) - x, (rows[row + 1] ?? y) - y, value)
  })
}

/** Works in strips of 16 rows, which stay in the processor's cache. */
function blockDifferences(
  exports: KernelExports,
  area: WorkArea,
  { a, b }: { readonly a: Plane; readonly b: Plane },
  excluded: Spans,
): BlockDifferences {
  checkPair(a, b)
  const { columns, rows } = blocksOf(a)
  const stride = columns * blockSize
  const [stripA = 0, stripB = 0, sums = 0] = area.layOut(stride * blockSize, stride * blockSize, columns * 4)
  // What lies beyond the width must be equal in both strips.
  area.bytes(stripA, stride * blockSize).fill(0)
  area.bytes(stripB, stride * blockSize).fill(0)
  const squared = new Uint32Array(columns * rows)
  const byStrip = excludedByStrip(excluded, rows)
  for (let row = 0; row < rows; row++) {
    const y = row * blockSize
    const box = { x: 0, y, width: a.width, height: Math.min(blockSize, a.height - y) }
    area.putBox(stripA, stride, a, box)
    area.putBox(stripB, stride, b, box)
    const strip = area.bytes(stripB, stride * blockSize)
    forEachRun(byStrip[row] ?? excluded, (spanY, x0, x1) => {
      const from = spanY * a.stride
      strip.set(a.data.subarray(from + x0, from + x1), (spanY - y) * stride + x0)
    })
    exports.stripDifferences(stripA, stripB, stride, box.height, sums)
    const bytes = area.bytes(sums, columns * 4)
    squared.set(new Uint32Array(bytes.buffer, bytes.byteOffset, columns), row * columns)
  }
  return { columns, rows, squared, samples: comparedSamples(a, excluded) }
}

/** The part of a sorted set that lies in each strip of 16 rows. */
function excludedByStrip(excluded: Spans, strips: number): Spans[] {
  let from = 0
  return Array.from({ length: strips }, (_, strip) => {
    let until = from
    while (until < excluded.length && (excluded[until] ?? 0) >> 4 === strip) until += 3
    const part = excluded.subarray(from, until)
    from = until
    return part
  })
}

/** Pixels converted at a time: what goes in and out stays in the processor's cache. */
const chunkPixels = 8192

function planarFloat(
  exports: KernelExports,
  area: WorkArea,
  picture: PackedPicture,
  target: { readonly normalisation: Normalisation; readonly out: Float32Array },
): void {
  checkPlane(picture, 3)
  const { normalisation, out } = target
  const pixels = picture.width * picture.height
  checkRoom(out, pixels)
  const channels = channelOrder(normalisation)
  const byChannel = (values: readonly number[]): number[] => channels.map((plane) => values[plane] ?? 0)
  const settings = [...byChannel(normalisation.mean), ...byChannel(normalisation.scale)]
  const [packed = 0, floats = 0] = area.layOut(chunkPixels * 3, chunkPixels * 12)
  for (let done = 0; done < pixels; done += chunkPixels) {
    const count = Math.min(chunkPixels, pixels - done)
    const padded = paddedTo16(count)
    copyPixels(picture, done, area.bytes(packed, count * 3))
    exports.planarFloat(packed, padded, floats, ...settings)
    channels.forEach((plane, channel) => {
      const bytes = area.bytes(floats + channel * padded * 4, count * 4)
      out.set(new Float32Array(bytes.buffer, bytes.byteOffset, count), plane * pixels + done)
    })
  }
}

/** Copies packed pixels from the `first` on, in reading order, leaving rows' padding out. */
function copyPixels({ data, stride, width }: PackedPicture, first: number, to: Uint8Array): void {
  let y = Math.floor(first / width)
  let x = first - y * width
  for (let at = 0; at < to.length; y++, x = 0) {
    const length = Math.min((width - x) * 3, to.length - at)
    const from = y * stride + x * 3
    to.set(data.subarray(from, from + length), at)
    at += length
  }
}

/** Smaller grids than the kernel takes rows of four numbers from. */
const smallestGrid = 4

function transformGrid(exports: KernelExports, area: WorkArea, { re, im }: Complex, table: FourierTable): void {
  const { size, cos, sin, swaps } = table
  if (size < smallestGrid) throw new RangeError('the grid is too small')
  const bytes = size * size * 4
  const [reAt = 0, imAt = 0, spare = 0, roots = 0, order = 0] = area.layOut(bytes, bytes, bytes, size * 4, size * 2)
  area.putFloats(reAt, re)
  area.putFloats(imAt, im)
  area.putFloats(roots, cos)
  area.putFloats(roots + size * 2, sin)
  area.bytes(order, size * 2).set(new Uint8Array(swaps.buffer, swaps.byteOffset, size * 2))
  exports.fourierGrid(reAt, imAt, size, spare, roots, order)
  re.set(area.floats(reAt, re.length))
  im.set(area.floats(imAt, im.length))
}

function edgeSums(exports: KernelExports, area: WorkArea, { samples, size, cell }: SampledWindow): Float32Array {
  const cells = size / cell
  const length = featurePlanes * cells * cells
  const [from = 0, directions = 0, sums = 0] = area.layOut(size * size * 4, 64, length * 4)
  area.putFloats(from, samples)
  area.putFloats(directions, directionCosines)
  area.putFloats(directions + 32, directionSines)
  exports.edgeSums(from, size, cell, directions, nextDirection, sums)
  return area.floats(sums, length).slice()
}
