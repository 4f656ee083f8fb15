import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { toCoded } from '../../../../core/geometry/rotation.ts'
import type { Size } from '../../../../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../../../../core/redaction/plan.ts'
import {
  type FrameRedaction,
  type FrameRegion,
  type HeldCells,
  noiseKey,
  type Plane,
  redactFrame,
  typescriptKernels,
} from '../../../../kernels/index.ts'

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

function planeOf(pixels: Uint8ClampedArray, { width, height }: Size, channel: number): Plane {
  const data = new Uint8Array(width * height)
  for (let at = 0; at < data.length; at++) data[at] = pixels[at * 4 + channel] ?? 0
  return { data, width, height, stride: width }
}

/** No plane of a picture of red, green and blue is smaller than another. */
const whole = { shiftX: 0, shiftY: 0 } as const

/**
 * Covers a picture of red, green, blue and alpha in place, with the kernels of the export: the same pixels in the same way, but in
 * these colours rather than in the copy's own (brightness at full size, colour at half), so values differ by little and edges of
 * coloured regions by a pixel. Answers what pixelated regions hold for the next frame.
 */
export function coverPixels(
  pixels: Uint8ClampedArray,
  size: Size,
  redaction: FrameRedaction,
  { secret, held }: { readonly secret: string; readonly held: HeldCells },
): HeldCells {
  const planes = [0, 1, 2].map((channel) => planeOf(pixels, size, channel))
  const picture = { planes, subsampling: planes.map(() => whole) }
  const means = { kernels: typescriptKernels, key: noiseKey(secret), solid: [0, 0, 0] }
  const next = redactFrame(picture, redaction, held, means)
  for (const [channel, { data }] of planes.entries())
    for (let at = 0; at < data.length; at++) pixels[at * 4 + channel] = data[at] ?? 0
  return next
}
