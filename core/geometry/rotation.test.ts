import fc from 'fast-check'
import { expect, it } from 'vitest'
import { containsPoint } from './overlap.ts'
import { boxToCoded, pointToCoded, pointToDisplay, rotatedSize, toCoded, toDisplay } from './rotation.ts'
import type { Box, Point, Rotation, Shape } from './shape.ts'

const coded = { width: 1920, height: 1080 }
const rotation = fc.constantFrom<Rotation>(0, 90, 180, 270)
// Quarters of a pixel: doubles hold them and their sums exactly, so there and back is the very same.
const quarter = fc.integer({ min: -4000, max: 8000 }).map((value) => value / 4)
const side = fc.integer({ min: 1, max: 4000 }).map((value) => value / 4)
const point: fc.Arbitrary<Point> = fc.tuple(quarter, quarter)
const box: fc.Arbitrary<Box> = fc.tuple(quarter, quarter, side, side)
const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record(
    { shape: fc.constantFrom('rect' as const, 'ellipse' as const), box, angle: fc.integer({ min: -360, max: 360 }) },
    { requiredKeys: ['shape', 'box'], noNullPrototype: true },
  ),
  fc.record(
    { shape: fc.constant('polygon' as const), points: fc.array(point, { minLength: 3, maxLength: 6 }) },
    { noNullPrototype: true },
  ),
)

it('turns the top-left corner of a clip that was held upright clockwise to the top right', () => {
  expect(rotatedSize(coded, 90)).toStrictEqual({ width: 1080, height: 1920 })
  expect(pointToDisplay([0, 0], 90, coded)).toStrictEqual([1080, 0])
  expect(pointToDisplay([0, 0], 180, coded)).toStrictEqual([1920, 1080])
  expect(pointToDisplay([0, 0], 270, coded)).toStrictEqual([0, 1920])
  expect(toDisplay({ shape: 'rect', box: [10, 20, 300, 40] }, 90, coded)).toStrictEqual({
    shape: 'rect',
    box: [1020, 10, 40, 300],
  })
})

it('goes to display and back without a difference', () => {
  fc.assert(
    fc.property(shape, point, rotation, (some, at, turned) => {
      expect(toCoded(toDisplay(some, turned, coded), turned, coded)).toEqual(some)
      expect(toDisplay(toCoded(some, turned, coded), turned, coded)).toEqual(some)
      expect(pointToCoded(pointToDisplay(at, turned, coded), turned, coded)).toEqual(at)
    }),
  )
})

it('covers the same pixels, angles included', () => {
  const near = (value: number) => Math.round(value * 1e6) / 1e6
  let inside = 0
  fc.assert(
    fc.property(shape, point, rotation, (some, at, turned) => {
      // A little off the grid, so that no point lies on an edge, where rounding decides.
      const probe: Point = [near(at[0] + 0.0713), near(at[1] + 0.0391)]
      const covered = containsPoint(some, probe)
      if (covered) inside++
      expect(containsPoint(toDisplay(some, turned, coded), pointToDisplay(probe, turned, coded))).toBe(covered)
    }),
    { numRuns: 2000 },
  )
  expect(inside).toBeGreaterThan(50)
})

it('puts a box where it puts a rectangle', () => {
  fc.assert(
    fc.property(box, rotation, (some, turned) => {
      expect(toCoded({ shape: 'rect', box: some }, turned, coded)).toEqual({
        shape: 'rect',
        box: boxToCoded(some, turned, coded),
      })
    }),
  )
})
