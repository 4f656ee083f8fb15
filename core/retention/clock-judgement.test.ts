import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayMilliseconds, instantAt } from '../calendar.ts'
import { judgeClock } from './clock-judgement.ts'

const noon = Date.UTC(2026, 10, 23, 12)
const minute = 60_000

function judged(passed: number, elapsed: number | null) {
  return judgeClock({ lastSeen: instantAt(noon), now: instantAt(noon + passed), elapsedMilliseconds: elapsed })
}

it.each([
  [0, 'fine'],
  [-5 * minute, 'fine'],
  [-5 * minute - 1, 'set-back'],
  [-400 * dayMilliseconds, 'set-back'],
  [35 * dayMilliseconds, 'fine'],
  [35 * dayMilliseconds + 1, 'leapt'],
])('between two openings, %i ms on the clock: %s', (passed, expected) => {
  expect(judged(passed, null)).toBe(expected)
})

it.each([
  [60 * minute, 60 * minute, 'fine'],
  [65 * minute, 60 * minute, 'fine'],
  [65 * minute + 1, 60 * minute, 'leapt'],
  [55 * minute, 60 * minute, 'fine'],
  [55 * minute - 1, 60 * minute, 'set-back'],
  [40 * dayMilliseconds, 40 * dayMilliseconds, 'fine'],
])('within a session, %i ms on the clock in %i ms: %s', (passed, elapsed, expected) => {
  expect(judged(passed, elapsed)).toBe(expected)
})

it('believes no clock by which a whole day was gained or lost within a session', () => {
  const days = fc.integer({ min: 0, max: 300 * dayMilliseconds })
  fc.assert(
    fc.property(days, days, (passed, elapsed) => {
      if (Math.abs(passed - elapsed) >= dayMilliseconds) expect(judged(passed, elapsed)).not.toBe('fine')
    }),
  )
})
