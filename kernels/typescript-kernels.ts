import { blurPlane } from './blur.ts'
import type { CellEdges } from './cell-grid.ts'
import { rgbToPlanarFloat } from './detection-input.ts'
import { blockDifferences } from './differences.ts'
import { transformGrid } from './fourier.ts'
import { checkPlane, type Kernels } from './kernels.ts'
import { edgeSums } from './orientation-planes.ts'
import type { Plane } from './plane.ts'

/** The kernels in plain TypeScript: where there is no WebAssembly, and what the compiled ones are tested against. */
export const typescriptKernels: Kernels = {
  cellMeans,
  blur: blurPlane,
  blockDifferences,
  rgbToPlanarFloat,
  transformGrid,
  edgeSums,
}

function cellMeans(plane: Plane, columns: CellEdges, rows: CellEdges): Uint8Array {
  checkPlane(plane)
  const perRow = columns.length - 1
  const means = new Uint8Array(perRow * (rows.length - 1))
  for (let cell = 0; cell < means.length; cell++) {
    const column = cell % perRow
    const row = (cell - column) / perRow
    means[cell] = cellMean(plane, columns.subarray(column, column + 2), rows.subarray(row, row + 2))
  }
  return means
}

function cellMean(plane: Plane, columns: CellEdges, rows: CellEdges): number {
  const from = columns[0] ?? 0
  const until = columns[1] ?? 0
  let sum = 0
  let samples = 0
  for (let y = rows[0] ?? 0; y < (rows[1] ?? 0); y++) {
    const row = y * plane.stride
    for (let i = row + from; i < row + until; i++) sum += plane.data[i] ?? 0
    samples += Math.max(0, until - from)
  }
  return samples === 0 ? 128 : Math.floor((2 * sum + samples) / (2 * samples))
}
