import { type BlockDifferences, blockSize, checkPlane } from './kernels.ts'
import type { Plane } from './plane.ts'
import type { Spans } from './spans.ts'

/** The twin of the compiled comparison. */
export function blockDifferences(a: Plane, b: Plane, excluded: Spans): BlockDifferences {
  checkPair(a, b)
  const { columns, rows } = blocksOf(a)
  const squared = new Uint32Array(columns * rows)
  addDifferences(a, b, { columns, squared })
  for (let i = 0; i < excluded.length; i += 3) {
    const y = excluded[i] ?? 0
    for (let x = excluded[i + 1] ?? 0; x < (excluded[i + 2] ?? 0); x++) {
      const difference = (a.data[y * a.stride + x] ?? 0) - (b.data[y * b.stride + x] ?? 0)
      const block = (y >> 4) * columns + (x >> 4)
      squared[block] = (squared[block] ?? 0) - difference * difference
    }
  }
  return { columns, rows, squared, samples: comparedSamples(a, excluded) }
}

function addDifferences(a: Plane, b: Plane, into: { readonly columns: number; readonly squared: Uint32Array }): void {
  for (let y = 0; y < a.height; y++) {
    const blocks = (y >> 4) * into.columns
    for (let x = 0; x < a.width; x++) {
      const difference = (a.data[y * a.stride + x] ?? 0) - (b.data[y * b.stride + x] ?? 0)
      const block = blocks + (x >> 4)
      into.squared[block] = (into.squared[block] ?? 0) + difference * difference
    }
  }
}

/** Throws unless both planes have one size and enough data. */
export function checkPair(a: Plane, b: Plane): void {
  checkPlane(a)
  checkPlane(b)
  if (a.width !== b.width || a.height !== b.height) throw new RangeError('the planes differ in size')
}

/** Into how many blocks a plane is divided. */
export function blocksOf(plane: Plane): { readonly columns: number; readonly rows: number } {
  return { columns: Math.ceil(plane.width / blockSize), rows: Math.ceil(plane.height / blockSize) }
}

/** How many samples of each block are compared when those in `excluded` are not. */
export function comparedSamples(plane: Plane, excluded: Spans): Uint16Array {
  const { columns, rows } = blocksOf(plane)
  const samples = new Uint16Array(columns * rows)
  for (let block = 0; block < samples.length; block++) {
    const x = (block % columns) * blockSize
    const y = Math.floor(block / columns) * blockSize
    samples[block] = Math.min(blockSize, plane.width - x) * Math.min(blockSize, plane.height - y)
  }
  for (let i = 0; i < excluded.length; i += 3) {
    const blocks = ((excluded[i] ?? 0) >> 4) * columns
    const until = excluded[i + 2] ?? 0
    for (let x = excluded[i + 1] ?? 0; x < until; x = (x | 15) + 1) {
      const block = blocks + (x >> 4)
      samples[block] = (samples[block] ?? 0) - (Math.min(until, (x | 15) + 1) - x)
    }
  }
  return samples
}

/** What two planes differ by, over all blocks. */
export type DifferenceSummary = {
  /** Sum of squared differences. */
  readonly squared: number
  readonly samples: number
  /** The block that differs most by mean; null where no block has enough samples. */
  readonly worst: { readonly x: number; readonly y: number; readonly meanSquare: number } | null
}

/** Sums up blocks and finds the worst of those with at least `leastSamples` compared samples; x and y are its corner. */
export function summariseDifferences(blocks: BlockDifferences, leastSamples: number): DifferenceSummary {
  let squared = 0
  let samples = 0
  let worst = -1
  let worstMean = -1
  for (let block = 0; block < blocks.squared.length; block++) {
    const compared = blocks.samples[block] ?? 0
    squared += blocks.squared[block] ?? 0
    samples += compared
    const mean = compared > 0 && compared >= leastSamples ? (blocks.squared[block] ?? 0) / compared : -1
    if (mean > worstMean) {
      worst = block
      worstMean = mean
    }
  }
  if (worst < 0) return { squared, samples, worst: null }
  const x = (worst % blocks.columns) * blockSize
  const y = Math.floor(worst / blocks.columns) * blockSize
  return { squared, samples, worst: { x, y, meanSquare: worstMean } }
}

/** Peak signal-to-noise ratio in decibels of 8-bit samples; infinite where nothing differs. */
export function psnr(squared: number, samples: number): number {
  return squared === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10((255 * 255 * samples) / squared)
}
