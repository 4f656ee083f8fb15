import { describe, expect, it } from 'vitest'
import { noMetadata } from '../intake/clip-metadata.ts'
import { type Instant, instant } from '../ports/clock.ts'
import type { Expiry } from '../vault/clip-record.ts'
import { userId } from '../vault/ids.ts'
import type { Hold } from './hold.ts'
import { latestTold, type RetentionSubject, retentionOf, undoUntil } from './retention.ts'
import type { RetentionCategory, RetentionPolicy } from './retention-policy.ts'

function category(id: string, periodDays: number | null, changes: Partial<RetentionCategory> = {}): RetentionCategory {
  return {
    id,
    title: id,
    periodDays,
    reviewDays: null,
    evidential: false,
    distressing: false,
    source: 'test',
    ...changes,
  }
}

const rule = { needs: 'end', defaultDays: 90 } as const

const policy: RetentionPolicy = {
  defaultPeriodDays: 30,
  categories: [
    category('routine', 30, { title: 'No evidential value' }),
    category('stop-search', 365),
    category('evidential', null, { evidential: true, reviewDays: 365 }),
    category('exhibit', 60, { evidential: true, reviewDays: 365 }),
  ],
  expiry: 'automatic',
  undoDays: 7,
  disclosureYears: 6,
  holds: { sar: rule, panel: rule, case: rule, complaint: rule, safeguarding: rule, investigation: rule },
}

const recorded = instant('2026-06-01T10:00:00Z')
/** The first moment after the thirtieth day. */
const due = instant('2026-07-02T00:00:00.000Z')
const before = instant('2026-07-01T23:59:59.999Z')

type Changes = Partial<Omit<RetentionSubject, 'metadata'>> & Partial<RetentionSubject['metadata']>

function clip(changes: Changes = {}): RetentionSubject {
  const { recordedOn = recorded, categories = ['routine'], ...rest } = changes
  return {
    metadata: { ...noMetadata, recordedOn, categories },
    importedAt: instant('2026-06-01T18:00:00Z'),
    expiry: { state: 'kept' },
    dueBefore: due,
    holds: [],
    releasedAt: null,
    reviewedAt: null,
    ...rest,
  }
}

const hold: Hold = {
  id: 'h1',
  kind: 'sar',
  reason: 'SAR 12',
  owner: userId('annannannannanna'),
  placedAt: recorded,
  until: null,
  reviewOn: null,
  released: null,
}

const at = (changes: Changes, now: Instant, under: RetentionPolicy = policy) => retentionOf(clip(changes), under, now)

describe('a period', () => {
  it('ends with its last day and not a moment before', () => {
    expect(at({}, before)).toMatchObject({ state: 'kept', due, rule: 'routine: 30 days from recording', reasons: [] })
    expect(at({}, due)).toMatchObject({ state: 'due', due, reasons: [], approvable: false })
  })

  it.each([
    // Over the start and the end of British summer time, a leap day, a year's end.
    ['2026-03-15T23:30:00Z', '2026-04-15T00:00:00.000Z'],
    ['2026-10-10T23:30:00Z', '2026-11-10T00:00:00.000Z'],
    ['2024-02-10T00:00:00Z', '2024-03-12T00:00:00.000Z'],
    ['2025-02-10T00:00:00Z', '2025-03-13T00:00:00.000Z'],
    ['2026-12-15T12:00:00Z', '2027-01-15T00:00:00.000Z'],
  ])('of 30 days from %s is over at %s', (text, expected) => {
    const recordedOn = instant(text)
    expect(at({ recordedOn, importedAt: recordedOn }, recordedOn).due).toBe(expected)
  })

  it('counts from import, and says so, where the day of recording is not known', () => {
    const unknown = { recordedOn: null, importedAt: instant('2026-06-20T10:00:00Z') }
    expect(at(unknown, before)).toMatchObject({ due: '2026-07-21T00:00:00.000Z', fromImport: true, reasons: [] })
    expect(at({}, before).fromImport).toBe(false)
  })

  it('is the longest of all categories, by id or title, in any case', () => {
    expect(at({ categories: ['No Evidential VALUE'] }, before).rule).toBe('routine: 30 days from recording')
    expect(at({ categories: ['routine', 'stop-search'] }, before).rule).toBe('stop-search: 365 days from recording')
    expect(at({ categories: ['evidential', 'stop-search'] }, before)).toMatchObject({
      due: null,
      rule: 'evidential: until reviewed',
    })
  })

  it('of a released copy is six years from release, whatever its clip was', () => {
    const releasedAt = instant('2024-02-29T09:00:00Z')
    const copy = { releasedAt, categories: [], dueBefore: null }
    expect(at(copy, before)).toMatchObject({
      state: 'kept',
      due: '2030-03-02T00:00:00.000Z',
      rule: 'disclosure: 6 years from release',
    })
    expect(at({ releasedAt, categories: ['evidential'] }, before).due).toBeNull()
  })
})

