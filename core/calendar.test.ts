import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addDays,
  addHours,
  addYears,
  calendarDay,
  dayOf,
  endOfDay,
  instantAt,
  isBefore,
  isCalendarDay,
  millisecondsOf,
  millisecondsOrNull,
} from './calendar.ts'
import { type Instant, instant } from './ports/clock.ts'

it.each([
  ['2026-02-30T10:00:00Z'],
  ['2026-13-01T10:00:00Z'],
  ['2026-11-03T25:00:00Z'],
  ['2026-11-03T24:00:00Z'],
  ['2025-02-29T00:00:00.5Z'],
])('takes %s for no moment', (text) => {
  expect(millisecondsOrNull(instant(text))).toBeNull()
  expect(() => millisecondsOf(instant(text))).toThrow(RangeError)
})

it('reads every precision of a second', () => {
  for (const text of ['2026-11-03T14:05:09Z', '2026-11-03T14:05:09.0Z', '2026-11-03T14:05:09.000Z'])
    expect(millisecondsOf(instant(text))).toBe(Date.UTC(2026, 10, 3, 14, 5, 9))
  expect(isBefore(instant('2026-11-03T14:05:09.12Z'), instant('2026-11-03T14:05:09.121Z'))).toBe(true)
  expect(isBefore(instant('2026-11-03T14:05:09.12Z'), instant('2026-11-03T14:05:09.120Z'))).toBe(false)
})

it.each([
  ['2026-05-31', true],
  ['2024-02-29', true],
  ['2025-02-29', false],
  ['2026-04-31', false],
  ['2026-5-31', false],
  ['2026-05-31T00:00:00Z', false],
  ['', false],
])('knows whether %s is a day: %s', (text, real) => {
  expect(isCalendarDay(text)).toBe(real)
})

it('refuses to make a day that no calendar has', () => {
  expect(() => calendarDay('2026-02-29')).toThrow(RangeError)
})

// British summer time 2026 runs from 29 March to 25 October: days of UTC know nothing of it.
it.each([
  ['2026-03-28', 1, '2026-03-29'],
  ['2026-03-28', 2, '2026-03-30'],
  ['2026-10-24', 2, '2026-10-26'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2024-02-28', 2, '2024-03-01'],
  ['2025-02-28', 1, '2025-03-01'],
  ['2026-12-31', 30, '2027-01-30'],
])('%s and %i days is %s', (day, days, expected) => {
  expect(addDays(calendarDay(day), days)).toBe(expected)
})

it.each([
  ['2024-02-29', 6, '2030-03-01'],
  ['2024-02-29', 4, '2028-02-29'],
  ['2026-11-23', 6, '2032-11-23'],
  ['9990-01-01', 50, '9999-01-01'],
])('%s and %i years is %s', (day, years, expected) => {
  expect(addYears(calendarDay(day), years)).toBe(expected)
})

it('ends a day with the first moment of the next, never before the day is over in London', () => {
  expect(endOfDay(calendarDay('2026-07-01'))).toBe('2026-07-02T00:00:00.000Z')
  expect(dayOf(instant('2026-06-30T23:59:59.999Z'))).toBe('2026-06-30')
})

it('takes every moment of the calendar for one, and gives it back', () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) })
  fc.assert(
    fc.property(moments, (milliseconds) => {
      const at = instantAt(milliseconds)
      expect(instant(at)).toBe(at)
      expect(millisecondsOrNull(at)).toBe(milliseconds)
    }),
  )
})

it('counts hours over the end of a day and of a year', () => {
  expect(addHours(instant('2026-12-31T20:30:00Z'), 12)).toBe('2027-01-01T08:30:00.000Z')
})

it('holds to the years that an instant can name', () => {
  expect(instantAt(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31T23:59:59.999Z')
  expect(instantAt(-5)).toBe('1970-01-01T00:00:00.000Z')
})

it('counts days as 24 hours each, wherever they lie', () => {
  const moments = fc
    .integer({ min: 0, max: Date.UTC(2200, 0, 1) })
    .map((milliseconds): Instant => instantAt(milliseconds))
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 4000 }), (at, days) => {
      const end = millisecondsOf(endOfDay(addDays(dayOf(at), days)))
      const passed = end - millisecondsOf(at)
      expect(passed).toBeGreaterThan(days * 86_400_000)
      expect(passed).toBeLessThanOrEqual((days + 1) * 86_400_000)
    }),
  )
})
