import type { PixelBox } from './plane.ts'

/**
 * A region's outline in coded pixels; the origin is the top-left corner of the top-left pixel, an ellipse is inscribed
 * in its box, and `angle` turns rect and ellipse clockwise about the box's centre, in degrees. It has the structure of
 * core's `Shape`, so such values can be passed as they are.
 */
export type RegionShape =
  | {
      readonly shape: 'rect' | 'ellipse'
      readonly box: readonly [x: number, y: number, width: number, height: number]
      readonly angle?: number
    }
  | { readonly shape: 'polygon'; readonly points: readonly (readonly [x: number, y: number])[] }

/** A rect's or ellipse's centre, half sizes and turn. */
export type TurnedBox = {
  readonly centreX: number
  readonly centreY: number
  readonly halfWidth: number
  readonly halfHeight: number
  readonly cosine: number
  readonly sine: number
}

/** Far beyond any picture, near enough for exact whole-number arithmetic in 32 bits. */
const farthest = 2 ** 24

function checked(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('a region has a coordinate that is not a finite number')
  return Math.min(farthest, Math.max(-farthest, value))
}

/** The turned box of a rect or ellipse. Throws on sizes below 0 and on numbers that are not finite. */
export function turnedBox(shape: Exclude<RegionShape, { shape: 'polygon' }>): TurnedBox {
  const [x, y, width, height] = shape.box
  if (width < 0 || height < 0) throw new RangeError('a region has a negative size')
  const radians = (checked((shape.angle ?? 0) % 360) * Math.PI) / 180
  const left = checked(x)
  const top = checked(y)
  const halfWidth = (checked(x + width) - left) / 2
  const halfHeight = (checked(y + height) - top) / 2
  return {
    centreX: left + halfWidth,
    centreY: top + halfHeight,
    halfWidth,
    halfHeight,
    cosine: Math.cos(radians),
    sine: Math.sin(radians),
  }
}

/** Whether the shape is a rect or ellipse whose axes lie along the picture's. */
export function isUpright(shape: RegionShape): boolean {
  return shape.shape !== 'polygon' && (shape.angle ?? 0) % 360 === 0
}

/** The shape's corners: of a rect the four turned ones, of a polygon its points. */
export function cornersOf(shape: RegionShape): readonly (readonly [x: number, y: number])[] {
  if (shape.shape === 'polygon') return shape.points.map(([x, y]) => [checked(x), checked(y)] as const)
  const { centreX, centreY, halfWidth, halfHeight, cosine, sine } = turnedBox(shape)
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return signs.map(([alongX, alongY]) => {
    const x = alongX * halfWidth
    const y = alongY * halfHeight
    return [centreX + x * cosine - y * sine, centreY + x * sine + y * cosine] as const
  })
}

/** Whole pixels `[from, until)` that a stretch touches: at least one, even of a stretch without length. */
export function touched(from: number, until: number): readonly [from: number, until: number] {
  const first = Math.floor(from)
  return [first, Math.max(first + 1, Math.ceil(until))]
}

/**
 * The smallest box of whole pixels around the shape, not clipped to a picture: what cells and blur are anchored at.
 * A polygon without points has an empty box.
 */
export function boundsOf(shape: RegionShape): PixelBox {
  if (shape.shape === 'ellipse') {
    const { centreX, centreY, halfWidth, halfHeight, cosine, sine } = turnedBox(shape)
    const reachX = Math.hypot(halfWidth * cosine, halfHeight * sine)
    const reachY = Math.hypot(halfWidth * sine, halfHeight * cosine)
    return boxAround(centreX - reachX, centreY - reachY, centreX + reachX, centreY + reachY)
  }
  if (shape.shape === 'rect' && isUpright(shape)) {
    const { centreX, centreY, halfWidth, halfHeight } = turnedBox(shape)
    return boxAround(centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight)
  }
  const corners = cornersOf(shape)
  if (corners.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  return boxAround(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

function boxAround(left: number, top: number, right: number, bottom: number): PixelBox {
  const [x, untilX] = touched(left, right)
  const [y, untilY] = touched(top, bottom)
  return { x, y, width: untilX - x, height: untilY - y }
}
