import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxArea, boxUnion, containsPoint, grownBox, insidePicture, intersection, iou, shareInside } from './overlap.ts'
import type { Box } from './shape.ts'

const anyBox: fc.Arbitrary<Box> = fc.tuple(
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 1, max: 60 }),
)

describe('boxes', () => {
  test('known overlaps', () => {
    expect(iou([0, 0, 10, 10], [5, 0, 10, 10])).toBeCloseTo(1 / 3)
    expect(shareInside([0, 0, 10, 10], [5, 0, 100, 10])).toBe(0.5)
    expect(intersection([0, 0, 10, 10], [10, 0, 10, 10])).toBeNull()
    expect(insidePicture([-5, -5, 10, 10], { width: 100, height: 100 })).toEqual([0, 0, 5, 5])
    expect(grownBox([10, 10, 10, 20], 0.5)).toEqual([5, 0, 20, 40])
  })

  test('union and intersection: counted areas agree', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const shared = intersection(a, b)
        const either = boxArea(a) + boxArea(b) - (shared ? boxArea(shared) : 0)
        expect(iou(a, b)).toBeCloseTo((shared ? boxArea(shared) : 0) / either)
        expect(iou(a, b)).toBeCloseTo(iou(b, a))
        expect(shareInside(a, boxUnion(a, b))).toBeCloseTo(1)
      }),
    )
  })
})

describe('containsPoint', () => {
  test('a polygon with a bay: the bay is outside', () => {
    const shape = {
      shape: 'polygon',
      points: [
        [0, 0],
        [30, 0],
        [30, 30],
        [15, 10],
        [0, 30],
      ],
    } as const
    expect(containsPoint(shape, [5, 20])).toBe(true)
    expect(containsPoint(shape, [15, 25])).toBe(false)
    expect(containsPoint(shape, [40, 5])).toBe(false)
  })

  test('an ellipse leaves out the corners of its box, edges count as inside', () => {
    expect(containsPoint({ shape: 'ellipse', box: [0, 0, 20, 10] }, [1, 1])).toBe(false)
    expect(containsPoint({ shape: 'ellipse', box: [0, 0, 20, 10] }, [0, 5])).toBe(true)
    expect(containsPoint({ shape: 'rect', box: [0, 0, 20, 10] }, [0, 0])).toBe(true)
    expect(containsPoint({ shape: 'rect', box: [0, 0, 0, 10] }, [0, 0])).toBe(false)
  })
})
