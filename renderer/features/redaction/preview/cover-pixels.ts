import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { toCoded } from '../../../../core/geometry/rotation.ts'
import type { Size } from '../../../../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../../../../core/redaction/plan.ts'
import {
  clipBox,
  coveredSpans,
  type FrameRedaction,
  type FrameRegion,
  type HeldCells,
  layersOf,
  noiseKey,
  redactFrame,
  typescriptKernels,
} from '../../../../kernels/index.ts'
import { type CopyColours, paintBack, planesWithin, solidOf } from './copy-colours.ts'

/** A frame's plan as the kernels take it: in coded pixels. Null: the frame is not in the copy. */
export function codedPlan(planned: PlanFrame, video: VideoIndex): FrameRedaction | null {
  if (planned.mode === 'omit') return null
  const coded = (region: PlanRegion): FrameRegion => {
    const { track, style, strength } = region
    return { ...toCoded(region, video.rotation, video), track, style, strength }
  }
  return {
    frame: planned.frame,
    mode: planned.mode,
    regions: planned.regions.map(coded),
    ...(planned.hidden ? { hidden: planned.hidden.map(coded) } : {}),
  }
}

/** What is needed to cover a picture beside it: the project's secret, what pixelated regions hold, and the picture's colours. */
type CoverMeans = { readonly secret: string; readonly held: HeldCells; readonly colours: CopyColours }

/**
 * Covers a picture of red, green, blue and alpha in place, with the kernels of the export and in the copy's own colours (brightness
 * at full size, colour at half): the same pixels in the same way. Answers what pixelated regions hold for the next frame.
 */
export function coverPixels(
  pixels: Uint8ClampedArray,
  size: Size,
  redaction: FrameRedaction,
  { secret, held, colours }: CoverMeans,
): HeldCells {
  const layers = layersOf(redaction, size.width, size.height)
  const boxes = layers.map(({ box }) => clipBox(box, size.width, size.height))
  const picture = planesWithin(pixels, size, boxes, colours)
  const means = { kernels: typescriptKernels, key: noiseKey(secret), solid: solidOf(colours) }
  const next = redactFrame(picture, redaction, held, means)
  paintBack(pixels, picture, coveredSpans(layers), colours)
  return next
}
