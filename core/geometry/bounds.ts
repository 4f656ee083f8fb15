import type { Box, Point, Shape } from './shape.ts'

/** Smallest upright box around points; null without points. */
export function boundsOfPoints(points: readonly Point[]): Box | null {
  if (points.length === 0) return null
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return [left, top, right - left, bottom - top]
}

/** Smallest upright box around a region, its turn included; a polygon without points has an empty one at the origin. */
export function boundsOf(shape: Shape): Box {
  if (shape.shape === 'polygon') return boundsOfPoints(shape.points) ?? [0, 0, 0, 0]
  const [x, y, width, height] = shape.box
  if (!shape.angle) return shape.box
  const radians = (shape.angle * Math.PI) / 180
  const cos = Math.abs(Math.cos(radians))
  const sin = Math.abs(Math.sin(radians))
  const [across, down] =
    shape.shape === 'rect'
      ? [width * cos + height * sin, width * sin + height * cos]
      : [Math.hypot(width * cos, height * sin), Math.hypot(width * sin, height * cos)]
  return [x + (width - across) / 2, y + (height - down) / 2, across, down]
}

function turn(origin: Point, a: Point, b: Point): number {
  return (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0])
}

function halfHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = []
  for (const point of sorted) {
    for (;;) {
      const [before, last] = [hull.at(-2), hull.at(-1)]
      if (!before || !last || turn(before, last, point) > 0) break
      hull.pop()
    }
    hull.push(point)
  }
  hull.pop()
  return hull
}

/** Convex hull by monotone chains (A. M. Andrew, 1979); fewer than three points come back as they are. */
export function convexHull(points: readonly Point[]): readonly Point[] {
  if (points.length < 3) return points
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const hull = [...halfHull(sorted), ...halfHull(sorted.toReversed())]
  return hull.length < 3 ? points : hull
}