describe('a person decides', () => {
  it.each<[string, Changes, RetentionPolicy, string]>([
    ['the clip has no category', { categories: [] }, policy, 'uncategorised'],
    ['it is evidential', { categories: ['exhibit'], dueBefore: recorded }, policy, 'evidential'],
    ['the profile says so', {}, { ...policy, expiry: 'queue' }, 'profile'],
    ['nobody told an earlier date', { dueBefore: null }, policy, 'never-told'],
    ['it was to be kept for longer', { dueBefore: instant('2026-12-01T00:00:00Z') }, policy, 'shortened'],
    ['it waits for one already', { expiry: { state: 'queued', since: due, rule: 'x' } }, policy, 'queued'],
  ])('at its end, where %s', (_, changes, under, reason) => {
    const end = instant('2026-08-15T00:00:00Z')
    expect(at(changes, end, under)).toMatchObject({ state: 'review', reasons: [reason], approvable: true })
    expect(at(changes, recorded, under)).toMatchObject({ state: 'kept', reasons: [], approvable: false })
  })

  it.each([
    ['2026-06-03T10:00:00Z', 'after it came in'],
    ['2035-01-01T00:00:00Z', 'in the future'],
    ['1970-01-01T00:00:00Z', 'when a clock had been reset'],
    ['2004-12-31T23:59:59Z', 'before there were cameras'],
    ['2023-05-01T00:00:00Z', 'years before it came in'],
    ['2026-02-30T00:00:00Z', 'on no day of the calendar'],
  ])('at once, where it says that it was recorded %s, %s', (text) => {
    const doubtful = { recordedOn: instant(text), dueBefore: recorded }
    expect(at(doubtful, before)).toMatchObject({
      state: 'review',
      reasons: ['doubtful-date'],
      fromImport: true,
      due,
      approvable: false,
    })
    expect(at(doubtful, due)).toMatchObject({ state: 'review', approvable: true })
  })

  it('at once, where it came in at a time that is yet to come', () => {
    const early = instant('2026-05-01T00:00:00Z')
    expect(at({}, early).reasons).toStrictEqual(['doubtful-date'])
  })

  it('not because a camera’s zone is set wrong', () => {
    expect(at({ recordedOn: instant('2026-06-02T05:00:00Z') }, before).state).toBe('kept')
  })

  it('at once, where the profile does not know the category', () => {
    expect(at({ categories: ['routine', 'Homicide'] }, before)).toMatchObject({
      state: 'review',
      due: null,
      reasons: ['unknown-category'],
    })
  })

  it('once the date for judging again is over, counted from the last judgement', () => {
    const evidential = { categories: ['evidential'] }
    const over = instant('2027-06-02T00:00:00Z')
    expect(at(evidential, before)).toMatchObject({ state: 'kept', reviewDue: '2027-06-02T00:00:00.000Z' })
    expect(at(evidential, over)).toMatchObject({ state: 'review', reasons: ['review-over'], approvable: true })
    const judged = { ...evidential, reviewedAt: instant('2027-06-05T12:00:00Z') }
    expect(at(judged, instant('2027-06-06T00:00:00Z'))).toMatchObject({
      state: 'kept',
      reviewDue: '2028-06-05T00:00:00.000Z',
    })
  })
})

