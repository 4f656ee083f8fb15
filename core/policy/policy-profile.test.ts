import { expect, it } from 'vitest'
import { calendarDay } from '../calendar.ts'
import { instant } from '../ports/clock.ts'
import { isReviewOverdue, missingMetadata, permissionsOf } from './policy-profile.ts'

const may = calendarDay('2026-05-31')

it('is overdue once the review date is over, until it is confirmed for longer', () => {
  const overdue = (now: string, until: string | null = null) =>
    isReviewOverdue({ reviewDate: may }, instant(now), until === null ? null : calendarDay(until))
  expect(overdue('2026-05-31T23:59:59.999Z')).toBe(false)
  expect(overdue('2026-06-01T00:00:00Z')).toBe(true)
  expect(overdue('2026-11-23T10:00:00Z', '2027-05-31')).toBe(false)
  expect(overdue('2027-06-01T00:00:00Z', '2027-05-31')).toBe(true)
  expect(overdue('2026-05-01T00:00:00Z', '2026-04-30')).toBe(false)
  expect(isReviewOverdue({ reviewDate: null }, instant('2099-01-01T00:00:00Z'), null)).toBe(false)
})

it('tells what is not known, in its own order; blank is not known', () => {
  const profile = { requiredMetadata: ['officer', 'category', 'recordedOn'] } as const
  expect(missingMetadata({ officer: ' ', recordedOn: null }, profile)).toStrictEqual([
    'officer',
    'category',
    'recordedOn',
  ])
  expect(missingMetadata({ officer: 'PC 1', category: 'routine', recordedOn: 'x' }, profile)).toStrictEqual([])
})

it('gives nothing to a role that it does not have', () => {
  expect(permissionsOf({ permissions: { officer: ['own.session'] } }, 'officer')).toStrictEqual(['own.session'])
  expect(permissionsOf({ permissions: {} }, 'officer')).toStrictEqual([])
})
