import { type Appearance, appearanceParts, writeAppearance } from '../../core/detection/appearance.ts'
import type { DetectionClass } from '../../core/detection/detection.ts'
import type { Box, Size } from '../../core/geometry/shape.ts'

/** A picture in packed RGB24 that stands for one of another size: boxes are in pixels of `of`. */
export type SmallPicture = { readonly rgb: Uint8Array; readonly size: Size; readonly of: Size }

/** Long side of the picture from which clothing is read. */
export const clothingScale = 640

/** Where clothing is: shares of the box's width from its middle to each side, and of its height from its top. */
const places: Readonly<Partial<Record<DetectionClass, { side: number; top: number; bottom: number }>>> = {
  face: { side: 0.9, top: 1.5, bottom: 3.2 },
  head: { side: 0.7, top: 1.3, bottom: 2.6 },
  person: { side: 0.22, top: 0.2, bottom: 0.5 },
}

/** At most so many samples each way, and at least so many pixels in the small picture, this share of them in the picture. */
const mostSamples = 20
const leastSide = 3
const leastInside = 0.6

/** What somebody wears, from the pixels under a face or head or in the middle of a person; null where too little is seen. */
export function clothingOf(shown: DetectionClass, box: Box, picture: SmallPicture): Appearance | null {
  const place = places[shown]
  if (!place) return null
  const middle = box[0] + box[2] / 2
  const [perX, perY] = [picture.size.width / picture.of.width, picture.size.height / picture.of.height]
  const left = (middle - place.side * box[2]) * perX
  const right = (middle + place.side * box[2]) * perX
  const top = (box[1] + place.top * box[3]) * perY
  const bottom = (box[1] + place.bottom * box[3]) * perY
  // One pixel is left at each side for the slopes.
  const [fromX, untilX] = [Math.max(1, Math.floor(left)), Math.min(picture.size.width - 1, Math.ceil(right))]
  const [fromY, untilY] = [Math.max(1, Math.floor(top)), Math.min(picture.size.height - 1, Math.ceil(bottom))]
  if (right - left < leastSide || bottom - top < leastSide) return null
  if (untilX - fromX < leastSide || untilY - fromY < leastSide) return null
  if ((untilX - fromX) * (untilY - fromY) < leastInside * (right - left) * (bottom - top)) return null
  return sampled(picture, [fromX, fromY, untilX - fromX, untilY - fromY])
}

function sampled({ rgb, size }: SmallPicture, [x, y, width, height]: Box): Appearance | null {
  const colour = new Array<number>(appearanceParts.colour).fill(0)
  const texture = new Array<number>(appearanceParts.texture).fill(0)
  const [stepX, stepY] = [Math.ceil(width / mostSamples), Math.ceil(height / mostSamples)]
  const row = size.width * 3
  for (let down = 0; down < height; down += stepY) {
    for (let across = 0; across < width; across += stepX) {
      const at = (y + down) * row + (x + across) * 3
      addColour(colour, [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0])
      addSlope(texture, lumaAt(rgb, at + 3) - lumaAt(rgb, at - 3), lumaAt(rgb, at + row) - lumaAt(rgb, at - row))
    }
  }
  return writeAppearance(colour, texture)
}

function lumaAt(rgb: Uint8Array, at: number): number {
  return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0)
}

/** Adds a share to a bin. */
function put(bins: number[], bin: number, share: number): void {
  bins[bin] = (bins[bin] ?? 0) + share
}

/** A share between two neighbouring bins, so that a little more light does not move all of it. `at` is in bins; wraps round. */
function putBetween(
  bins: number[],
  at: number,
  share: number,
  { first, count }: { first: number; count: number },
): void {
  const low = Math.floor(at)
  put(bins, first + (((low % count) + count) % count), share * (low + 1 - at))
  put(bins, first + ((((low + 1) % count) + count) % count), share * (at - low))
}

/** How far a value lies between two limits, from 0 to 1. */
function between(value: number, from: number, until: number): number {
  return Math.min(1, Math.max(0, (value - from) / (until - from)))
}

function addColour(bins: number[], [red, green, blue]: readonly [number, number, number]): void {
  const most = Math.max(red, green, blue)
  const span = most - Math.min(red, green, blue)
  const colourful = between(span, 16, 48)
  if (colourful > 0) {
    const { hues } = appearanceParts
    const hue = (hueOf(red, green, blue) * hues) / 6
    const bright = between(most, 90, 150)
    putBetween(bins, hue, colourful * (1 - bright), { first: 0, count: hues })
    putBetween(bins, hue, colourful * bright, { first: hues, count: hues })
  }
  const first = 2 * appearanceParts.hues
  const greys = appearanceParts.colour - first
  const level = ((0.299 * red + 0.587 * green + 0.114 * blue) / 255) * (greys - 1)
  const low = Math.min(greys - 2, Math.floor(level))
  put(bins, first + low, (1 - colourful) * (low + 1 - level))
  put(bins, first + low + 1, (1 - colourful) * (level - low))
}

/** From 0 (red) over 2 (green) and 4 (blue) to 6; 0 for greys. */
function hueOf(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const span = most - Math.min(red, green, blue)
  if (span === 0) return 0
  if (most === red) return ((green - blue) / span + 6) % 6
  return most === green ? (blue - red) / span + 2 : (red - green) / span + 4
}

function addSlope(bins: number[], slopeX: number, slopeY: number): void {
  const steep = Math.hypot(slopeX, slopeY)
  const notFlat = between(steep, 6, 14)
  const strong = between(steep, 24, 48)
  put(bins, 0, 1 - notFlat)
  put(bins, 1, notFlat * (1 - strong))
  if (strong === 0) return
  const directions = appearanceParts.texture - 2
  const direction = ((Math.atan2(slopeY, slopeX) + Math.PI) / Math.PI) * directions
  putBetween(bins, direction, notFlat * strong, { first: 2, count: directions })
}
