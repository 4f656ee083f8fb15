import { boundsOf } from '../../../../core/geometry/bounds.ts'
import { boxCentre } from '../../../../core/geometry/overlap.ts'
import type { Shape } from '../../../../core/geometry/shape.ts'
import { movedBy, placeOfSide, sized, turned } from './outline-drag.ts'
import {
  anywhere,
  type Guide,
  guidesOf,
  guideThrough,
  leastPull,
  leastSide,
  nearestPull,
  outside,
  type Pull,
  pulledEdge,
  type Snapped,
  type Snapping,
} from './snap-lines.ts'

/** A region with sides, and the turn of its box. */
type Boxed = Exclude<Shape, { shape: 'polygon' }>
type Side = readonly [-1 | 0 | 1, -1 | 0 | 1]

/** A way to draw something to lines: the shape, how far it was moved, and the lines. */
type Drawn = Snapped<Shape> & { readonly by: number }

/** Turns that differ by no more look the same (degrees). */
const sameTurn = 0.05
/** Turns to which boxes are drawn, and no further than so far (degrees). */
const [usualTurn, mostTurn] = [15, 3]

/** How far from looking alike two turned boxes are, in degrees: a quarter turn makes no difference. */
function turnBetween(from: number, to: number): number {
  return to - from - 90 * Math.round((to - from) / 90)
}

/** Whether something sticks out of the picture no further than before. */
function keepsIn(before: Shape, after: Shape, { targets: { picture } }: Snapping): boolean {
  const out = (shape: Shape): readonly [number, number] => {
    const [x, y, width, height] = boundsOf(shape)
    return [outside([x, x + width], picture.width), outside([y, y + height], picture.height)]
  }
  const [was, is] = [out(before), out(after)]
  return is[0] <= was[0] + 1e-9 && is[1] <= was[1] + 1e-9
}

/** Both pulls where they are within reach together; else the lesser. */
function bothOrLess(a: Pull | null, b: Pull | null, reach: number): readonly [Pull | null, Pull | null] {
  if (!a || !b || Math.hypot(a.by, b.by) <= reach) return [a, b]
  return Math.abs(a.by) <= Math.abs(b.by) ? [a, null] : [null, b]
}

function farOf(pulls: readonly (Pull | null)[]): number {
  return Math.hypot(...pulls.map((pull) => pull?.by ?? 0))
}

/** Edges of a box along its own axes, and of others that are turned alike along the same. */
function inOwnAxes({ box, angle = 0 }: Boxed, { targets }: Snapping) {
  const [middleX, middleY] = turned(boxCentre(box), -angle)
  const alike = targets.turned.filter((other) => Math.abs(turnBetween(other.angle, angle)) <= sameTurn)
  const places = alike.flatMap(({ corners }) => corners.map((corner) => turned(corner, -angle)))
  const [, , width, height] = box
  return {
    xs: [middleX - width / 2, middleX + width / 2],
    ys: [middleY - height / 2, middleY + height / 2],
    down: places.map(([x]) => x),
    across: places.map(([, y]) => y),
  } as const
}

/** Guides for pulls along the axes of a turned box. */
function turnedGuides(angle: number, down: Pull | null, across: Pull | null, { targets }: Snapping): readonly Guide[] {
  const lines = [
    down && guideThrough(turned([down.at, 0], angle), turned([0, 1], angle), targets.picture),
    across && guideThrough(turned([0, across.at], angle), turned([1, 0], angle), targets.picture),
  ]
  return lines.filter((line) => line !== null)
}

/** The nearest of several ways that keeps in the picture; as it was drawn where there is none. */
function nearestOf(shape: Shape, ways: readonly Drawn[], snapping: Snapping): Snapped<Shape> {
  const allowed = ways.filter(({ drawn, guides }) => guides.length > 0 && keepsIn(shape, drawn, snapping))
  const best = leastPull(allowed)
  return best ? { drawn: best.drawn, guides: best.guides } : { drawn: shape, guides: [] }
}

/** A turned box as it was moved, drawn to the edges of others that are turned alike, or as its corners were drawn to lines. */
export function snapTurnedMove(shape: Boxed, byCorners: Drawn, snapping: Snapping): Snapped<Shape> {
  const { reach } = snapping
  const { angle = 0 } = shape
  const own = inOwnAxes(shape, snapping)
  const [down, across] = bothOrLess(
    nearestPull(own.xs, own.down, reach, anywhere),
    nearestPull(own.ys, own.across, reach, anywhere),
    reach,
  )
  const drawn = movedBy(shape, turned([down?.by ?? 0, across?.by ?? 0], angle))
  const along = { drawn, guides: turnedGuides(angle, down, across, snapping), by: farOf([down, across]) }
  return nearestOf(shape, [byCorners, along], snapping)
}

