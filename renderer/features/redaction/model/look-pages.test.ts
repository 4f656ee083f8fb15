import { expect, test } from 'vitest'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { frameIndex } from '../../../../core/time.ts'
import { isViewed, lookAt, lookKey, movedOnPages, pageOf, pagesOf } from './look-pages.ts'

function look(frame: number, track = 't1'): ReviewLook {
  return { frame: frameIndex(frame), why: 'low-score', about: { track, place: [0, 0, 9, 9] } }
}

const pressed = (key: string, alt = false) => ({ key, alt })

test('twelve are on a page', () => {
  expect([0, 11, 12].map(pageOf)).toEqual([0, 0, 1])
  expect([0, 12, 13].map(pagesOf)).toEqual([0, 1, 2])
})

test('arrows go from picture to picture and on to the next page, and stop at both ends', () => {
  const page = { count: 30, columns: 3 }
  expect(movedOnPages(pressed('ArrowRight'), { ...page, at: 11 })).toBe(12)
  expect(movedOnPages(pressed('ArrowLeft'), { ...page, at: 0 })).toBe(0)
  expect(movedOnPages(pressed('ArrowDown'), { ...page, at: 10 })).toBe(13)
  expect(movedOnPages(pressed('ArrowDown'), { ...page, at: 28 })).toBe(29)
  expect(movedOnPages(pressed('ArrowUp'), { ...page, at: 13 })).toBe(10)
})

test('Home and End stay on the page; Alt and Page Up or Down turn it', () => {
  const page = { count: 30, columns: 3, at: 14 }
  expect([pressed('Home'), pressed('End')].map((key) => movedOnPages(key, page))).toEqual([12, 23])
  expect([pressed('PageDown', true), pressed('PageUp', true)].map((key) => movedOnPages(key, page))).toEqual([24, 0])
  expect([pressed('PageDown'), pressed('ArrowDown', true), pressed('n')].map((key) => movedOnPages(key, page))).toEqual(
    [null, null, null],
  )
})

test('what is chosen stays chosen; once it is gone the next one is', () => {
  const looks = [look(10), look(20), look(20, 't2'), look(30)]
  expect(lookAt(looks, lookKey(look(20, 't2')))).toBe(2)
  expect(lookAt(looks, lookKey(look(21)))).toBe(3)
  expect(lookAt(looks, lookKey(look(31)))).toBe(3)
  expect(lookAt(looks, null)).toBe(0)
  expect(lookAt([], lookKey(look(20)))).toBe(-1)
})

test('a frame is viewed where it is in nothing that is still to be seen', () => {
  expect([4, 5, 9, 10].map((frame) => isViewed(frame, [[5, 10]]))).toEqual([true, false, false, true])
})
