import { expect, test } from 'vitest'
import { choose, noSelection, rowAfterKey } from './selection.ts'

const clipAt = (at: number): string | null => (at < 50 ? `clip ${at}` : null)
const names = (...places: number[]): ReadonlySet<string> => new Set(places.map((at) => `clip ${at}`))

test('one, one more, one less', () => {
  const one = choose(noSelection, 4, 'only', clipAt)
  const two = choose(one, 7, 'too', clipAt)
  expect(two.clips).toEqual(names(4, 7))
  expect(choose(two, 4, 'too', clipAt).clips).toEqual(names(7))
  expect(choose(two, 9, 'only', clipAt)).toEqual({ at: 9, anchor: 9, clips: names(9) })
})

test('a range goes from where it began, both ways, and is made anew when it is drawn otherwise', () => {
  const begun = choose(noSelection, 5, 'only', clipAt)
  const down = choose(begun, 8, 'through', clipAt)
  expect(down.clips).toEqual(names(5, 6, 7, 8))
  expect(choose(down, 3, 'through', clipAt).clips).toEqual(names(3, 4, 5))
})

test('rows that are not held yet can be passed but not selected', () => {
  expect(choose(noSelection, 60, 'only', clipAt)).toEqual({ at: 60, anchor: 60, clips: new Set() })
})

test('keys stay within the hits', () => {
  expect(rowAfterKey('ArrowDown', 9, 10, 5)).toBe(9)
  expect(rowAfterKey('PageUp', 3, 10, 5)).toBe(0)
  expect(rowAfterKey('End', 3, 100_000, 5)).toBe(99_999)
  expect(rowAfterKey('Home', 3, 10, 5)).toBe(0)
  expect(rowAfterKey('ArrowRight', 3, 10, 5)).toBeNull()
  expect(rowAfterKey('ArrowRight', 3, 10, 5, 4)).toBe(4)
  expect(rowAfterKey('ArrowDown', 3, 10, 5, 4)).toBe(7)
  expect(rowAfterKey('a', 3, 10, 5)).toBeNull()
  expect(rowAfterKey('End', 0, 0, 5)).toBeNull()
})