/** Along its own axes: to the edges of others that are turned alike, or to where it is as large as before. */
function sizedInOwnAxes(shape: Boxed, [across, down]: Side, snapping: Snapping): Drawn {
  const { targets, reach } = snapping
  const { angle = 0 } = shape
  const own = inOwnAxes(shape, snapping)
  const bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
  const [alongX, alongY] = bothOrLess(
    pulledEdge({ side: across, edges: own.xs, lines: own.down, before: targets.before?.width, bounds }, reach),
    pulledEdge({ side: down, edges: own.ys, lines: own.across, before: targets.before?.height, bounds }, reach),
    reach,
  )
  const drawn = sized(shape, [across, down], turned([alongX?.by ?? 0, alongY?.by ?? 0], angle))
  return { drawn, guides: turnedGuides(angle, alongX, alongY, snapping), by: farOf([alongX, alongY]) }
}

/** The dragged corner goes to lines down and across the picture, the one over against it stays. */
function sizedByCorner(shape: Boxed, side: Side, { targets, reach }: Snapping): Drawn {
  const [x, y] = placeOfSide(shape, side)
  const [down, across] = bothOrLess(
    nearestPull([x], targets.down, reach, anywhere),
    nearestPull([y], targets.across, reach, anywhere),
    reach,
  )
  const drawn = sized(shape, side, [down?.by ?? 0, across?.by ?? 0])
  return { drawn, guides: guidesOf(down, across, targets.picture), by: farOf([down, across]) }
}

/** The dragged side goes along its own way until one of its corners lies on a line. */
function sizedByEdge(shape: Boxed, side: Side, { targets, reach }: Snapping): Drawn {
  const way = turned(side, shape.angle ?? 0)
  const ends =
    side[0] === 0
      ? ([
          [-1, side[1]],
          [1, side[1]],
        ] as const)
      : ([
          [side[0], -1],
          [side[0], 1],
        ] as const)
  const pulls = ends
    .map((end) => placeOfSide(shape, end))
    .flatMap((corner) =>
      ([0, 1] as const).flatMap((axis) =>
        Math.abs(way[axis]) < 1e-6
          ? []
          : ([targets.down, targets.across][axis]?.map((at) => ({ by: (at - corner[axis]) / way[axis], at, axis })) ??
            []),
      ),
    )
  const side0 = side[0] === 0 ? shape.box[3] : shape.box[2]
  const best = leastPull(pulls.filter(({ by }) => Math.abs(by) <= reach && side0 + by >= leastSide))
  const by = best?.by ?? 0
  const drawn = sized(shape, side, [way[0] * by, way[1] * by])
  const guides = best ? guidesOf(best.axis === 0 ? best : null, best.axis === 1 ? best : null, targets.picture) : []
  return { drawn, guides, by }
}

/** A turned box as it was sized: by the corners of what is dragged, or along its own axes. */
export function snapTurnedSize(shape: Boxed, side: Side, snapping: Snapping): Snapped<Shape> {
  const own = sizedInOwnAxes(shape, side, snapping)
  // The corners of an ellipse's box are nowhere on it.
  if (shape.shape === 'ellipse') return nearestOf(shape, [own], snapping)
  const byCorners =
    side[0] !== 0 && side[1] !== 0 ? sizedByCorner(shape, side, snapping) : sizedByEdge(shape, side, snapping)
  return nearestOf(shape, [own, byCorners].filter(isLarge), snapping)
}

function isLarge({ drawn }: Drawn): boolean {
  return drawn.shape === 'polygon' || Math.min(drawn.box[2], drawn.box[3]) >= leastSide
}

/** A box as it was turned, drawn to upright, to a usual turn, or to how another one is turned. */
export function snapTurn(shape: Shape, snapping: Snapping): Snapped<Shape> {
  if (shape.shape === 'polygon') return { drawn: shape, guides: [] }
  const { box, angle = 0 } = shape
  const { targets, reach } = snapping
  const reachDegrees = (reach / Math.max(1, Math.hypot(box[2], box[3]) / 2)) * (180 / Math.PI)
  const others = targets.turned.map((other) => turnBetween(angle, other.angle))
  const usual = Math.round(angle / usualTurn) * usualTurn - angle
  const near = [usual, ...others].filter((by) => Math.abs(by) <= Math.min(mostTurn, reachDegrees))
  const ways = near.map((by): Drawn => {
    const guide = guideThrough(boxCentre(box), turned([1, 0], angle + by), targets.picture)
    return { drawn: { ...shape, angle: angle + by }, guides: guide ? [guide] : [], by }
  })
  return nearestOf(shape, ways, snapping)
}
