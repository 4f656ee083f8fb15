import { boundsOf } from '../../../../core/geometry/bounds.ts'
import type { Box, Point, Shape, Size } from '../../../../core/geometry/shape.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { fated, hasFateAt, personDecisions } from '../../../../core/redaction/regions-at.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { type Handle, movedBy } from './outline-drag.ts'

/** A line to which something was drawn, in the picture's pixels: from one of its sides to the other. */
export type Guide = readonly [from: Point, to: Point]

/** What edges are drawn to: lines down and across the picture, and the size that the region had before. */
export type SnapTargets = {
  readonly picture: Size
  readonly down: readonly number[]
  readonly across: readonly number[]
  /** Width and height at the keyed frame before; null where there is none. */
  readonly before: Size | null
}

/** A shape, and the lines to which it was drawn. */
export type Snapped<Drawn> = { readonly drawn: Drawn; readonly guides: readonly Guide[] }

/** Least side that is left, in the picture's pixels. */
const leastSide = 2

function edgesOf([x, y, width, height]: Box): readonly [Point, Point] {
  return [
    [x, x + width],
    [y, y + height],
  ]
}

/** The outline of a track as it is seen at a frame; null where it is not there or hides nothing. */
function seenOutline(track: Track, decisions: ReturnType<typeof personDecisions>, frame: FrameIndex): Shape | null {
  const one = fated(track, decisions)
  const outline = coversFrame(track, frame) && hasFateAt(one, frame) ? outlineAt(track, frame) : null
  if (!outline || one.fate === 'ignored') return null
  return one.fate === 'hidden' ? withMargin(outline, track.margin ?? defaultMargin(track.class)) : outline
}

function sizeBefore(track: Track | undefined, frame: number): Size | null {
  const key = track?.keys.findLast((one) => one.frame < frame)
  return key && 'box' in key ? { width: key.box[2], height: key.box[3] } : null
}

/** What there is to be drawn to at a frame: the picture's border and the other regions' edges. `own`: the region that is dragged. */
export function snapTargets(
  { tracks }: Pick<RedactionProject, 'tracks'>,
  frame: FrameIndex,
  { own, picture }: { readonly own: string | null; readonly picture: Size },
): SnapTargets {
  const decisions = personDecisions(tracks)
  const [down, across] = [
    [0, picture.width],
    [0, picture.height],
  ]
  for (const track of tracks) {
    const outline = track.id === own ? null : seenOutline(track, decisions, frame)
    const [xs, ys] = outline ? edgesOf(boundsOf(outline)) : [[], []]
    down.push(...xs.filter((x) => x > 0 && x < picture.width))
    across.push(...ys.filter((y) => y > 0 && y < picture.height))
  }
  const before = sizeBefore(
    tracks.find(({ id }) => id === own),
    frame,
  )
  return { picture, down, across, before }
}

/** By how much something is moved so that one of its edges comes to lie on a line. */
type Pull = { readonly by: number; readonly at: number }

/** The least pull within reach that is allowed; null: nothing is near enough. */
function nearestPull(
  edges: readonly number[],
  lines: readonly number[],
  reach: number,
  allows: (by: number) => boolean,
): Pull | null {
  const near = edges
    .flatMap((edge) => lines.map((at): Pull => ({ by: at - edge, at })))
    .filter(({ by }) => Math.abs(by) <= reach && allows(by))
  return near.reduce<Pull | null>((least, one) => (least && Math.abs(least.by) <= Math.abs(one.by) ? least : one), null)
}

