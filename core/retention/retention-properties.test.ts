import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instantAt, isBefore, millisecondsOf } from '../calendar.ts'
import { noMetadata } from '../intake/clip-metadata.ts'
import type { Instant } from '../ports/clock.ts'
import type { Expiry } from '../vault/clip-record.ts'
import { userId } from '../vault/ids.ts'
import { type Hold, isBlocking } from './hold.ts'
import { latestTold, type RetentionState, type RetentionSubject, retentionOf } from './retention.ts'
import { holdKinds, type RetentionPolicy } from './retention-policy.ts'

const ann = userId('annannannannanna')
const ids = ['a', 'b', 'c', 'd'] as const
const goes: readonly RetentionState[] = ['due', 'undo-window', 'deletable']

const moment: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) })
  .map((milliseconds) => instantAt(milliseconds))

const policy: fc.Arbitrary<RetentionPolicy> = fc
  .record({
    periods: fc.array(fc.option(fc.integer({ min: 1, max: 900 })), { minLength: ids.length, maxLength: ids.length }),
    evidential: fc.constantFrom(...ids, 'none'),
    defaultPeriodDays: fc.integer({ min: 1, max: 60 }),
    expiry: fc.constantFrom('automatic', 'automatic', 'queue'),
    undoDays: fc.integer({ min: 0, max: 14 }),
  })
  .map(({ periods, evidential, defaultPeriodDays, expiry, undoDays }) => ({
    defaultPeriodDays,
    expiry,
    undoDays,
    disclosureYears: 6,
    categories: ids.map((id, at) => ({
      id,
      title: id.toUpperCase(),
      periodDays: periods[at] ?? null,
      reviewDays: evidential === id ? 365 : null,
      evidential: evidential === id,
      distressing: false,
      source: 'test',
    })),
    holds: Object.fromEntries(
      holdKinds.map((kind) => [kind, { needs: 'end', defaultDays: 90 }]),
    ) as unknown as RetentionPolicy['holds'],
  }))

const expiry: fc.Arbitrary<Expiry> = fc.oneof(
  fc.constant({ state: 'kept' } as const),
  fc.record({ state: fc.constant('queued' as const), since: moment, rule: fc.constant('') }),
  fc.record({
    state: fc.constant('marked' as const),
    since: moment,
    rule: fc.constantFrom('a: 30 days from recording', 'b: until reviewed'),
    undoUntil: moment,
    approvedBy: fc.option(fc.constant(ann)),
  }),
)

const hold: fc.Arbitrary<Hold> = fc.record({
  id: fc.constant('h'),
  kind: fc.constantFrom(...holdKinds),
  reason: fc.constant('r'),
  owner: fc.constant(ann),
  placedAt: moment,
  until: fc.option(moment),
  reviewOn: fc.option(moment),
  released: fc.option(fc.record({ by: fc.constant(ann), at: moment, reason: fc.constant('over') })),
})

const subject: fc.Arbitrary<RetentionSubject> = fc
  .record({
    recordedOn: fc.option(moment),
    categories: fc.subarray([...ids, 'x']),
    importedAt: moment,
    expiry,
    dueBefore: fc.option(moment),
    holds: fc.array(hold, { maxLength: 2 }),
    releasedAt: fc.option(moment, { freq: 1 }),
    reviewedAt: fc.option(moment),
  })
  .map(({ recordedOn, categories, ...rest }) => ({ ...rest, metadata: { ...noMetadata, recordedOn, categories } }))

/** Of a clip that came in properly on the day of its recording, with categories that every policy here has. */
const ordinary: fc.Arbitrary<RetentionSubject> = fc
  .record({ recordedOn: moment, categories: fc.subarray([...ids], { minLength: 1 }), told: fc.option(moment) })
  .map(({ recordedOn, categories, told }) => ({
    metadata: { ...noMetadata, recordedOn, categories },
    importedAt: recordedOn,
    expiry: { state: 'kept' } as const,
    dueBefore: told,
    holds: [],
    releasedAt: null,
    reviewedAt: null,
  }))

/** As it is, and as somebody approved it under the very rule that it has. */
function bothWays(clip: RetentionSubject, under: RetentionPolicy, now: Instant) {
  const asItIs = retentionOf(clip, under, now)
  const approved = { state: 'marked', since: now, undoUntil: now, approvedBy: ann, rule: asItIs.rule } as const
  return [asItIs, retentionOf({ ...clip, expiry: approved }, under, now)]
}

it('never lets go of what somebody holds', () => {
  fc.assert(
    fc.property(subject, policy, moment, (clip, under, now) => {
      const held = clip.holds.some(isBlocking)
      for (const { state, approvable } of bothWays(clip, under, now))
        expect(held && (goes.includes(state) || approvable)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

it('never lets anything go before its date, and nothing without a date but by a person', () => {
  fc.assert(
    fc.property(subject, policy, moment, (clip, under, now) => {
      const { state, due, approvable } = retentionOf(clip, under, now)
      if (!goes.includes(state) && !approvable) return
      expect(due === null || !isBefore(now, due)).toBe(true)
      if (due === null && state !== 'review')
        expect(clip.expiry.state === 'marked' && clip.expiry.approvedBy !== null).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it("never takes a mark for a person's that nobody made, where there is no date", () => {
  fc.assert(
    fc.property(ordinary, policy, moment, (clip, under, now) => {
      const { due, rule } = retentionOf(clip, under, now)
      const marked = { state: 'marked', since: now, undoUntil: now, approvedBy: null, rule } as const
      if (due === null) expect(goes).not.toContain(retentionOf({ ...clip, expiry: marked }, under, now).state)
    }),
  )
})

it('keeps for the longest of the categories', () => {
  const length = (due: Instant | null) => (due === null ? Number.POSITIVE_INFINITY : millisecondsOf(due))
  fc.assert(
    fc.property(ordinary, policy, moment, (clip, under, now) => {
      const alone = clip.metadata.categories.map((category) =>
        length(retentionOf({ ...clip, metadata: { ...clip.metadata, categories: [category] } }, under, now).due),
      )
      expect(length(retentionOf(clip, under, now).due)).toBe(Math.max(...alone))
    }),
  )
})

it('deletes nothing by itself sooner because a category, a date or the profile was changed', () => {
  fc.assert(
    fc.property(ordinary, ordinary, policy, policy, moment, (clip, changed, under, other, now) => {
      const first = retentionOf(clip, under, now)
      const dueBefore = latestTold(clip.dueBefore, first)
      const after = retentionOf({ ...changed, importedAt: clip.importedAt, dueBefore }, other, now)
      const waits = first.due === null || isBefore(now, first.due)
      expect(waits && goes.includes(after.state)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

it('lets ordinary clips go in the end', () => {
  const outcomes = new Set<RetentionState>()
  fc.assert(
    fc.property(subject, ordinary, policy, moment, (any, clip, under, now) => {
      const { due } = retentionOf(clip, under, now)
      outcomes.add(retentionOf({ ...clip, dueBefore: latestTold(null, { due }) }, under, now).state)
      outcomes.add(retentionOf(any, under, now).state)
      const marked = { state: 'marked', since: now, undoUntil: now, approvedBy: ann } as const
      const { rule } = retentionOf(clip, under, now)
      outcomes.add(retentionOf({ ...clip, expiry: { ...marked, rule } }, under, now).state)
    }),
    { numRuns: 500 },
  )
  for (const state of ['kept', 'held', 'review', 'due', 'deletable'] as const) expect(outcomes).toContain(state)
})
