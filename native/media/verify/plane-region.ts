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
  const { inset, inside } = insetOf(own, luma)
  const sets = new Map([[0, samplesToJudge(own, inside)]])
  return pictures.found.planes.map((found, index) => {
    const [original, expected] = [pictures.original.planes[index], pictures.expected.planes[index]]
    const subsampling = pictures.found.subsampling[index]
    if (!original || !expected || !subsampling) throw new Error('a picture has too few planes')
    const { shiftX, shiftY } = subsampling
    const set = sets.get(shiftX) ?? chromaSet(chromaSpans(own, shiftX, shiftY), Math.max(1, inset >> shiftX), found)
    sets.set(shiftX, set)
    return { layer, index, sides: { original, expected, found }, ...set }
  })
}

/** The deepest inset that leaves enough of a set. */
function insetOf(own: Spans, { width, height }: Plane): { readonly inset: number; readonly inside: Spans } {
  for (const inset of insets) {
    const inside = insetSpans(own, inset, width, height)
    if (inset === 1 || countSamples(inside) >= enough) return { inset, inside }
  }
  return { inset: 0, inside: own }
}

type SampleSet = Pick<PlaneRegion, 'own' | 'inside' | 'deep'>

function chromaSet(own: Spans, inset: number, { width, height }: Plane): SampleSet {
  return samplesToJudge(own, insetSpans(own, inset, width, height))
}

function samplesToJudge(own: Spans, inside: Spans): SampleSet {
  return inside.length > 0 ? { own, inside, deep: true } : { own, inside: own, deep: false }
}
