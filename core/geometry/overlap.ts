import type { Box, Point, Shape, Size } from './shape.ts'

/** Area in square pixels; 0 for a box turned inside out. */
export function boxArea(box: Box): number {
  return Math.max(0, box[2]) * Math.max(0, box[3])
}

/** Centre of a box. */
export function boxCentre(box: Box): Point {
  return [box[0] + box[2] / 2, box[1] + box[3] / 2]
}

/** What two boxes share; null where they share no area. */
export function intersection(a: Box, b: Box): Box | null {
  const left = Math.max(a[0], b[0])
  const top = Math.max(a[1], b[1])
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - left
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - top
  return width > 0 && height > 0 ? [left, top, width, height] : null
}

/** Area that two boxes share, in square pixels. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  if (width <= 0) return 0
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return height > 0 ? width * height : 0
}

/** Intersection over union, 0 to 1; 0 where either box is empty. */
export function iou(a: Box, b: Box): number {
  const shared = sharedArea(a, b)
  return shared > 0 ? shared / (boxArea(a) + boxArea(b) - shared) : 0
}

/** Share of `a`'s area that lies in `b`, 0 to 1; 0 where `a` is empty. */
export function shareInside(a: Box, b: Box): number {
  const area = boxArea(a)
  return area > 0 ? sharedArea(a, b) / area : 0
}

/** Smallest box around both. */
export function boxUnion(a: Box, b: Box): Box {
  const left = Math.min(a[0], b[0])
  const top = Math.min(a[1], b[1])
  const right = Math.max(a[0] + a[2], b[0] + b[2])
  const bottom = Math.max(a[1] + a[3], b[1] + b[3])
  return [left, top, right - left, bottom - top]
}

/** Box with `share` of its width and height added on each side. */
export function grownBox(box: Box, share: number): Box {
  const dx = box[2] * share
  const dy = box[3] * share
  return [box[0] - dx, box[1] - dy, box[2] + 2 * dx, box[3] + 2 * dy]
}

/** The part of a box that lies in the picture; null where none does. */
export function insidePicture(box: Box, size: Size): Box | null {
  return intersection(box, [0, 0, size.width, size.height])
}

function insidePolygon(points: readonly Point[], x: number, y: number): boolean {
  let inside = false
  let previous = points.at(-1)
  for (const point of points) {
    if (previous && point[1] > y !== previous[1] > y) {
      const crossing = previous[0] + ((y - previous[1]) / (point[1] - previous[1])) * (point[0] - previous[0])
      if (x < crossing) inside = !inside
    }
    previous = point
  }
  return inside
}

/**
 * Whether a region covers a point. Rectangle and ellipse are turned clockwise about their box's centre; polygons follow the even-odd rule. Edges of
 * rectangles and ellipses count as inside.
 */
export function containsPoint(shape: Shape, point: Point): boolean {
  if (shape.shape === 'polygon') return insidePolygon(shape.points, point[0], point[1])
  const [x, y, width, height] = shape.box
  if (width <= 0 || height <= 0) return false
  let dx = point[0] - (x + width / 2)
  let dy = point[1] - (y + height / 2)
  const angle = shape.angle ?? 0
  if (angle !== 0) {
    const radians = (angle * Math.PI) / 180
    const cos = Math.cos(radians)
    const sin = Math.sin(radians)
    ;[dx, dy] = [dx * cos + dy * sin, dy * cos - dx * sin]
  }
  const across = (2 * dx) / width
  const down = (2 * dy) / height
  if (shape.shape === 'ellipse') return across * across + down * down <= 1
  return Math.abs(across) <= 1 && Math.abs(down) <= 1
}

/**
 * Share of a box's visible part that `covers` says is covered, sampled at the middles of a grid of `steps` by `steps`
 * cells. A box wholly outside the picture shows nothing: 1.
 */
export function sampledShare(box: Box, size: Size, covers: (point: Point) => boolean, steps = 16): number {
  const visible = insidePicture(box, size)
  if (!visible) return 1
  let covered = 0
  for (let row = 0; row < steps; row++) {
    const y = visible[1] + ((row + 0.5) / steps) * visible[3]
    for (let column = 0; column < steps; column++) {
      if (covers([visible[0] + ((column + 0.5) / steps) * visible[2], y])) covered++
    }
  }
  return covered / (steps * steps)
}