describe('a hold', () => {
  const long = instant('2030-01-01T00:00:00Z')
  const marked: Expiry & { readonly state: 'marked' } = {
    state: 'marked',
    since: due,
    rule: 'routine: 30 days from recording',
    undoUntil: due,
    approvedBy: null,
  }

  it('stops deletion until it is released', () => {
    expect(at({ holds: [hold] }, due)).toMatchObject({ state: 'held', holds: [hold], approvable: false })
    expect(at({ holds: [hold], expiry: marked }, long).state).toBe('held')
    const released = { by: hold.owner, at: due, reason: 'answered' }
    expect(at({ holds: [{ ...hold, released }] }, due)).toMatchObject({ state: 'due', holds: [] })
  })

  it('goes to a person when its end date is over, and goes on stopping deletion', () => {
    const ended = { ...hold, until: due }
    expect(at({ holds: [ended] }, before).state).toBe('held')
    expect(at({ holds: [ended] }, due)).toMatchObject({ state: 'review', holds: [ended], approvable: false })
    expect(at({ holds: [ended] }, due).reasons).toContain('hold-ended')
    expect(at({ holds: [ended], expiry: marked }, long)).toMatchObject({ state: 'review', approvable: false })
    expect(at({ holds: [ended], expiry: { ...marked, approvedBy: hold.owner } }, long).state).toBe('review')
    expect(at({ holds: [ended, hold] }, due).state).toBe('held')
  })

  it('tells when it has to be judged again', () => {
    const reviewOn = instant('2026-09-01T00:00:00Z')
    expect(at({ holds: [{ ...hold, reviewOn }], categories: ['evidential'] }, before).reviewDue).toBe(reviewOn)
  })
})

describe('a clip that is marked', () => {
  const marked = {
    state: 'marked',
    since: due,
    rule: 'routine: 30 days from recording',
    undoUntil: instant('2026-07-10T00:00:00Z'),
    approvedBy: null,
  } as const
  const within = instant('2026-07-09T23:59:59Z')
  const over = marked.undoUntil

  it('can be brought back until its time is over', () => {
    expect(at({ expiry: marked }, within)).toMatchObject({ state: 'undo-window', reasons: [] })
    expect(at({ expiry: marked }, over)).toMatchObject({ state: 'deletable', reasons: [] })
  })

  it('goes back to a person when its rule has changed', () => {
    const shorter = { ...policy, categories: [category('routine', 10)] }
    expect(at({ expiry: marked }, over, shorter)).toMatchObject({ state: 'review', reasons: ['rule-changed'] })
    expect(at({ expiry: marked, categories: ['stop-search'] }, over).state).toBe('review')
    expect(at({ expiry: { ...marked, approvedBy: hold.owner }, categories: ['evidential'] }, over).state).toBe('review')
    expect(at({ expiry: marked, recordedOn: instant('2026-06-02T12:00:00Z') }, due).state).toBe('review')
  })

  it('goes by a person’s approval where it would not go by itself', () => {
    const queue: RetentionPolicy = { ...policy, expiry: 'queue' }
    expect(at({ expiry: marked }, over, queue)).toMatchObject({ state: 'review', reasons: ['profile'] })
    expect(at({ expiry: { ...marked, approvedBy: hold.owner } }, over, queue).state).toBe('deletable')
  })
})

it('gives whole days to bring a clip back, or none', () => {
  expect(undoUntil(instant('2026-07-02T13:00:00Z'), { undoDays: 7 })).toBe('2026-07-10T00:00:00.000Z')
  expect(undoUntil(instant('2026-07-02T13:00:00Z'), { undoDays: 0 })).toBe('2026-07-02T13:00:00Z')
})

it('remembers the latest date ever told; none is later than "until reviewed"', () => {
  const later = instant('2027-01-01T00:00:00Z')
  expect(latestTold(null, { due })).toBe(due)
  expect(latestTold(later, { due })).toBe(later)
  expect(latestTold(due, { due: later })).toBe(later)
  const always = latestTold(due, { due: null })
  expect(always).toBe('9999-12-31T23:59:59.999Z')
  expect(latestTold(always, { due: later })).toBe(always)
  expect(at({ dueBefore: always }, instant('2200-01-01T00:00:00Z')).reasons).toStrictEqual(['shortened'])
})
