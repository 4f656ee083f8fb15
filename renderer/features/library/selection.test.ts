import { expect, test } from 'vitest'
import type { ClipRow } from '../../client/window-client.ts'
import {
  choose,
  chooseRange,
  mostSelected,
  noSelection,
  rangeTo,
  rowAfterKey,
  rowOfRange,
  withChanged,
} from './selection.ts'

const rowOf = (at: number): ClipRow => ({ clip: `clip ${at}`, name: `${at}.mp4` }) as ClipRow
const selected = (...places: number[]) => new Map(places.map((at) => [`clip ${at}`, rowOf(at)]))

test('one, one more, one less', () => {
  const one = choose(noSelection, 4, 'only', rowOf(4))
  const two = choose(one, 7, 'too', rowOf(7))
  expect(two.clips).toEqual(selected(4, 7))
  expect(choose(two, 4, 'too', rowOf(4)).clips).toEqual(selected(7))
  expect(choose(two, 9, 'only', rowOf(9))).toEqual({ at: 9, anchor: 9, clips: selected(9), range: null })
})

test('a range goes from where it began, both ways, and is made anew when it is drawn otherwise', () => {
  const begun = choose(noSelection, 5, 'only', rowOf(5))
  expect(rangeTo(begun, 8)).toEqual({ first: 5, last: 8 })
  const down = chooseRange(begun, 8, { first: 5, rows: [5, 6, 7, 8].map(rowOf) })
  expect(down).toMatchObject({ at: 8, anchor: 5, clips: selected(5, 6, 7, 8) })
  expect([4, 5, 8, 9].map((at) => rowOfRange(down, at)?.clip ?? null)).toEqual([null, 'clip 5', 'clip 8', null])
  expect(rowOfRange(choose(down, 7, 'too', rowOf(7)), 6)).toBeNull()
  expect(rowOfRange(withChanged(down, { ...rowOf(6), officer: 'PC 1' }), 6)?.officer).toBe('PC 1')
  expect(rangeTo(down, 3)).toEqual({ first: 3, last: 5 })
})

test('a range takes no more than can be selected, beginning where it was begun', () => {
  const begun = { ...noSelection, anchor: 50_000 }
  expect(rangeTo(begun, 90_000)).toEqual({ first: 50_000, last: 50_000 + mostSelected - 1 })
  expect(rangeTo(begun, 0)).toEqual({ first: 50_001 - mostSelected, last: 50_000 })
})

test('a row that is not there yet can be passed but not selected', () => {
  expect(choose(noSelection, 60, 'only', null)).toEqual({ at: 60, anchor: 60, clips: new Map(), range: null })
})

test('a changed clip stays selected as it is now, and no other comes in by it', () => {
  const one = choose(noSelection, 4, 'only', rowOf(4))
  const changed = { ...rowOf(4), officer: 'PC 1' }
  expect(withChanged(one, changed).clips.get('clip 4')).toBe(changed)
  expect(withChanged(one, rowOf(5))).toBe(one)
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
