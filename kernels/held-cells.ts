import type { CellGrid } from './cell-grid.ts'
import { cellGrid } from './cell-grid.ts'
import { cellNoise, type NoiseKey } from './cell-noise.ts'
import type { Layer } from './layers.ts'

/** For how many frames a region's values stay at least. */
export const framesHeld = 12

/** What a layer keeps from frame to frame. */
export type HeldLayer = {
  /** The frame in which the values were taken. */
  readonly frame: number
  readonly strength: number
  /** The grid of that frame's box; it stretches with the box until the values are taken again. */
  readonly grid: CellGrid
  /** One set for each plane, row by row: painted values of a pixelated layer; empty for a blurred one. */
  readonly values: readonly Uint8Array[]
  /** One set for each plane, row by row: what is added to cells before they are rounded or blurred. */
  readonly noise: readonly Int16Array[]
}

/** What all layers keep, by their keys. A new redaction begins with `noHeldCells`. */
export type HeldCells = ReadonlyMap<string, HeldLayer>

/** The state before the first frame. */
export const noHeldCells: HeldCells = new Map()

/** How far noise moves a cell either way: for the whole life of a track, and anew in each epoch. */
export type NoiseAmplitudes = { readonly lasting: number; readonly epoch: number }

/**
 * Noise by style, for the first plane (luma) and the others (chroma, where faces differ about a third as much). The
 * part that lasts cannot be averaged away however long a track is. In a blurred region it is added before the blur, so
 * that it has the fineness of what is left of the picture. The sizes come from attack.integration.test.ts: with 12 and
 * 12 the attack named every pixelated face, with these about a third.
 */
export const cellNoiseAmplitudes: Readonly<
  Record<'pixelate' | 'blur', { readonly luma: NoiseAmplitudes; readonly chroma: NoiseAmplitudes }>
> = {
  pixelate: { luma: { lasting: 48, epoch: 24 }, chroma: { lasting: 16, epoch: 8 } },
  blur: { luma: { lasting: 40, epoch: 24 }, chroma: { lasting: 13, epoch: 8 } },
}

/** The 12-frame epoch of a frame: values change at epochs' borders only, so that all regions change together. */
export function epochOf(frame: number): number {
  return Math.floor(frame / framesHeld)
}

/**
 * Whether a layer's values must be taken anew: at the first border of an epoch that is at least 12 frames after they
 * were taken (so they stay for 12 to 23 frames), when the strength has changed, and when frames go backwards.
 */
export function isDue(held: HeldLayer | undefined, frame: number, strength: number): boolean {
  if (held === undefined || frame < held.frame || held.strength !== strength) return true
  return frame - held.frame >= framesHeld && epochOf(frame) > epochOf(held.frame)
}

/** Grid and noise for a layer whose values are due. */
export function freshCells(
  layer: Layer,
  frame: number,
  planes: number,
  key: NoiseKey,
): Pick<HeldLayer, 'frame' | 'strength' | 'grid' | 'noise'> {
  const grid = cellGrid(layer.box, layer.strength)
  const count = grid.columns * grid.rows
  const amplitudes = cellNoiseAmplitudes[layer.style === 'blur' ? 'blur' : 'pixelate']
  const noise = Array.from({ length: planes }, (_, plane) => {
    const { lasting: longest, epoch } = plane === 0 ? amplitudes.luma : amplitudes.chroma
    const lasting = cellNoise(key, { track: layer.key, plane, epoch: 'lasting' }, count, longest)
    const fresh = cellNoise(key, { track: layer.key, plane, epoch: epochOf(frame) }, count, epoch)
    return lasting.map((value, cell) => value + (fresh[cell] ?? 0))
  })
  return { frame, strength: layer.strength, grid, noise }
}
