import { expect, test } from 'vitest'
import type { Box, Point, Shape } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { placeOfSide, turned } from './outline-drag.ts'
import { boxCorners, guideThrough, type SnapTargets } from './snap-lines.ts'
import { snapShape, snapTargets } from './snapping.ts'

type Boxed = Exclude<Shape, { shape: 'polygon' }>

const picture = { width: 400, height: 300 }
const reach = 6

function near(rest: Partial<SnapTargets> = {}): SnapTargets {
  return { picture, down: [0, 400], across: [0, 300], turned: [], before: null, ...rest }
}

function rect(box: Box, angle: number): Boxed {
  return { shape: 'rect', box, angle }
}

/** A turned box of which one corner lies where it is said to. */
function rectWithCorner([x, y]: Point, corner: readonly [number, number], angle: number): Boxed {
  const one = rect([150, 120, 60, 40], angle)
  const [cornerX, cornerY] = placeOfSide(one, corner)
  return rect([150 + x - cornerX, 120 + y - cornerY, 60, 40], angle)
}

function expectAt(point: Point, wanted: Point): void {
  expect(point[0]).toBeCloseTo(wanted[0], 6)
  expect(point[1]).toBeCloseTo(wanted[1], 6)
}

function asBox(shape: Shape): Boxed {
  if (shape.shape === 'polygon') throw new Error('not a box')
  return shape
}

test('a turned box is moved by any of its corners', () => {
  const shape = rectWithCorner([203, 97], [1, -1], 20)
  const { drawn, guides } = snapShape(shape, { kind: 'move' }, near({ down: [0, 200, 400], across: [0, 100] }), reach)
  expectAt(placeOfSide(asBox(drawn), [1, -1]), [200, 100])
  expect(guides).toHaveLength(2)
  expect(asBox(drawn).box.slice(2)).toEqual([60, 40])
})

test('a polygon is moved by a corner that is none of its bounds', () => {
  const points: Point[] = [
    [100, 100],
    [200, 100],
    [153, 140],
    [200, 200],
    [100, 200],
  ]
  const { drawn } = snapShape({ shape: 'polygon', points }, { kind: 'move' }, near({ down: [150] }), reach)
  expect(drawn.shape === 'polygon' && drawn.points[2]).toEqual([150, 140])
})

test('the dragged corner of a turned box goes to lines, the one over against it stays', () => {
  const shape = rectWithCorner([203, 98], [1, -1], 30)
  const { drawn } = snapShape(shape, { kind: 'size', side: [1, -1] }, near({ down: [200], across: [100] }), reach)
  expectAt(placeOfSide(asBox(drawn), [1, -1]), [200, 100])
  expectAt(placeOfSide(asBox(drawn), [-1, 1]), placeOfSide(shape, [-1, 1]))
  expect(asBox(drawn).angle).toBe(30)
})

test('of two lines that are out of reach together, the corner goes to the nearer', () => {
  const shape = rectWithCorner([204, 95], [1, -1], 30)
  const { drawn, guides } = snapShape(
    shape,
    { kind: 'size', side: [1, -1] },
    near({ down: [200], across: [100] }),
    reach,
  )
  expectAt(placeOfSide(asBox(drawn), [1, -1]), [200, 95])
  expect(guides).toHaveLength(1)
})

test('the dragged side of a turned box goes until one of its corners lies on a line, the other side stays', () => {
  const shape = rectWithCorner([203, 98], [1, 1], 30)
  const { drawn, guides } = snapShape(shape, { kind: 'size', side: [1, 0] }, near({ down: [200] }), reach)
  expect(placeOfSide(asBox(drawn), [1, 1])[0]).toBeCloseTo(200, 6)
  for (const end of [-1, 1]) expectAt(placeOfSide(asBox(drawn), [-1, end]), placeOfSide(shape, [-1, end]))
  expect(guides).toEqual([
    [
      [200, 0],
      [200, 300],
    ],
  ])
})

test('a turned region is as large again as at the key before, an ellipse too', () => {
  const before = { width: 60, height: 40 }
  for (const kind of ['rect', 'ellipse'] as const) {
    const shape: Boxed = { shape: kind, box: [100, 100, 57, 44], angle: 33 }
    const { drawn } = snapShape(shape, { kind: 'size', side: [-1, 1] }, near({ down: [], across: [], before }), reach)
    const { box } = asBox(drawn)
    expect([box[2], box[3]].map((side) => Math.round(side * 1e6) / 1e6)).toEqual([60, 40])
    expectAt(placeOfSide(asBox(drawn), [1, -1]), placeOfSide(shape, [1, -1]))
  }
})

