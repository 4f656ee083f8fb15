import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { footageGranted } from '../../core/access/decide-access.ts'
import { calendarDay } from '../../core/calendar.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import { failed, ok } from '../../core/result.ts'
import { clipId, objectId } from '../../core/vault/ids.ts'
import { fakeHash } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

const people = [
  personWith('Dora', [grantOf('disclosure-officer')]),
  personWith('Dan', [grantOf('disclosure-officer')]),
  personWith('Ina', [grantOf('information-governance')]),
]
const clip = fakeClip()
const child = fakeClip({
  id: clipId('c2c2c2c2c2c2c2c2'),
  sha256: fakeHash('two'),
  restriction: { kind: 'child', allowed: [fakeId('nobody')] },
})
const sad = fakeClip({
  id: clipId('c3c3c3c3c3c3c3c3'),
  sha256: fakeHash('three'),
  metadata: { ...clip.metadata, categories: ['sexual-offence'] },
})

let desk: FakeService
let dora: string
let dan: string
let ina: string

const posters: Partial<VaultObjects> = {
  readPoster: async (access, id) =>
    footageGranted(access) ? ok(`png of ${id}`) : failed({ kind: 'not-permitted', permission: 'x', why: 'x' }),
}

beforeEach(async () => {
  const facts = () => ({ demo: false }) as never
  desk = fakeService(people, profile, { store: { objects: posters as VaultObjects, facts } })
  const bytes = { sha256: fakeHash('p'), bytes: 1, storedSha256: fakeHash('p'), storedBytes: 1 }
  const posterOf = (id: typeof clip.id) => ({
    ...bytes,
    id: objectId(fakeId(`poster${id}`)),
    clip: id,
    kind: 'poster' as const,
    label: '6',
  })
  desk.vault.rows = {
    ...desk.vault.rows,
    clips: [clip, child, sad],
    objects: [clip, child, sad].map(({ id }) => posterOf(id)),
  }
  dora = await desk.signIn('Dora')
  dan = await desk.signIn('Dan')
  ina = await desk.signIn('Ina')
})

it('tells a session who it is and what it may do at all', async () => {
  const shown = await desk.ask(dora, 'session.show', {})
  expect(shown).toMatchObject({ name: 'Dora', roles: ['disclosure-officer'], demo: false, idleMinutes: 10 })
  expect(shown).toHaveProperty('permissions', expect.arrayContaining(['clip.view', 'disclose']))
  expect(await desk.ask(ina, 'session.show', {})).not.toHaveProperty(
    'permissions',
    expect.arrayContaining(['clip.view']),
  )
})

describe('posters of a page', () => {
  it('are shown where the asker may see them, and one entry names those', async () => {
    const ids = [clip.id, child.id, sad.id, clipId('c4c4c4c4c4c4c4c4')]
    expect(await desk.ask(dora, 'clip.page-posters', { clips: ids })).toMatchObject({
      posters: [
        { clip: clip.id, distressing: false, frame: 6, png: expect.stringContaining('png') },
        { clip: child.id, distressing: true, frame: null, png: null },
        { clip: sad.id, distressing: true, frame: 6 },
        { clip: ids[3], distressing: true, png: null },
      ],
    })
    const rows = desk.vault.log.filter(({ action }) => action === 'clip.poster')
    expect(rows.map(({ outcome }) => outcome)).toEqual(['begun', 'done'])
    expect(rows[1]).toMatchObject({ detail: { shown1: `${clip.id} ${sad.id}` }, reason: 'a reason', ref: rows[0]?.seq })
  })

  it('are not shown without a purpose', async () => {
    expect(await desk.ask(dora, 'clip.page-posters', { clips: [clip.id] }, { reason: null })).toBe('reason-missing')
  })
})

describe('bookmarks', () => {
  const place = { clip: clip.id, bookmark: null, frame: 3, seconds: 0.1, text: 'here' }

  it('are seen by others and changed by whoever made them', async () => {
    const made = (await desk.ask(dora, 'bookmark.put', place)) as { readonly bookmark: string }
    expect(made).toMatchObject({ own: true, by: 'Dora', changedAt: null })
    expect(await desk.ask(dan, 'bookmark.list', { clip: clip.id })).toMatchObject({
      bookmarks: [{ own: false, text: 'here' }],
    })
    const { bookmark } = made
    expect(await desk.ask(dan, 'bookmark.put', { ...place, bookmark })).toBe('not-permitted')
    expect(await desk.ask(dan, 'bookmark.remove', { clip: clip.id, bookmark })).toBe('not-permitted')
    expect(await desk.ask(dora, 'bookmark.put', { ...place, bookmark, text: 'there\nagain' })).toMatchObject({
      bookmark,
      text: 'there\nagain',
      changedAt: expect.any(String),
    })
    expect(await desk.ask(dora, 'bookmark.remove', { clip: sad.id, bookmark })).toBe('no-such-bookmark')
    expect(await desk.ask(dora, 'bookmark.remove', { clip: clip.id, bookmark })).toEqual({})
    expect(desk.vault.rows.bookmarks).toEqual([])
    expect(JSON.stringify(desk.vault.log)).not.toContain('again')
  })
})

