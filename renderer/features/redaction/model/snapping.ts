import { boundsOf } from '../../../../core/geometry/bounds.ts'
import type { Box, Point, Shape, Size } from '../../../../core/geometry/shape.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import { fated, hasFateAt, personDecisions } from '../../../../core/redaction/regions-at.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from '../../../../core/redaction/track-region.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { type Handle, movedBy } from './outline-drag.ts'
import {
  anywhere,
  boxCorners,
  guidesOf,
  nearestPull,
  outside,
  type Pull,
  pulledEdge,
  type Snapped,
  type Snapping,
  type SnapTargets,
  type Turned,
} from './snap-lines.ts'
import { snapTurn, snapTurnedMove, snapTurnedSize } from './turned-snapping.ts'

export type { Guide, SnapTargets } from './snap-lines.ts'

function edgesOf([x, y, width, height]: Box): readonly [Point, Point] {
  return [
    [x, x + width],
    [y, y + height],
  ]
}

/** The corners of what has any that are not its bounds': an ellipse has none, and those of an upright box are its edges'. */
function ownCorners(shape: Shape): readonly Point[] {
  if (shape.shape === 'polygon') return shape.points
  return shape.shape === 'rect' && (shape.angle ?? 0) !== 0 ? boxCorners(shape) : []
}

/** Where something begins, ends or has a corner, across and down. */
function placesOf(shape: Shape): readonly [readonly number[], readonly number[]] {
  const [xs, ys] = edgesOf(boundsOf(shape))
  const points = ownCorners(shape)
  return [
    [...xs, ...points.map(([x]) => x)],
    [...ys, ...points.map(([, y]) => y)],
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
  const turned: Turned[] = []
  for (const track of tracks) {
    const outline = track.id === own ? null : seenOutline(track, decisions, frame)
    const [xs, ys] = outline ? placesOf(outline) : [[], []]
    if (outline && outline.shape !== 'polygon' && outline.angle)
      turned.push({ angle: outline.angle, corners: boxCorners(outline) })
    down.push(...xs.filter((x) => x > 0 && x < picture.width))
    across.push(...ys.filter((y) => y > 0 && y < picture.height))
  }
  const before = sizeBefore(
    tracks.find(({ id }) => id === own),
    frame,
  )
  return { picture, down, across, before, turned }
}

/** Moved as a whole, by its edges or corners; never further out of the picture than it was drawn. */
function pulledWhole(shape: Shape, targets: SnapTargets, reach: number): readonly [Pull | null, Pull | null] {
  const [xs, ys] = edgesOf(boundsOf(shape))
  const [acrossPlaces, downPlaces] = placesOf(shape)
  const keepsIn =
    ([from, until]: Point, most: number) =>
    (by: number): boolean =>
      outside([from + by, until + by], most) <= outside([from, until], most)
  return [
    nearestPull(acrossPlaces, targets.down, reach, keepsIn(xs, targets.picture.width)),
    nearestPull(downPlaces, targets.across, reach, keepsIn(ys, targets.picture.height)),
  ]
}

function pulledSides(
  box: Box,
  [across, down]: readonly [-1 | 0 | 1, -1 | 0 | 1],
  { targets, reach }: Snapping,
): readonly [Pull | null, Pull | null] {
  const [xs, ys] = edgesOf(box)
  const { picture, before } = targets
  return [
    pulledEdge(
      { side: across, edges: xs, lines: targets.down, before: before?.width, bounds: [0, picture.width] },
      reach,
    ),
    pulledEdge(
      { side: down, edges: ys, lines: targets.across, before: before?.height, bounds: [0, picture.height] },
      reach,
    ),
  ]
}

/** A point drawn to the lines near it. */
export function snapPoint([x, y]: Point, targets: SnapTargets, reach: number): Snapped<Point> {
  const down = nearestPull([x], targets.down, reach, anywhere)
  const across = nearestPull([y], targets.across, reach, anywhere)
  return { drawn: [down?.at ?? x, across?.at ?? y], guides: guidesOf(down, across, targets.picture) }
}

function snapSize(
  shape: Exclude<Shape, { shape: 'polygon' }>,
  side: readonly [-1 | 0 | 1, -1 | 0 | 1],
  { targets, reach }: Snapping,
): Snapped<Shape> {
  if (shape.angle) return snapTurnedSize(shape, side, { targets, reach })
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

function snapMove(shape: Shape, { targets, reach }: Snapping): Snapped<Shape> {
  const [down, across] = pulledWhole(shape, targets, reach)
  const by: Point = [down?.by ?? 0, across?.by ?? 0]
  const moved = { drawn: movedBy(shape, by), guides: guidesOf(down, across, targets.picture) }
  if (shape.shape === 'polygon' || !shape.angle) return moved
  return snapTurnedMove(shape, { ...moved, by: Math.hypot(...by) }, { targets, reach })
}

function snapCorner(
  shape: Extract<Shape, { shape: 'polygon' }>,
  at: number,
  { targets, reach }: Snapping,
): Snapped<Shape> {
  const point = shape.points[at]
  if (!point) return { drawn: shape, guides: [] }
  const { drawn, guides } = snapPoint(point, targets, reach)
  return { drawn: { ...shape, points: shape.points.map((one, place) => (place === at ? drawn : one)) }, guides }
}

/**
 * A region as it was dragged by a handle, drawn to the lines near it, to the edges of others that are turned as it is, or to a turn.
 * Edges go by `reach` (in the picture's pixels) at most, those that are not dragged not at all, and none further out of the picture
 * than it was.
 */
export function snapShape(shape: Shape, handle: Handle, targets: SnapTargets, reach: number): Snapped<Shape> {
  const snapping = { targets, reach }
  if (handle.kind === 'move') return snapMove(shape, snapping)
  if (handle.kind === 'turn') return snapTurn(shape, snapping)
  if (shape.shape !== 'polygon' && handle.kind === 'size') return snapSize(shape, handle.side, snapping)
  if (shape.shape === 'polygon' && handle.kind === 'point') return snapCorner(shape, handle.at, snapping)
  return { drawn: shape, guides: [] }
}
