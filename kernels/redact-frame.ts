import { blurRadius, planeRadius } from './blur.ts'
import { gridEdges } from './cell-grid.ts'
import type { NoiseKey } from './cell-noise.ts'
import { fill } from './fill.ts'
import { freshCells, type HeldCells, type HeldLayer, isDue } from './held-cells.ts'
import type { Kernels } from './kernels.ts'
import { type FrameRedaction, type Layer, layersOf } from './layers.ts'
import { paintCells, pixelateCells } from './pixelate.ts'
import { clipBox, type PlanarPicture, type Plane, type Subsampling, subsampledBox } from './plane.ts'
import { chromaSpans, noSpans, type Spans, subtractSpans, uniteSpans } from './spans.ts'

/** What painting needs beside the picture. */
export type RedactionMeans = {
  readonly kernels: Kernels
  readonly key: NoiseKey
  /** The solid style's value for each plane (see `blackOf`). */
  readonly solid: readonly number[]
}

/** A plane with the samples that a layer may still paint there. */
type OpenPlane = { readonly plane: Plane; readonly subsampling: Subsampling; readonly spans: Spans }

/**
 * Covers a frame's regions in place and returns what must be given in with the next frame.
 *
 * Layers are painted strongest first, and a sample that is painted is never painted again. A weaker layer therefore
 * reads a picture in which everything that is hidden more strongly is gone already: a blur cannot smear what a solid
 * region hides, and a solid region stays solid to its last sample. Frames of one redaction are to be given in order.
 * Throws on malformed shapes and planes (see `rasterise`, `checkPlane`): the frame must then not be used.
 */
export function redactFrame(
  picture: PlanarPicture,
  redaction: FrameRedaction,
  held: HeldCells,
  means: RedactionMeans,
): HeldCells {
  const luma = picture.planes[0]
  if (luma === undefined || picture.subsampling.length !== picture.planes.length) {
    throw new RangeError('a picture needs a plane, and a subsampling for each plane')
  }
  const next = new Map(held)
  let covered = picture.planes.map(() => noSpans)
  for (const layer of layersOf(redaction, luma.width, luma.height)) {
    const reach = reachOnPlanes(picture, layer)
    const open = picture.planes.map((plane, index) => ({
      plane,
      subsampling: picture.subsampling[index] ?? { shiftX: 0, shiftY: 0 },
      spans: subtractSpans(reach[index] ?? noSpans, covered[index] ?? noSpans),
    }))
    covered = covered.map((spans, index) => uniteSpans(spans, reach[index] ?? noSpans))
    paintLayer(layer, open, { ...means, frame: redaction.frame, held: next })
  }
  return next
}

/** The layer's samples on each plane; planes that are subsampled alike share one set. */
function reachOnPlanes({ subsampling }: PlanarPicture, layer: Layer): Spans[] {
  const sets = new Map<number, Spans>()
  return subsampling.map(({ shiftX, shiftY }) => {
    const name = shiftX * 32 + shiftY
    const spans = sets.get(name) ?? chromaSpans(layer.spans, shiftX, shiftY)
    sets.set(name, spans)
    return spans
  })
}

type LayerMeans = RedactionMeans & { readonly frame: number; readonly held: Map<string, HeldLayer> }

function paintLayer(layer: Layer, open: readonly OpenPlane[], means: LayerMeans): void {
  switch (layer.style) {
    case 'solid':
      open.forEach(({ plane, spans }, index) => {
        fill(plane, spans, means.solid[index] ?? 128)
      })
      return
    case 'pixelate':
      pixelateLayer(layer, open, means)
      return
    case 'blur':
      blurLayer(layer, open, means)
      return
  }
}

function pixelateLayer(layer: Layer, open: readonly OpenPlane[], means: LayerMeans): void {
  const { grid, values } = heldFor(layer, open, means)
  open.forEach(({ plane, subsampling, spans }, index) => {
    const box = subsampledBox(layer.box, subsampling)
    paintCells(plane, spans, { box, grid }, values[index] ?? new Uint8Array())
  })
}

function blurLayer(layer: Layer, open: readonly OpenPlane[], means: LayerMeans): void {
  const { grid, noise } = heldFor(layer, open, means)
  const radius = blurRadius(layer.box, layer.strength)
  open.forEach(({ plane, subsampling, spans }, index) => {
    const box = subsampledBox(layer.box, subsampling)
    means.kernels.blur(plane, {
      box: clipBox(box, plane.width, plane.height),
      spans,
      radius: planeRadius(radius, subsampling),
      noise: noise[index] ?? new Int16Array(),
      ...gridEdges(box, grid, plane),
    })
  })
}

/** The layer's held values, taken from this frame where they are due. */
function heldFor(layer: Layer, open: readonly OpenPlane[], means: LayerMeans): HeldLayer {
  const before = means.held.get(layer.key)
  if (before !== undefined && !isDue(before, means.frame, layer.strength)) return before
  const fresh = freshCells(layer, means.frame, open.length, means.key)
  const values = layer.style === 'pixelate' ? takeValues(layer, open, fresh, means.kernels) : []
  const taken = { ...fresh, values }
  means.held.set(layer.key, taken)
  return taken
}

function takeValues(
  layer: Layer,
  open: readonly OpenPlane[],
  { grid, noise }: Pick<HeldLayer, 'grid' | 'noise'>,
  kernels: Kernels,
): Uint8Array[] {
  return open.map(({ plane, subsampling }, index) => {
    const box = subsampledBox(layer.box, subsampling)
    return pixelateCells(kernels, plane, { box, grid }, noise[index] ?? new Int16Array())
  })
}
