import { expect, test } from 'vitest'
import { daysUntil, momentOfWallInput, shownLength, wallDay, wallInput, wallMoment } from './dates.ts'

test('moments are shown on wall clocks of the United Kingdom, in winter and in summer', () => {
  expect(wallMoment('2026-11-22T14:03:10.000Z')).toBe('22 Nov 2026 14:03 GMT')
  expect(wallMoment('2026-06-30T23:30:00.000Z')).toBe('1 Jul 2026 00:30 BST')
  expect(wallDay('2026-06-30T23:30:00.000Z')).toBe('1 Jul 2026')
})

test('what is not known is a dash', () => {
  expect([wallDay(null), wallMoment('soon'), shownLength(null)]).toEqual(['–', '–', '–'])
})

test('lengths have hours only where there are any', () => {
  expect([0, 7.4, 65, 3599.6, 3723].map(shownLength)).toEqual(['0:00', '0:07', '1:05', '1:00:00', '1:02:03'])
})

test('days left are rounded up, and are under 0 once they are over', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  expect(daysUntil('2026-11-23T00:00:00Z', now)).toBe(1)
  expect(daysUntil('2026-11-20T12:00:00Z', now)).toBe(-2)
})

test('a field for date and time holds UK wall clocks, and is read back as the same moment', () => {
  const moments = ['2026-11-22T14:03:00.000Z', '2026-06-30T23:30:07.000Z', '2026-03-29T00:59:59.000Z']
  expect(moments.map(wallInput)).toEqual(['2026-11-22T14:03', '2026-07-01T00:30:07', '2026-03-29T00:59:59'])
  expect(moments.map((moment) => momentOfWallInput(wallInput(moment)))).toEqual(moments)
  expect([wallInput(null), momentOfWallInput(''), momentOfWallInput('soon')]).toEqual(['', null, null])
})

test('of the hour that comes twice it is the first, and a skipped hour is winter time', () => {
  expect(momentOfWallInput('2026-10-25T01:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(momentOfWallInput('2026-10-25T02:00')).toBe('2026-10-25T02:00:00.000Z')
  expect(momentOfWallInput('2026-03-29T01:30')).toBe('2026-03-29T01:30:00.000Z')
})
