import { expect, test } from 'vitest'
import { shownDate, shownMoment } from './shown-date.ts'

test('a day is shown as people in the field write it', () => {
  expect(shownDate('2026-11-22')).toBe('22 Nov 2026')
  expect(shownDate('2026-09-01T00:00:00.000Z')).toBe('1 Sep 2026')
})

test('what begins with no day is shown as none', () => {
  for (const text of ['', 'yesterday', '2026-13-01', '2026-00-01', '22 Nov 2026']) expect(shownDate(text)).toBeNull()
})

test('a moment is shown in UTC, and only its day where no time is written', () => {
  expect(shownMoment('2026-11-22T14:05:10.000Z')).toBe('22 Nov 2026, 14:05 UTC')
  expect(shownMoment('2026-11-22')).toBe('22 Nov 2026')
  expect(shownMoment('soon')).toBeNull()
})
