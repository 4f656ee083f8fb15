import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Shape } from '../../../../core/geometry/shape.ts'
import { loupeFurther, loupePlace, loupeSide, placeOfOutline, toggledLoupe } from './loupe.ts'

test('the loupe stays on the stage and leaves free what it shows', () => {
  const stage = { width: 900, height: 600 }
  fc.assert(
    fc.property(fc.nat(900), fc.nat(600), (x, y) => {
      const [left, top] = loupePlace([x, y], stage)
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0)
      expect(left + loupeSide).toBeLessThanOrEqual(stage.width)
      expect(top + loupeSide).toBeLessThanOrEqual(stage.height)
      const isOver = x > left && x < left + loupeSide && y > top && y < top + loupeSide
      expect(isOver).toBe(false)
    }),
  )
})

test('by key it goes round the outline, and off and on again', () => {
  const box: Shape = { shape: 'rect', box: [10, 20, 40, 30] }
  const first = loupeFurther(toggledLoupe(null))
  const second = loupeFurther(first)
  expect([first, second]).toEqual([
    { at: 'handle', place: 0 },
    { at: 'handle', place: 1 },
  ])
  expect([0, 1, 4, 8].map((place) => placeOfOutline(box, place))).toEqual([
    [10, 20],
    [30, 20],
    [50, 50],
    [10, 20],
  ])
  expect(placeOfOutline({ shape: 'polygon', points: [] }, 3)).toBeNull()
  expect(toggledLoupe(second)).toBeNull()
})
