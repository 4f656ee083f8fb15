import type { Size } from '../../../../core/geometry/shape.ts'
import {
  blackOf,
  chromaSpans,
  type PixelBox,
  type PlanarPicture,
  type Plane,
  type Spans,
} from '../../../../kernels/index.ts'

/** How a picture's brightness and colours are told from red, green and blue. */
export type CopyColours = {
  /** The share that red and blue have in brightness. */
  readonly red: number
  readonly blue: number
  /** Whether values go from 0 to 255 rather than from 16 to 235. */
  readonly fullRange: boolean
}

const weights: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  'bt2020-ncl': [0.2627, 0.0593],
}

/** ITU-R BT.601, as which a browser also takes what says nothing of its colours. */
const usual = [0.299, 0.114] as const

/** What a decoded picture says of its colours (WebCodecs, `VideoColorSpace`); null where it says nothing. */
export type SaidColours = { readonly matrix: string | null; readonly fullRange: boolean | null }

/** The colours that a decoded picture is in. */
export function coloursOf({ matrix, fullRange }: SaidColours): CopyColours {
  const [red, blue] = weights[matrix ?? ''] ?? usual
  return { red, blue, fullRange: fullRange ?? false }
}

/** What the solid style paints in these colours. */
export function solidOf({ fullRange }: CopyColours): readonly number[] {
  return blackOf(fullRange)
}

/** Brightness at full size, both colours at half: the planes of every copy. */
export const copySubsampling = [
  { shiftX: 0, shiftY: 0 },
  { shiftX: 1, shiftY: 1 },
  { shiftX: 1, shiftY: 1 },
] as const

type Steps = {
  readonly lowest: number
  readonly bright: number
  readonly colour: number
}

function stepsOf({ fullRange }: CopyColours): Steps {
  return fullRange ? fullSteps : studioSteps
}

const fullSteps: Steps = { lowest: 0, bright: 1, colour: 127.5 }
const studioSteps: Steps = { lowest: 16, bright: 219 / 255, colour: 112 }

function emptyPlane(width: number, height: number): Plane {
  return { data: new Uint8Array(width * height), width, height, stride: width }
}

/** A picture of red, green, blue and alpha in a copy's planes, as far as it lies within the boxes; the rest stays 0. */
export function planesWithin(
  pixels: Uint8ClampedArray,
  size: Size,
  boxes: readonly PixelBox[],
  colours: CopyColours,
): PlanarPicture {
  const half = [(size.width + 1) >> 1, (size.height + 1) >> 1] as const
  const planes = [emptyPlane(size.width, size.height), emptyPlane(...half), emptyPlane(...half)] as const
  for (const { x, y, width, height } of boxes)
    for (let row = y >> 1; row * 2 < y + height; row++)
      for (let column = x >> 1; column * 2 < x + width; column++) takeSquare(pixels, planes, [column, row], colours)
  return { planes, subsampling: copySubsampling }
}

/** The four pixels that share a colour. At an odd edge the last ones stand for those that are not there. */
function takeSquare(
  pixels: Uint8ClampedArray,
  [luma, u, v]: readonly [Plane, Plane, Plane],
  [column, row]: readonly [number, number],
  colours: CopyColours,
): void {
  const { red, blue } = colours
  const { lowest, bright, colour } = stepsOf(colours)
  let [blues, reds] = [0, 0]
  for (let corner = 0; corner < 4; corner++) {
    const x = Math.min(column * 2 + (corner & 1), luma.width - 1)
    const at = Math.min(row * 2 + (corner >> 1), luma.height - 1) * luma.width + x
    const [r, g, b] = [pixels[at * 4] ?? 0, pixels[at * 4 + 1] ?? 0, pixels[at * 4 + 2] ?? 0]
    const brightness = red * r + (1 - red - blue) * g + blue * b
    luma.data[at] = Math.round(lowest + brightness * bright)
    blues += b - brightness
    reds += r - brightness
  }
  const at = row * u.stride + column
  u.data[at] = Math.round(128 + (blues / 4 / 255 / (1 - blue)) * colour)
  v.data[at] = Math.round(128 + (reds / 4 / 255 / (1 - red)) * colour)
}

/** Puts what was covered back into the picture, with the pixels beside it that share a colour with it. */
export function paintBack(
  pixels: Uint8ClampedArray,
  { planes: [luma, u, v] }: PlanarPicture,
  covered: Spans,
  colours: CopyColours,
): void {
  if (!luma || !u || !v) throw new Error('a copy has three planes')
  const { lowest, bright, colour } = stepsOf(colours)
  const { red, blue } = colours
  const spans = chromaSpans(covered, 1, 1)
  for (let nth = 0; nth < spans.length; nth += 3) {
    const [row = 0, from = 0, until = 0] = spans.subarray(nth, nth + 3)
    for (let y = row * 2; y < Math.min(luma.height, row * 2 + 2); y++)
      for (let x = from * 2; x < Math.min(luma.width, until * 2); x++) {
        const at = y * luma.width + x
        const small = row * u.stride + (x >> 1)
        const brightness = ((luma.data[at] ?? 0) - lowest) / bright
        const b = brightness + (((u.data[small] ?? 0) - 128) / colour) * 255 * (1 - blue)
        const r = brightness + (((v.data[small] ?? 0) - 128) / colour) * 255 * (1 - red)
        pixels[at * 4] = r
        pixels[at * 4 + 1] = (brightness - red * r - blue * b) / (1 - red - blue)
        pixels[at * 4 + 2] = b
      }
  }
}
