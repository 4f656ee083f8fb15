import type { CellGrid } from './cell-grid.ts'
import { gridEdges } from './cell-grid.ts'
import type { Kernels } from './kernels.ts'
import type { PixelBox, Plane } from './plane.ts'
import type { Spans } from './spans.ts'

/** Cell values are multiples of this. */
export const cellStep = 8

/**
 * The values that a region's cells get: the mean of the whole cell on this plane plus its noise, rounded to steps of 8
 * and kept within 16 to 240. `box` and `grid` are the region's on this plane, `noise` has a value for each cell.
 */
export function pixelateCells(
  kernels: Kernels,
  plane: Plane,
  cells: { readonly box: PixelBox; readonly grid: CellGrid },
  noise: Int16Array,
): Uint8Array {
  const edges = gridEdges(cells.box, cells.grid, plane)
  const means = kernels.cellMeans(plane, edges.columns, edges.rows)
  return means.map((mean, cell) => {
    const stepped = Math.round((mean + (noise[cell] ?? 0)) / cellStep) * cellStep
    return Math.min(240, Math.max(16, stepped))
  })
}

/** Paints cell values over the spans. Samples beyond the box get the nearest cell's value: nothing of the set stays as it was. */
export function paintCells(
  plane: Plane,
  spans: Spans,
  cells: { readonly box: PixelBox; readonly grid: CellGrid },
  values: Uint8Array,
): void {
  const { columns, rows } = gridEdges(cells.box, cells.grid, plane)
  const count = cells.grid.columns
  let cellRow = 0
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    while (cellRow + 1 < cells.grid.rows && y >= (rows[cellRow + 1] ?? 0)) cellRow++
    paintRun(plane, spans.subarray(i, i + 3), columns, values.subarray(cellRow * count, (cellRow + 1) * count))
  }
}

function paintRun(plane: Plane, run: Spans, columns: Int32Array, values: Uint8Array): void {
  const row = (run[0] ?? 0) * plane.stride
  const until = run[2] ?? 0
  let x = run[1] ?? 0
  for (let column = 0; x < until && column < values.length; column++) {
    const edge = column + 1 === values.length ? until : Math.min(until, columns[column + 1] ?? 0)
    if (edge <= x) continue
    plane.data.fill(values[column] ?? 0, row + x, row + edge)
    x = edge
  }
}
