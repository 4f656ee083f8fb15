import fc from 'fast-check'
import { expect, test } from 'vitest'
import { strongestPlaces } from './strongest-places.ts'

test('gives the places of a range that reach the cutoff, in order', () => {
  const scores = Float32Array.of(0.9, 0.1, 0.5, Number.NaN, 0.5, 0.4)
  expect([...strongestPlaces(scores, [0, 6], 0.5)]).toEqual([0, 2, 4])
  expect([...strongestPlaces(scores, [1, 4], 0.5)]).toEqual([2])
  expect([...strongestPlaces(scores, [0, 60], 0.95)]).toEqual([])
})

test('takes the strongest when there are too many, the first of equal ones', () => {
  const scores = Float32Array.from({ length: 20_000 }, (_, i) => (i % 5) / 10)
  expect([...strongestPlaces(scores, [0, 20_000], 0.1, 4002)].filter((place) => place % 5 === 3)).toEqual([3, 8])
  const equal = new Float32Array(100).fill(7)
  expect([...strongestPlaces(equal, [0, 100], 0.1, 3)]).toEqual([0, 1, 2])
  equal.fill(Number.POSITIVE_INFINITY, 50)
  expect([...strongestPlaces(equal, [0, 100], 0.1, 51)].slice(-3)).toEqual([97, 98, 99])
})

test('whatever the scores, no more than allowed, none below the cutoff, none missed for a weaker one', () => {
  const numbers = fc.array(fc.oneof(fc.float(), fc.float({ min: 0, max: 1, noNaN: true })), { maxLength: 200 })
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 50 }), (values, most) => {
      const scores = Float32Array.from(values)
      const places = [...strongestPlaces(scores, [0, scores.length], 0.25, most)]
      const good = values.flatMap((_, i) => ((scores[i] ?? 0) >= 0.25 ? [i] : []))
      expect(places).toHaveLength(Math.min(most, good.length))
      expect(new Set(places).size).toBe(places.length)
      expect(good).toEqual(expect.arrayContaining(places))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }),
  )
})
