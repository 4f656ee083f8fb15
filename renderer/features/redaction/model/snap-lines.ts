import type { Point, Shape, Size } from '../../../../core/geometry/shape.ts'
import { placeOfSide } from './outline-drag.ts'

/** A line to which something was drawn, in the picture's pixels: from one of its sides to another. */
export type Guide = readonly [from: Point, to: Point]

/** A region that stands turned: its corners, or those of an ellipse's box. */
export type Turned = { readonly angle: number; readonly corners: readonly Point[] }

/** What edges are drawn to: lines down and across the picture, others that are turned, and the size that the region had before. */
export type SnapTargets = {
  readonly picture: Size
  readonly down: readonly number[]
  readonly across: readonly number[]
  readonly turned: readonly Turned[]
  /** Width and height at the keyed frame before; null where there is none. */
  readonly before: Size | null
}

/** A shape, and the lines to which it was drawn. */
export type Snapped<Drawn> = { readonly drawn: Drawn; readonly guides: readonly Guide[] }

/** What is drawn to what, and how far at most, in the picture's pixels. */
export type Snapping = { readonly targets: SnapTargets; readonly reach: number }

/** Least side that is left, in the picture's pixels. */
export const leastSide = 2

/** By how much something is moved so that one of its edges comes to lie on a line. */
export type Pull = { readonly by: number; readonly at: number }

/** Nothing speaks against a pull. */
export const anywhere = (): boolean => true

/** The least of some pulls; null where there are none. */
export function leastPull<One extends Pick<Pull, 'by'>>(pulls: readonly One[]): One | null {
  return pulls.reduce<One | null>((least, one) => (least && Math.abs(least.by) <= Math.abs(one.by) ? least : one), null)
}

/** The least pull within reach that is allowed; null: nothing is near enough. */
export function nearestPull(
  edges: readonly number[],
  lines: readonly number[],
  reach: number,
  allows: (by: number) => boolean,
): Pull | null {
  const all = edges.flatMap((edge) => lines.map((at): Pull => ({ by: at - edge, at })))
  return leastPull(all.filter(({ by }) => Math.abs(by) <= reach && allows(by)))
}

type Sized = {
  readonly side: -1 | 0 | 1
  readonly edges: readonly [number, number]
  readonly lines: readonly number[]
  readonly before: number | undefined
  /** Where the picture ends; infinite where that is no bound. */
  readonly bounds: readonly [number, number]
}

/** The one edge that is dragged goes to a line, or to where the region is as large as before. */
export function pulledEdge({ side, edges: [from, until], lines, before, bounds }: Sized, reach: number): Pull | null {
  if (side === 0) return null
  const [edge, held] = side === 1 ? [until, from] : [from, until]
  const as = before === undefined ? [] : [held + side * before].filter((at) => at >= bounds[0] && at <= bounds[1])
  return nearestPull([edge], [...lines, ...as], reach, (by) => until - from + side * by >= leastSide)
}

/** Guides for pulls to a line down, and to one across. */
export function guidesOf(down: Pull | null, across: Pull | null, { width, height }: Size): readonly Guide[] {
  const lines: Guide[] = []
  if (down)
    lines.push([
      [down.at, 0],
      [down.at, height],
    ])
  if (across)
    lines.push([
      [0, across.at],
      [width, across.at],
    ])
  return lines
}

/** How far two edges stick out of `[0, most]`. */
export function outside([from, until]: readonly [number, number], most: number): number {
  return Math.max(0, -from, until - most)
}

/** The part of a line through a point that lies in the picture; null where it passes it by. */
export function guideThrough([x, y]: Point, [across, down]: Point, { width, height }: Size): Guide | null {
  let [first, last] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const [at, way, most] of [
    [x, across, width],
    [y, down, height],
  ] as const) {
    if (Math.abs(way) < 1e-9) {
      if (at < 0 || at > most) return null
      continue
    }
    const [one, other] = [-at / way, (most - at) / way]
    first = Math.max(first, Math.min(one, other))
    last = Math.min(last, Math.max(one, other))
  }
  if (first > last) return null
  return [
    [x + first * across, y + first * down],
    [x + last * across, y + last * down],
  ]
}

const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const

/** The four corners of a box, turned as it is; of an ellipse those of its box. */
export function boxCorners(shape: Exclude<Shape, { shape: 'polygon' }>): readonly Point[] {
  return corners.map((corner) => placeOfSide(shape, corner))
}
