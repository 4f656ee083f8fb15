import type { Box, Size } from '../core/geometry/shape.ts'

/** A face in one frame of a clip whose making is known. */
export type TruthFace = {
  readonly person: string
  /** Hairline to chin, cheek to cheek, in display pixels; may reach past the picture. */
  readonly box: Box
  /** Share of the face's ellipse that is in the picture and in front of everything else. */
  readonly visible: number
  /** Which cells of the box, 8 x 8 and row by row from the top left, are to be seen: `1` or `0` each. */
  readonly seen: string
  /** How far the face is turned away from the camera, in degrees; absent when it looks into it. */
  readonly turn?: number
  /** How far the face is turned clockwise in the picture, in degrees; absent when upright. */
  readonly roll?: number
}

/** Every face of every frame of a clip (the `.truth.json` beside it). */
export type FaceTruth = {
  readonly version: 1
  readonly size: Size
  /** Frames per second as a fraction. */
  readonly rate: readonly [number, number]
  /** The person to be kept. */
  readonly requester: string
  readonly frames: readonly (readonly TruthFace[])[]
}

/** Cells along each side of a face's box. */
export const truthCells = 8

/** The centres of a box's cells, row by row. */
export function cellCentres([x, y, width, height]: Box): (readonly [number, number])[] {
  return Array.from({ length: truthCells * truthCells }, (_, cell) => {
    const column = (cell % truthCells) + 0.5
    const row = Math.floor(cell / truthCells) + 0.5
    return [x + (column * width) / truthCells, y + (row * height) / truthCells] as const
  })
}

/** True for the cells whose centre lies in the ellipse that the box holds. */
export const cellInFace: readonly boolean[] = cellCentres([-1, -1, 2, 2]).map(([x, y]) => x * x + y * y <= 1)
