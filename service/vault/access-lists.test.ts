import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { instant } from '../../core/ports/clock.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const read = readProfile(readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'), 'x')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value
const clip = fakeClip()
const input = { clip: clip.id }
const elsewhere = grantOf('supervisor', { scope: { forces: ['Kent Police'], areas: 'all', teams: 'all' } })
const people = [
  personWith('Dora', [grantOf('disclosure-officer')]),
  personWith('Dan', [grantOf('supervisor')]),
  personWith('Kim', [elsewhere]),
  personWith('Ina', [grantOf('information-governance')]),
  { ...personWith('Lea', [grantOf('supervisor')]), disabledAt: instant('2026-11-01T00:00:00.000Z') },
]

let desk: FakeService
let dora: string
let dan: string
beforeEach(async () => {
  desk = fakeService(people, profile)
  desk.vault.rows = { ...desk.vault.rows, clips: [clip] }
  dora = await desk.signIn('Dora')
  dan = await desk.signIn('Dan')
})

it('names who could be put on the list: those who might see the clip today', async () => {
  expect(await desk.ask(dora, 'clip.access', input)).toEqual({
    restriction: null,
    people: ['Dora', 'Dan'],
    self: 'Dora',
  })
})

it('is set with a reason, keeps whoever set it on it, and shuts out the others', async () => {
  const asked = { ...input, kind: 'child', allowed: [] } as const
  expect(await desk.ask(dora, 'clip.restrict', asked)).toMatchObject({ restricted: 'child' })
  expect(desk.vault.rows.clips[0]?.restriction).toEqual({ kind: 'child', allowed: [fakeId('Dora')] })
  expect(desk.vault.log.at(-1)).toMatchObject({ action: 'clip.restrict', reason: 'a reason', object: { id: clip.id } })
  for (const name of ['clip.show', 'clip.access', 'clip.unrestrict'] as const)
    expect(await desk.ask(dan, name, input)).toBe('not-permitted')
  expect(await desk.ask(dan, 'clip.restrict', asked)).toBe('not-permitted')
})

it('is changed by those on it and lifted by those on it', async () => {
  await desk.ask(dora, 'clip.restrict', { ...input, kind: 'colleague', allowed: ['Dan', 'Dora'] })
  expect(await desk.ask(dan, 'clip.access', input)).toMatchObject({
    restriction: { kind: 'colleague', allowed: ['Dora', 'Dan'] },
  })
  await desk.ask(dan, 'clip.restrict', { ...input, kind: 'misconduct', allowed: [] })
  expect(await desk.ask(dora, 'clip.show', input)).toBe('not-permitted')
  expect(await desk.ask(dan, 'clip.unrestrict', input)).toMatchObject({ restricted: null })
  expect(desk.vault.log.at(-1)).toMatchObject({ action: 'clip.unrestrict', reason: 'a reason' })
  expect(await desk.ask(dora, 'clip.show', input)).toMatchObject({ clip: { clip: clip.id } })
})

it('takes nobody whom the vault does not know, and no glass opens it', async () => {
  expect(await desk.ask(dora, 'clip.restrict', { ...input, kind: 'child', allowed: ['Nobody'] })).toBe('no-such-user')
  expect(desk.vault.rows.clips[0]?.restriction).toBeNull()
  await desk.ask(dora, 'clip.restrict', { ...input, kind: 'child', allowed: [] })
  expect(await desk.ask(dan, 'clip.unrestrict', input, { breakGlass: true })).toBe('not-permitted')
})