/** A box as far to the right of another along its own axes as it is said, and lower by so much. */
function beside(other: Boxed, [along, down]: Point): Boxed {
  const { box, angle = 0 } = other
  const [x, y] = turned([along, down], angle)
  return rect([box[0] + x, box[1] + y, box[2], box[3]], angle)
}

test('edges of boxes that are turned alike come to lie in one line, also by a quarter turn', () => {
  const other = rect([100, 100, 50, 30], 25)
  for (const quarter of [0, 90]) {
    const targets = near({ turned: [{ angle: 25 + quarter, corners: boxCorners(other) }] })
    const { drawn, guides } = snapShape(beside(other, [90, 3]), { kind: 'move' }, targets, reach)
    expectAt(
      asBox(drawn).box.slice(0, 2) as [number, number],
      beside(other, [90, 0]).box.slice(0, 2) as [number, number],
    )
    expect(guides).toHaveLength(1)
    const [[fromX, fromY], [toX, toY]] = guides[0] ?? [
      [0, 0],
      [0, 0],
    ]
    expect((Math.atan2(toY - fromY, toX - fromX) * 180) / Math.PI).toBeCloseTo(25, 6)
  }
})

test('what is turned otherwise has no edges in common', () => {
  const other = rect([100, 100, 50, 30], 25)
  const targets = near({ down: [], across: [], turned: [{ angle: 27, corners: boxCorners(other) }] })
  const shape = beside(other, [90, 3])
  expect(snapShape(shape, { kind: 'move' }, targets, reach)).toEqual({ drawn: shape, guides: [] })
})

test('a box is turned to a usual turn or as another is, where that is near; not with the snapping off', () => {
  const turnedTo = (angle: number, targets: SnapTargets, within = reach): number | undefined =>
    asBox(snapShape(rect([150, 120, 60, 40], angle), { kind: 'turn' }, targets, within).drawn).angle
  const alone = near()
  expect([1.4, -2, 44, 46.5, 91, 16, 7, 22].map((angle) => turnedTo(angle, alone))).toEqual([
    0, 0, 45, 45, 90, 15, 7, 22,
  ])
  const other = near({ turned: [{ angle: 37, corners: [] }] })
  expect([36, 38.5, -52.2, 128].map((angle) => turnedTo(angle, other))).toEqual([37, 37, -53, 127])
  expect(turnedTo(1.4, alone, 0)).toBe(1.4)
  // Far out a degree is a long way.
  const large = rect([20, 20, 360, 260], 2)
  expect(asBox(snapShape(large, { kind: 'turn' }, alone, reach).drawn).angle).toBe(2)
})

test('a turn shows the line along which the box lies', () => {
  const { guides } = snapShape(rect([150, 120, 60, 40], 1), { kind: 'turn' }, near(), reach)
  expect(guides).toEqual([
    [
      [0, 140],
      [400, 140],
    ],
  ])
  expect(guideThrough([500, 10], [0, 1], picture)).toBeNull()
})

test('the corners of what is turned, and of polygons, are there to be drawn to', () => {
  const kind = { class: 'overlay', action: 'hide', margin: 0, untilFrame: frameIndex(50) } as const
  const tracks: Track[] = [
    { ...kind, id: 'd1', shape: 'rect', keys: [{ frame: frameIndex(0), box: [100, 100, 60, 40], angle: 30 }] },
    {
      ...{ ...kind, id: 'd2', shape: 'polygon' },
      keys: [
        {
          frame: frameIndex(0),
          points: [
            [300, 200],
            [340, 200],
            [317, 230],
            [340, 260],
          ],
        },
      ],
    },
  ]
  const { down, turned: others } = snapTargets({ tracks }, frameIndex(0), { own: null, picture })
  expect(down).toContain(317)
  for (const [x] of boxCorners(rect([100, 100, 60, 40], 30)))
    expect(down.some((line) => Math.abs(line - x) < 1e-6)).toBe(true)
  expect(others.map(({ angle }) => angle)).toEqual([30])
})