function guidesOf(down: Pull | null, across: Pull | null, { width, height }: Size): readonly Guide[] {
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
function outside([from, until]: readonly [number, number], most: number): number {
  return Math.max(0, -from, until - most)
}

/** Moved as a whole; never further out of the picture than it was drawn. */
function pulledWhole(bounds: Box, targets: SnapTargets, reach: number): readonly [Pull | null, Pull | null] {
  const [xs, ys] = edgesOf(bounds)
  const keepsIn =
    ([from, until]: Point, most: number) =>
    (by: number): boolean =>
      outside([from + by, until + by], most) <= outside([from, until], most)
  return [
    nearestPull(xs, targets.down, reach, keepsIn(xs, targets.picture.width)),
    nearestPull(ys, targets.across, reach, keepsIn(ys, targets.picture.height)),
  ]
}

type Sized = {
  readonly side: -1 | 0 | 1
  readonly edges: readonly [number, number]
  readonly lines: readonly number[]
  readonly before: number | undefined
  readonly most: number
}

/** The one edge that is dragged goes to a line, or to where the region is as large as before. */
function pulledEdge({ side, edges: [from, until], lines, before, most }: Sized, reach: number): Pull | null {
  if (side === 0) return null
  const [edge, held] = side === 1 ? [until, from] : [from, until]
  const as = before === undefined ? [] : [held + side * before].filter((at) => at >= 0 && at <= most)
  return nearestPull([edge], [...lines, ...as], reach, (by) => until - from + side * by >= leastSide)
}

function pulledSides(
  box: Box,
  [across, down]: readonly [-1 | 0 | 1, -1 | 0 | 1],
  { targets, reach }: { readonly targets: SnapTargets; readonly reach: number },
): readonly [Pull | null, Pull | null] {
  const [xs, ys] = edgesOf(box)
  const { picture, before } = targets
  return [
    pulledEdge({ side: across, edges: xs, lines: targets.down, before: before?.width, most: picture.width }, reach),
    pulledEdge({ side: down, edges: ys, lines: targets.across, before: before?.height, most: picture.height }, reach),
  ]
}

/** A point drawn to the lines near it. */
export function snapPoint([x, y]: Point, targets: SnapTargets, reach: number): Snapped<Point> {
  const anywhere = (): boolean => true
  const down = nearestPull([x], targets.down, reach, anywhere)
  const across = nearestPull([y], targets.across, reach, anywhere)
  return { drawn: [down?.at ?? x, across?.at ?? y], guides: guidesOf(down, across, targets.picture) }
}

function snapSize(
  shape: Exclude<Shape, { shape: 'polygon' }>,
  side: readonly [-1 | 0 | 1, -1 | 0 | 1],
  { targets, reach }: { readonly targets: SnapTargets; readonly reach: number },
): Snapped<Shape> {
  // Sides of a turned box lie along no line.
  if ((shape.angle ?? 0) !== 0) return { drawn: shape, guides: [] }
  const [down, across] = pulledSides(shape.box, side, { targets, reach })
  const [x, y, width, height] = shape.box
  const [byX, byY] = [down?.by ?? 0, across?.by ?? 0]
  const box: Box = [
    side[0] === -1 ? x + byX : x,
    side[1] === -1 ? y + byY : y,
    width + side[0] * byX,
    height + side[1] * byY,
  ]
  return { drawn: { ...shape, box }, guides: guidesOf(down, across, targets.picture) }
}

/**
 * A region as it was dragged by a handle, drawn to the lines near it. Edges go by `reach` (in the picture's pixels) at most, those
 * that are not dragged not at all, and none further out of the picture than it was.
 */
export function snapShape(shape: Shape, handle: Handle, targets: SnapTargets, reach: number): Snapped<Shape> {
  if (handle.kind === 'move') {
    const [down, across] = pulledWhole(boundsOf(shape), targets, reach)
    const by: Point = [down?.by ?? 0, across?.by ?? 0]
    return { drawn: movedBy(shape, by), guides: guidesOf(down, across, targets.picture) }
  }
  if (shape.shape !== 'polygon')
    return handle.kind === 'size' ? snapSize(shape, handle.side, { targets, reach }) : { drawn: shape, guides: [] }
  const point = handle.kind === 'point' ? shape.points[handle.at] : undefined
  if (handle.kind !== 'point' || !point) return { drawn: shape, guides: [] }
  const { drawn, guides } = snapPoint(point, targets, reach)
  return { drawn: { ...shape, points: shape.points.map((one, at) => (at === handle.at ? drawn : one)) }, guides }
}
