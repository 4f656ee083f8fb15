import { featurePlanes, type Kernels, orientationPlanes, type ShrunkPlane, sampleGrid } from '../../kernels/index.ts'
import type { Placed } from './scale-filter.ts'

const patchSamples = 32
const cellSamples = 4
const values = featurePlanes * (patchSamples / cellSamples) ** 2

/** Looks that are remembered beside the first, and the frames between two of them. */
const mostLooks = 6
const framesBetween = 12

/** How a thing has looked: as it was drawn, and as it came to look while it was surely seen. */
export class Looks {
  readonly #samples = new Float32Array(patchSamples * patchSamples)
  readonly #looks: Float32Array[] = []
  readonly #kernels: Kernels
  #sinceLast = 0

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** Likeness of what lies at `place` to the most similar look, -1 to 1 (normalised correlation of edge features). */
  likeness(look: Float32Array): number {
    return this.#looks.reduce((best, known) => Math.max(best, correlation(known, look)), -1)
  }

  /** The look of what lies at `place`. */
  lookAt(shrunk: ShrunkPlane, { x, y, width, height }: Placed): Float32Array {
    const grid = { x, y, stepX: width / patchSamples, stepY: height / patchSamples }
    sampleGrid(shrunk, grid, patchSamples, this.#samples)
    const look = new Float32Array(values)
    orientationPlanes(this.#kernels, { samples: this.#samples, size: patchSamples, cell: cellSamples }, look)
    return look
  }

  /** Remembers a look of a frame in which the thing was surely seen. The first is never forgotten. */
  remember(look: Float32Array): void {
    this.#sinceLast++
    if (this.#looks.length > 0 && this.#sinceLast < framesBetween) return
    this.#sinceLast = 0
    if (this.#looks.length > mostLooks) this.#looks.splice(1, 1)
    this.#looks.push(look)
  }
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [product, first, second] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    const [one, other] = [a[at] ?? 0, b[at] ?? 0]
    product += one * other
    first += one * one
    second += other * other
  }
  return product / Math.sqrt(first * second + 1e-9)
}
