import { containsPoint } from '../../../../core/geometry/overlap.ts'
import type { Box, Point, Shape } from '../../../../core/geometry/shape.ts'

/** A place of an outline by which it is changed. Sides are -1, 0 or 1 along the box's own axes. */
export type Handle =
  | { readonly kind: 'move' }
  | { readonly kind: 'turn' }
  | { readonly kind: 'size'; readonly side: readonly [across: -1 | 0 | 1, down: -1 | 0 | 1] }
  | { readonly kind: 'point'; readonly at: number }

/** A handle and where it is, in the picture's pixels. */
export type PlacedHandle = { readonly handle: Handle; readonly point: Point }

/** How far above the box the handle for turning stands, in pixels of the screen. */
const turnReach = 26
/** Least side of a box, in the picture's pixels. */
const leastSide = 2

const sides = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
] as const

/** A point turned clockwise about the origin. */
export function turned([x, y]: Point, degrees: number): Point {
  const radians = (degrees * Math.PI) / 180
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)]
  return [x * cosine - y * sine, x * sine + y * cosine]
}

function middleOf([x, y, width, height]: Box): Point {
  return [x + width / 2, y + height / 2]
}

/** Where a point of a turned box lies, given from its middle along its own axes. */
function fromMiddle(box: Box, angle: number, along: Point): Point {
  const [middleX, middleY] = middleOf(box)
  const [x, y] = turned(along, angle)
  return [middleX + x, middleY + y]
}

/** The corner or the middle of a side of a box at which a handle lies, in the picture's pixels; of an ellipse that of its box. */
export function placeOfSide(
  { box, angle = 0 }: Exclude<Shape, { shape: 'polygon' }>,
  [across, down]: readonly [number, number],
): Point {
  return fromMiddle(box, angle, [(across * box[2]) / 2, (down * box[3]) / 2])
}

/** The handles of an outline. `scale`: pixels of the screen for each of the picture's. */
export function handlesOf(shape: Shape, scale: number): readonly PlacedHandle[] {
  if (shape.shape === 'polygon') return shape.points.map((point, at) => ({ handle: { kind: 'point', at }, point }))
  const { box, angle = 0 } = shape
  const [, , , height] = box
  const placed = sides.map(
    (side): PlacedHandle => ({
      handle: { kind: 'size', side },
      point: placeOfSide(shape, side),
    }),
  )
  const turn = fromMiddle(box, angle, [0, -height / 2 - turnReach / scale])
  return [...placed, { handle: { kind: 'turn' }, point: turn }]
}

/** The handle at a point of the picture; inside of the outline it is moved. `reach`: how near is near enough, in its pixels. */
export function handleAt(
  shape: Shape,
  point: Point,
  { scale, reach }: { scale: number; reach: number },
): Handle | null {
  let nearest: { readonly handle: Handle; readonly far: number } | null = null
  for (const { handle, point: place } of handlesOf(shape, scale)) {
    const far = Math.hypot(place[0] - point[0], place[1] - point[1])
    if (far <= reach && (!nearest || far < nearest.far)) nearest = { handle, far }
  }
  return nearest?.handle ?? (containsPoint(shape, point) ? { kind: 'move' } : null)
}

/** The outline moved by whole or part pixels of the picture. */
export function movedBy(shape: Shape, [byX, byY]: Point): Shape {
  if (shape.shape === 'polygon')
    return { shape: 'polygon', points: shape.points.map(([x, y]): Point => [x + byX, y + byY]) }
  const [x, y, width, height] = shape.box
  return { ...shape, box: [x + byX, y + byY, width, height] }
}

/** The outline larger (or smaller, under 0) by so much across and down, its middle held. */
export function grownBy(shape: Shape, [across, down]: Point): Shape {
  if (shape.shape === 'polygon') return shape
  const [x, y, width, height] = shape.box
  const [newWidth, newHeight] = [Math.max(leastSide, width + across), Math.max(leastSide, height + down)]
  return { ...shape, box: [x - (newWidth - width) / 2, y - (newHeight - height) / 2, newWidth, newHeight] }
}

/** The outline turned further, clockwise. Polygons are turned point by point about the middle of their points. */
export function turnedBy(shape: Shape, degrees: number): Shape {
  if (shape.shape !== 'polygon') return { ...shape, angle: (shape.angle ?? 0) + degrees }
  const count = Math.max(1, shape.points.length)
  const middle: Point = [
    shape.points.reduce((sum, [x]) => sum + x, 0) / count,
    shape.points.reduce((sum, [, y]) => sum + y, 0) / count,
  ]
  const points = shape.points.map(([x, y]): Point => {
    const [offX, offY] = turned([x - middle[0], y - middle[1]], degrees)
    return [middle[0] + offX, middle[1] + offY]
  })
  return { shape: 'polygon', points }
}

/** One side moves, the one over against it stays where it is in the picture. */
export function sized(shape: Exclude<Shape, { shape: 'polygon' }>, side: readonly [number, number], by: Point): Shape {
  const { box, angle = 0 } = shape
  const [along, down] = turned(by, -angle)
  const width = Math.max(leastSide, box[2] + side[0] * along)
  const height = Math.max(leastSide, box[3] + side[1] * down)
  const middle = fromMiddle(box, angle, [(side[0] * (width - box[2])) / 2, (side[1] * (height - box[3])) / 2])
  return { ...shape, box: [middle[0] - width / 2, middle[1] - height / 2, width, height] }
}

/** Of all ways to write an angle the one nearest to another: between keys the numbers are gone along. */
function nearTo(angle: number, other: number): number {
  return angle + 360 * Math.round((other - angle) / 360)
}

function turnedTo(shape: Exclude<Shape, { shape: 'polygon' }>, to: Point): Shape {
  const [x, y] = middleOf(shape.box)
  const degrees = (Math.atan2(to[1] - y, to[0] - x) * 180) / Math.PI + 90
  return { ...shape, angle: Math.round(nearTo(degrees, shape.angle ?? 0) * 10) / 10 }
}

/** The outline after its handle was taken from one point of the picture to another. Pure; a drag is always from where it began. */
export function dragged(shape: Shape, handle: Handle, [from, to]: readonly [from: Point, to: Point]): Shape {
  const by: Point = [to[0] - from[0], to[1] - from[1]]
  if (handle.kind === 'move') return movedBy(shape, by)
  if (shape.shape === 'polygon') {
    if (handle.kind !== 'point') return shape
    return { shape: 'polygon', points: shape.points.map((point, at) => (at === handle.at ? to : point)) }
  }
  if (handle.kind === 'size') return sized(shape, handle.side, by)
  return handle.kind === 'turn' ? turnedTo(shape, to) : shape
}

/** The box between two corners, however they lie to each other. */
export function boxBetween(a: Point, b: Point): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])]
}