it('filters are of whoever saved them, and one name is one filter', async () => {
  await desk.ask(dora, 'filter.put', { name: 'mine', query: { officer: 'PC 1' } })
  const saved = (await desk.ask(dora, 'filter.put', { name: 'mine', query: { held: true } })) as {
    readonly filter: string
  }
  expect(await desk.ask(dora, 'filter.list', {})).toEqual({
    filters: [{ ...saved, name: 'mine', query: { held: true } }],
  })
  expect(await desk.ask(dan, 'filter.list', {})).toEqual({ filters: [] })
  expect(await desk.ask(dan, 'filter.remove', { filter: saved.filter })).toBe('no-such-filter')
  expect(await desk.ask(dora, 'filter.remove', { filter: saved.filter })).toEqual({})
})

it('the clock of a camera is told by a named person, and changes nothing else', async () => {
  expect(await desk.ask(dora, 'clip.clock', { clip: clip.id })).toEqual({ seconds: 0, by: null, at: null })
  await desk.ask(dora, 'clip.set-clock', { clip: clip.id, seconds: -3_600 })
  expect(await desk.ask(dan, 'clip.clock', { clip: clip.id })).toMatchObject({ seconds: -3_600, by: 'Dora' })
  expect(desk.vault.rows.clips[0]).toEqual(clip)
})

it('a review keeps a clip until the next one is due', async () => {
  const since = instant('2026-11-20T00:00:00.000Z')
  const queued = { ...clip, expiry: { state: 'queued', since, rule: 'r' } } as const
  expect(await desk.ask(ina, 'retention.keep', { clip: clip.id })).toBe('not-queued')
  desk.vault.rows = { ...desk.vault.rows, clips: [queued] }
  expect(await desk.ask(ina, 'retention.keep', { clip: clip.id })).toMatchObject({
    retention: { state: 'kept', due: '2026-12-23T00:00:00.000Z', rule: expect.stringContaining('on review') },
  })
  expect(desk.vault.rows.clips[0]).toMatchObject({ expiry: { state: 'kept' }, reviewedAt: '2026-11-22T10:00:00.000Z' })
  await desk.ask(ina, 'retention.evaluate', { asOf: null })
  expect(desk.vault.rows.clips[0]?.expiry.state).toBe('kept')
  desk.at(instant('2026-12-24T00:00:00.000Z'))
  await desk.ask(ina, 'retention.evaluate', { asOf: null })
  expect(desk.vault.rows.clips[0]?.expiry.state).toBe('queued')
})

it('another profile writes down the dates that the old one told, and only those that were not', async () => {
  const told = { ...clip, dueBefore: instant('2027-01-01T00:00:00.000Z') }
  const untold = { ...sad, dueBefore: null, metadata: { ...clip.metadata, categories: ['routine'] } }
  desk.vault.rows = { ...desk.vault.rows, clips: [told, untold] }
  const before = desk.vault.rows.clips[0]
  expect(await desk.ask(ina, 'vault.profile', { profileText: text })).toEqual({ profile: 'essex' })
  expect(desk.vault.rows.clips[0]).toBe(before)
  expect(desk.vault.rows.clips[1]).toMatchObject({ dueBefore: '2026-11-01T00:00:00.000Z', expiry: { state: 'kept' } })
})

it('a profile is confirmed by a named person until a day ahead, and another profile begins anew', async () => {
  for (const until of ['2026-11-22', '2031-01-01'])
    expect(await desk.ask(ina, 'vault.confirm-profile', { until: calendarDay(until) })).toBe('usage')
  const until = calendarDay('2027-05-31')
  expect(await desk.ask(ina, 'vault.confirm-profile', { until })).toEqual({ profile: 'essex', confirmedUntil: until })
  expect(desk.vault.rows.settings.profileReview).toMatchObject({ until, by: fakeId('Ina') })
  expect(desk.vault.log.at(-1)).toMatchObject({ action: 'vault.confirm-profile', reason: 'a reason' })
  await desk.ask(ina, 'vault.profile', { profileText: text })
  expect(desk.vault.rows.settings.profileReview).toBeNull()
})
