import { expect, it } from 'vitest'
import { instant } from '../ports/clock.ts'
import { userId } from '../vault/ids.ts'
import { datedHold, type Hold, hasEnded, isBlocking } from './hold.ts'

const end = { needs: 'end', defaultDays: 90 } as const
const review = { needs: 'review', defaultDays: 180 } as const
const policy = {
  holds: { sar: end, panel: end, case: review, complaint: review, safeguarding: review, investigation: review },
}

const asked: Omit<Hold, 'released'> = {
  id: 'h1',
  kind: 'sar',
  reason: 'SAR 12',
  owner: userId('annannannannanna'),
  placedAt: instant('2026-11-23T10:00:00Z'),
  until: null,
  reviewOn: null,
}

it('gets the date that its kind needs, whole days ahead, where nobody gives one', () => {
  expect(datedHold(asked, policy)).toMatchObject({
    ok: true,
    value: { until: '2027-02-22T00:00:00.000Z', reviewOn: null, released: null },
  })
  expect(datedHold({ ...asked, kind: 'case' }, policy)).toMatchObject({
    ok: true,
    value: { until: null, reviewOn: '2027-05-23T00:00:00.000Z' },
  })
})

it('keeps the dates that somebody gives', () => {
  const until = instant('2026-12-01T00:00:00Z')
  const dated = datedHold({ ...asked, kind: 'case', until, reviewOn: until }, policy)
  expect(dated).toMatchObject({ ok: true, value: { until, reviewOn: until } })
})

it('needs a reason and dates that lie ahead', () => {
  expect(datedHold({ ...asked, reason: ' ' }, policy)).toStrictEqual({ ok: false, failure: 'reason-missing' })
  const past = { ok: false, failure: 'date-not-ahead' }
  expect(datedHold({ ...asked, until: asked.placedAt }, policy)).toStrictEqual(past)
  expect(datedHold({ ...asked, reviewOn: instant('2026-11-22T00:00:00Z') }, policy)).toStrictEqual(past)
})

it('blocks until it is released, and ends at its date without lapsing', () => {
  const until = instant('2026-12-01T00:00:00Z')
  const hold: Hold = { ...asked, until, released: null }
  expect([isBlocking(hold), hasEnded(hold, instant('2026-11-30T23:59:59.999Z'))]).toStrictEqual([true, false])
  expect([isBlocking(hold), hasEnded(hold, until)]).toStrictEqual([true, true])
  const released: Hold = { ...hold, released: { by: hold.owner, at: until, reason: 'answered' } }
  expect([isBlocking(released), hasEnded(released, until)]).toStrictEqual([false, false])
  expect(hasEnded({ ...hold, until: null }, instant('2099-01-01T00:00:00Z'))).toBe(false)
})
