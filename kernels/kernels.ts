import type { CellEdges } from './cell-grid.ts'
import type { Complex, FourierTable } from './fourier.ts'
import type { SampledWindow } from './orientation-planes.ts'
import type { PixelBox, Plane } from './plane.ts'
import type { Spans } from './spans.ts'

/** What to blur and how strongly. */
export type BlurWork = {
  /** The region's box, clipped to the plane; samples outside it are neither read nor written. */
  readonly box: PixelBox
  /** Samples of the box that are written. */
  readonly spans: Spans
  /** Reach of one of the three box passes, in samples of this plane. */
  readonly radius: number
  /** Values added to the picture before it is blurred, one for each cell, row by row. */
  readonly noise: Int16Array
  readonly columns: CellEdges
  readonly rows: CellEdges
}

/** Squared differences of two planes in blocks of 16 x 16 samples (smaller at the right and lower edge), row by row. */
export type BlockDifferences = {
  readonly columns: number
  readonly rows: number
  /** Sum of squared differences in each block. */
  readonly squared: Uint32Array
  /** Samples compared in each block. */
  readonly samples: Uint16Array
}

/** A packed 8-bit picture of three channels; row `y` begins at `y * stride`. */
export type PackedPicture = {
  readonly data: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** How a detector wants its input: value = (channel - mean) * scale, both in the order of the output's planes. */
export type Normalisation = {
  /** Order of the output's planes; the packed input is R, G, B. */
  readonly order: 'rgb' | 'bgr'
  readonly mean: readonly [number, number, number]
  readonly scale: readonly [number, number, number]
}

/**
 * The pixel work that is worth a compiled kernel. There are two sets: `typescriptKernels`, and the WebAssembly ones of
 * `createKernels`. Both give the same bytes.
 */
export type Kernels = {
  /**
   * Mean of each cell, rounded, row by row. A cell without samples on the plane has 128, which says nothing.
   */
  cellMeans(plane: Plane, columns: CellEdges, rows: CellEdges): Uint8Array
  /** Adds noise, blurs with three running box passes along each axis, rounds to steps of 4, writes the spans. */
  blur(plane: Plane, work: BlurWork): void
  /** Compares two planes of one size; samples in `excluded` do not count. */
  blockDifferences(a: Plane, b: Plane, excluded: Spans): BlockDifferences
  /** Packed RGB to planar float32 (three planes of width * height): what detectors take. */
  rgbToPlanarFloat(picture: PackedPicture, normalisation: Normalisation, out: Float32Array): void
  /** Two-dimensional Fourier transform of a grid, in place. */
  transformGrid(grid: Complex, table: FourierTable): void
  /** Edges by direction, and brightness, summed in cells: `featurePlanes` numbers for each cell, row by row. */
  edgeSums(window: SampledWindow): Float32Array
}

/** Edge of the blocks that are compared. */
export const blockSize = 16

/** Throws if the plane's data is shorter than its rows need: a bug of the caller that would read another row's samples. */
export function checkPlane(plane: Plane, samplesPerPixel = 1): void {
  const { data, stride, width, height } = plane
  if (width <= 0 || height <= 0) return
  if (stride < width * samplesPerPixel || data.length < (height - 1) * stride + width * samplesPerPixel) {
    throw new RangeError('a plane is shorter than its size says')
  }
}
