import { expect, test } from 'vitest'
import { shownDate } from './shown-date.ts'

test('a day is shown as people in the field write it', () => {
  expect(shownDate('2026-11-22')).toBe('22 Nov 2026')
  expect(shownDate('2026-09-01T00:00:00.000Z')).toBe('1 Sep 2026')
})

test('what begins with no day is shown as none', () => {
  for (const text of ['', 'yesterday', '2026-13-01', '2026-00-01', '22 Nov 2026']) expect(shownDate(text)).toBeNull()
})
