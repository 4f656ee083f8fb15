import { blurRadius } from './blur.ts'
import { cellSize } from './cell-grid.ts'
import type { PixelBox } from './plane.ts'
import { rasterise } from './rasterise.ts'
import { boundsOf, type RegionShape } from './shape.ts'
import { invertSpans, type Spans, subtractSpans, uniteSpans, wholePicture } from './spans.ts'

/** How a region is made unreadable, strongest first. */
export const regionStyles = ['solid', 'pixelate', 'blur'] as const

/** One of the styles. */
export type RegionStyle = (typeof regionStyles)[number]

/** One region of one frame, in coded luma pixels. */
export type FrameRegion = RegionShape & {
  readonly track: string
  readonly style: RegionStyle
  /** 1 is the weakest; 2 means half the cells or twice the blur. Below 1 counts as 1. */
  readonly strength: number
}

/** What is to be done to one frame. */
export type FrameRedaction = {
  /** The frame's number: decides when held values are due. */
  readonly frame: number
  /** `hide`: the regions are covered. `inverse`: all but the regions, less `hidden`. `blank`: everything, solid. */
  readonly mode: 'hide' | 'inverse' | 'blank'
  readonly regions: readonly FrameRegion[]
  /** Only in `inverse`: covered although a kept region overlaps. */
  readonly hidden?: readonly FrameRegion[]
  /** Only in `inverse`: how what is not kept is covered; solid unless said otherwise. */
  readonly rest?: { readonly style: RegionStyle; readonly strength: number }
}

/** A set of luma pixels that is covered in one way. */
export type Layer = {
  /** Names the layer over the frames: style, number among the track's regions of that style, track. */
  readonly key: string
  readonly style: RegionStyle
  readonly strength: number
  /** The region's box, not clipped to the picture: cells and blur are anchored and measured there. */
  readonly box: PixelBox
  readonly spans: Spans
}

/**
 * What a frame's redaction covers, **strongest first**: solid, then pixelated (largest cells first), then blurred (widest
 * first). Layers may overlap; `ownSpans` and painting give each sample to the first that has it. Layers that
 * cover nothing of the picture are left out.
 */
export function layersOf(redaction: FrameRedaction, width: number, height: number): readonly Layer[] {
  if (redaction.mode === 'blank') return [wholeLayer('solid', 1, wholePicture(width, height), { width, height })]
  if (redaction.mode === 'hide') return ordered(regionLayers(redaction.regions, width, height))
  const hidden = regionLayers(redaction.hidden ?? [], width, height)
  const kept = uniteSpans(...redaction.regions.map((region) => rasterise(region, width, height)))
  const visible = subtractSpans(kept, uniteSpans(...hidden.map((layer) => layer.spans)))
  const { style, strength } = redaction.rest ?? { style: 'solid', strength: 1 }
  return ordered([...hidden, wholeLayer(style, strength, invertSpans(visible, width, height), { width, height })])
}

function wholeLayer(
  style: RegionStyle,
  strength: number,
  spans: Spans,
  size: { readonly width: number; readonly height: number },
): Layer {
  return { key: `${style}:rest`, style, strength, box: { x: 0, y: 0, ...size }, spans }
}

function regionLayers(regions: readonly FrameRegion[], width: number, height: number): Layer[] {
  const counts = new Map<string, number>()
  return regions.map((region) => {
    const { style, strength, track } = region
    const name = `${style}:${track}`
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    const key = `${style}:${count}:${track}`
    return { key, style, strength, box: boundsOf(region), spans: rasterise(region, width, height) }
  })
}

function ordered(layers: readonly Layer[]): readonly Layer[] {
  return layers
    .filter((layer) => layer.spans.length > 0)
    .map((layer) => ({ layer, rank: regionStyles.indexOf(layer.style), reach: reachOf(layer) }))
    .sort((a, b) => a.rank - b.rank || b.reach - a.reach)
    .map(({ layer }) => layer)
}

/** How coarse what is left of a layer is, for layers of one style. */
function reachOf({ style, box, strength }: Layer): number {
  if (style === 'solid') return 0
  return style === 'pixelate' ? cellSize(box, strength) : blurRadius(box, strength)
}

/**
 * Each layer with the luma pixels that are its own: those that no stronger layer covers. For checks that look at one
 * style at a time.
 */
export function ownSpans(layers: readonly Layer[]): readonly { readonly layer: Layer; readonly spans: Spans }[] {
  let covered: Spans = uniteSpans()
  return layers.map((layer) => {
    const spans = subtractSpans(layer.spans, covered)
    covered = uniteSpans(covered, layer.spans)
    return { layer, spans }
  })
}

/** Every luma pixel that some layer covers. */
export function coveredSpans(layers: readonly Layer[]): Spans {
  return uniteSpans(...layers.map((layer) => layer.spans))
}
