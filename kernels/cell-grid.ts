import type { PixelBox } from './plane.ts'

/** How many cells a region's box is divided into. */
export type CellGrid = { readonly columns: number; readonly rows: number }

/** Where cells begin and end along one axis: cell `i` is `[edges[i], edges[i + 1])`, clipped to the picture. */
export type CellEdges = Int32Array

/** Cells on the long side at strength 1 (DESIGN.md 5). */
export const mostCells = 8

/** No cell is smaller than this in luma pixels: smaller ones do not survive compression as flat areas. */
export const leastCellSize = 8

/** How strong a region is made unreadable: below 1 (and what is no number) counts as 1. */
export function effectiveStrength(strength: number): number {
  return Number.isNaN(strength) ? 1 : Math.max(1, strength)
}

/** A cell's size in luma pixels before rounding: the larger, the less is left of the region. */
export function cellSize(box: PixelBox, strength: number): number {
  const most = Math.max(1, Math.floor(mostCells / effectiveStrength(strength)))
  return Math.max(leastCellSize, Math.max(box.width, box.height) / most)
}

/** Divides a luma box: at most `floor(8 / strength)` cells on the long side, none smaller than 8 pixels, at least one. */
export function cellGrid(box: PixelBox, strength: number): CellGrid {
  const size = cellSize(box, strength)
  const count = (length: number): number => Math.max(1, Math.floor(length / size + 1e-9))
  return { columns: count(box.width), rows: count(box.height) }
}

/** Edges of the cells along one axis of a box `[from, from + length)`, clipped to `[0, limit)`. */
export function cellEdges(from: number, length: number, count: number, limit: number): CellEdges {
  const edges = new Int32Array(count + 1)
  for (let i = 0; i <= count; i++) {
    edges[i] = Math.min(limit, Math.max(0, from + Math.floor((i * length) / count)))
  }
  return edges
}

/** Edges of all cells of a box on a plane of that size: columns, then rows. */
export function gridEdges(
  box: PixelBox,
  grid: CellGrid,
  plane: { readonly width: number; readonly height: number },
): { readonly columns: CellEdges; readonly rows: CellEdges } {
  return {
    columns: cellEdges(box.x, box.width, grid.columns, plane.width),
    rows: cellEdges(box.y, box.height, grid.rows, plane.height),
  }
}
