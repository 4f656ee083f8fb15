import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundsOf, boundsOfPoints, convexHull } from './bounds.ts'
import { containsPoint } from './overlap.ts'
import type { Point, Shape } from './shape.ts'

const coordinate = fc.integer({ min: -50, max: 50 })
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate)

it('bounds turned rectangles and ellipses tightly', () => {
  expect(boundsOf({ shape: 'rect', box: [0, 0, 40, 20] })).toStrictEqual([0, 0, 40, 20])
  const upright = boundsOf({ shape: 'rect', box: [0, 0, 40, 20], angle: 90 })
  for (const [at, wanted] of [10, -10, 20, 40].entries()) expect(upright[at]).toBeCloseTo(wanted, 9)
  const diamond = boundsOf({ shape: 'rect', box: [0, 0, 10, 10], angle: 45 })
  expect(diamond[2]).toBeCloseTo(Math.SQRT2 * 10, 9)
  expect(boundsOf({ shape: 'ellipse', box: [0, 0, 10, 10], angle: 45 })[2]).toBeCloseTo(10, 9)
})

it('has no bounds without points', () => {
  expect(boundsOfPoints([])).toBeNull()
  expect(boundsOf({ shape: 'polygon', points: [] })).toStrictEqual([0, 0, 0, 0])
})

it('holds every point that the region covers', () => {
  const box = fc.tuple(coordinate, coordinate, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
  const shape: fc.Arbitrary<Shape> = fc.record({
    shape: fc.constantFrom('rect' as const, 'ellipse' as const),
    box,
    angle: fc.integer({ min: -360, max: 360 }),
  })
  fc.assert(
    fc.property(shape, point, (some, at) => {
      const [x, y, width, height] = boundsOf(some)
      const slack = 1e-9
      const within =
        at[0] >= x - slack && at[0] <= x + width + slack && at[1] >= y - slack && at[1] <= y + height + slack
      if (containsPoint(some, at)) expect(within).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it('makes hulls that turn one way and leave no point outside', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 12 }), (points) => {
      const hull = convexHull(points)
      if (hull === points) return
      for (const [at, a] of hull.entries()) {
        const b = hull[(at + 1) % hull.length] ?? a
        for (const p of points)
          expect((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])).toBeGreaterThanOrEqual(0)
      }
    }),
  )
  expect(
    convexHull([
      [0, 0],
      [4, 0],
      [1, 1],
      [4, 4],
      [0, 4],
    ]),
  ).toHaveLength(4)
})
