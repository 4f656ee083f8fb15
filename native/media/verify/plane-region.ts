import {
  chromaSpans,
  countSamples,
  insetSpans,
  type Layer,
  type PlanarPicture,
  type Plane,
  type Spans,
} from '../../../kernels/index.ts'
import type { Sides } from './exposure.ts'

/** A region on one plane, with the samples to be judged. */
export type PlaneRegion = {
  readonly layer: Layer
  /** Which plane: 0 is luma. */
  readonly index: number
  readonly sides: Sides
  /** All samples that are the region's own: those that no stronger region covers. */
  readonly own: Spans
  /** Those away from the region's edge, over which compression bleeds; all where none is. */
  readonly inside: Spans
  /** False for regions too small for any inset. */
  readonly deep: boolean
}

/** A frame three ways. */
export type PictureSides = {
  readonly original: PlanarPicture
  readonly expected: PlanarPicture
  readonly found: PlanarPicture
}

/** Luma pixels left out along a region's edge: as many as leave enough to judge. */
const insets = [4, 2, 1]

/** So many luma samples are enough to judge. */
const enough = 64

/** The layer on each plane, from its own luma pixels; planes that are subsampled alike share their sets of samples. */
export function planeRegions(layer: Layer, own: Spans, pictures: PictureSides): PlaneRegion[] {
  const luma = pictures.found.planes[0]
  if (!luma) throw new Error('a picture has no luma')
  const inset = insets.find((by) => countSamples(insetSpans(own, by, luma.width, luma.height)) >= enough) ?? 1
  const sets = new Map<number, Pick<PlaneRegion, 'own' | 'inside' | 'deep'>>()
  return pictures.found.planes.map((found, index) => {
    const [original, expected] = [pictures.original.planes[index], pictures.expected.planes[index]]
    const subsampling = pictures.found.subsampling[index]
    if (!original || !expected || !subsampling) throw new Error('a picture has too few planes')
    const { shiftX, shiftY } = subsampling
    const set =
      sets.get(shiftX) ?? samplesToJudge(chromaSpans(own, shiftX, shiftY), Math.max(1, inset >> shiftX), found)
    sets.set(shiftX, set)
    return { layer, index, sides: { original, expected, found }, ...set }
  })
}

function samplesToJudge(own: Spans, inset: number, plane: Plane): Pick<PlaneRegion, 'own' | 'inside' | 'deep'> {
  const inside = insetSpans(own, inset, plane.width, plane.height)
  return inside.length > 0 ? { own, inside, deep: true } : { own, inside: own, deep: false }
}
