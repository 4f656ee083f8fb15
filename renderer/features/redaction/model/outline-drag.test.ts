import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point, Shape } from '../../../../core/geometry/shape.ts'
import { boxBetween, dragged, grownBy, handleAt, handlesOf, movedBy, turnedBy } from './outline-drag.ts'

const box: Shape = { shape: 'rect', box: [10, 20, 40, 30] }
const near = { scale: 1, reach: 6 }

function placeOf(shape: Shape, across: number, down: number): Point {
  const found = handlesOf(shape, 1).find(
    ({ handle }) => handle.kind === 'size' && handle.side[0] === across && handle.side[1] === down,
  )
  if (!found) throw new Error('no such handle')
  return found.point
}

test('the side over against the one that is dragged stays where it is, however the box is turned', () => {
  const by = fc.integer({ min: -15, max: 60 })
  fc.assert(
    fc.property(fc.integer({ min: -180, max: 180 }), by, by, (angle, x, y) => {
      const shape: Shape = { ...box, angle }
      const from = placeOf(shape, 1, 1)
      const after = dragged(shape, { kind: 'size', side: [1, 1] }, [from, [from[0] + x, from[1] + y]])
      const [held, before] = [placeOf(after, -1, -1), placeOf(shape, -1, -1)]
      expect(held[0]).toBeCloseTo(before[0], 6)
      expect(held[1]).toBeCloseTo(before[1], 6)
    }),
  )
})

test('no drag turns a box inside out', () => {
  const after = dragged(box, { kind: 'size', side: [1, 0] }, [
    [50, 35],
    [-100, 35],
  ])
  expect(after).toMatchObject({ box: [10, 20, 2, 30] })
})

test('a corner comes before the inside, the inside before nothing', () => {
  expect(handleAt(box, [11, 21], near)).toEqual({ kind: 'size', side: [-1, -1] })
  expect(handleAt(box, [30, 37], near)).toEqual({ kind: 'move' })
  expect(handleAt(box, [100, 100], near)).toBeNull()
  expect(handleAt(box, [30, -6], near)).toEqual({ kind: 'turn' })
})

test('turning goes on from the angle that was there, not back through a whole turn', () => {
  const turned = dragged({ ...box, angle: 350 }, { kind: 'turn' }, [
    [30, 0],
    [31, 5],
  ])
  expect(turned.shape !== 'polygon' && turned.angle).toBeGreaterThan(340)
  expect(turnedBy({ ...box, angle: 358 }, 4)).toMatchObject({ angle: 362 })
})

test('a polygon moves as a whole, or by one corner', () => {
  const points: readonly Point[] = [
    [0, 0],
    [10, 0],
    [5, 8],
  ]
  const shape: Shape = { shape: 'polygon', points }
  expect(movedBy(shape, [2, 3])).toEqual({
    shape: 'polygon',
    points: [
      [2, 3],
      [12, 3],
      [7, 11],
    ],
  })
  expect(
    dragged(shape, { kind: 'point', at: 2 }, [
      [5, 8],
      [6, 20],
    ]),
  ).toEqual({
    shape: 'polygon',
    points: [
      [0, 0],
      [10, 0],
      [6, 20],
    ],
  })
})

test('growing holds the middle', () => {
  expect(grownBy(box, [4, -2])).toMatchObject({ box: [8, 21, 44, 28] })
})

test('a box is drawn from any corner to any other', () => {
  expect(boxBetween([30, 5], [10, 25])).toEqual([10, 5, 20, 20])
})
