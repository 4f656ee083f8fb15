/** Directions of edges that are told apart (an edge and its opposite are one), and the planes with the brightness. */
export const edgeDirections = 7
export const featurePlanes = edgeDirections + 1

/** Contrast (levels of 255) that counts as much as noise does: fainter edges weigh less than their share. */
const faintContrast = 0.8
const faintBrightness = 6

/** Cosine of the angle between neighbouring directions: an edge counts for the two that it runs closest to. */
export const nextDirection = Math.fround(Math.cos(Math.PI / edgeDirections))

/** Cosine and sine of the middles of the directions. */
const middles = Array.from({ length: edgeDirections }, (_, at) => (at * Math.PI) / edgeDirections)
export const directionCosines = Float32Array.from(middles, Math.cos)
export const directionSines = Float32Array.from(middles, Math.sin)

const { fround } = Math

/** `size` by `size` samples, row by row, and the side of a cell in samples. */
export type SampledWindow = { readonly samples: Float32Array; readonly size: number; readonly cell: number }

/** What gathers the edges: one of the two sets of kernels. */
type EdgeKernel = { edgeSums(window: SampledWindow): Float32Array }

/**
 * What correlation looks at: `size` by `size` samples become `featurePlanes` planes of `size / cell` squared: how much of
 * the edges in each cell run in each direction, measured against the contrast around it, and the cell's brightness less
 * the mean (histograms of oriented gradients, Dalal and Triggs 2005, with one normalisation). Planes follow each other in `out`.
 */
export function orientationPlanes(kernels: EdgeKernel, window: SampledWindow, out: Float32Array): void {
  const sums = kernels.edgeSums(window)
  const cells = window.size / window.cell
  normalisePlanes(sums, cells, window.cell, out)
}

/**
 * For each cell, sums over its samples: of the gradient along each direction, as far as it runs closer to that direction
 * than to the one after its neighbour, and of brightness. `featurePlanes` numbers a cell, rounded to 32 bits at each step.
 */
export function edgeSums({ samples, size, cell }: SampledWindow): Float32Array {
  const cells = size / cell
  const sums = new Float32Array(featurePlanes * cells * cells)
  for (let y = 0; y < size; y++) {
    const row = y * size
    const above = Math.max(0, y - 1) * size
    const below = Math.min(size - 1, y + 1) * size
    for (let x = 0; x < size; x++) {
      const at = (Math.floor(y / cell) * cells + Math.floor(x / cell)) * featurePlanes
      const dx = fround((samples[row + Math.min(size - 1, x + 1)] ?? 0) - (samples[row + Math.max(0, x - 1)] ?? 0))
      const dy = fround((samples[below + x] ?? 0) - (samples[above + x] ?? 0))
      addEdge(dx, dy, sums, at)
      sums[at + edgeDirections] = (sums[at + edgeDirections] ?? 0) + (samples[row + x] ?? 0)
    }
  }
  return sums
}

function addEdge(dx: number, dy: number, sums: Float32Array, at: number): void {
  const strength = fround(Math.sqrt(fround(fround(dx * dx) + fround(dy * dy))))
  const least = fround(strength * nextDirection)
  for (let k = 0; k < edgeDirections; k++) {
    const along = fround(fround(dx * (directionCosines[k] ?? 0)) + fround(dy * (directionSines[k] ?? 0)))
    const share = fround(Math.abs(along) - least)
    if (share > 0) sums[at + k] = (sums[at + k] ?? 0) + share
  }
}

/** Brings sums of cells into planes and measures them against what is around. */
function normalisePlanes(sums: Float32Array, cells: number, cell: number, out: Float32Array): void {
  const area = cells * cells
  const contrast = contrastAround(sums, cells)
  const samples = cell * cell
  for (let at = 0; at < area; at++) {
    const share = 1 / ((contrast[at] ?? 0) + faintContrast * samples)
    const from = at * featurePlanes
    for (let k = 0; k < edgeDirections; k++) out[k * area + at] = (sums[from + k] ?? 0) * share
    out[edgeDirections * area + at] = sums[from + edgeDirections] ?? 0
  }
  const bright = out.subarray(edgeDirections * area, featurePlanes * area)
  let sum = 0
  let squares = 0
  for (const value of bright) {
    sum += value
    squares += value * value
  }
  const mean = sum / area
  const share = 0.25 / (Math.sqrt(Math.max(0, squares / area - mean * mean)) + faintBrightness * samples)
  for (let at = 0; at < area; at++) bright[at] = ((bright[at] ?? 0) - mean) * share
}

/** Sum of all directions' edges, averaged over each cell and its neighbours. */
function contrastAround(sums: Float32Array, cells: number): Float32Array {
  const own = new Float32Array(cells * cells)
  for (let at = 0; at < own.length; at++) {
    let sum = 0
    for (let k = 0; k < edgeDirections; k++) sum += sums[at * featurePlanes + k] ?? 0
    own[at] = sum / 9
  }
  const across = withNeighbours(own, { step: 1, place: (at) => at % cells, cells })
  return withNeighbours(across, { step: cells, place: (at) => Math.floor(at / cells), cells })
}

type Axis = { readonly step: number; readonly place: (at: number) => number; readonly cells: number }

/** Each value with the one before and the one after it along an axis; at the ends it stands in for the missing one. */
function withNeighbours(values: Float32Array, { step, place, cells }: Axis): Float32Array {
  return values.map((value, at) => {
    const before = values[place(at) > 0 ? at - step : at] ?? 0
    const after = values[place(at) < cells - 1 ? at + step : at] ?? 0
    return before + value + after
  })
}
