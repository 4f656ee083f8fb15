import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { failed, ok } from '../../core/result.ts'
import { clipId } from '../../core/vault/ids.ts'
import { BrokenGlass } from './broken-glass.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'

const read = readProfile(readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'), 'x')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value
const clip = fakeClip({ restriction: { kind: 'child', allowed: [] } })
const input = { clip: clip.id }

let desk: FakeService
beforeEach(() => {
  desk = fakeService([personWith('Dora', [grantOf('disclosure-officer')])], profile)
  desk.vault.rows = { ...desk.vault.rows, clips: [clip] }
})

const broken = () => desk.vault.log.filter(({ action }) => action === 'session.break-glass').length

it('is told once for all that is asked of the clip, before the first answer, and logged call by call', async () => {
  const dora = await desk.signIn('Dora')
  const through = { reason: 'a child at risk', breakGlass: true }
  await Promise.all([
    desk.ask(dora, 'clip.show', input, through),
    desk.ask(dora, 'clip.clock', input, through),
    desk.ask(dora, 'bookmark.list', input, { ...through, reason: ' a child at risk ' }),
  ])
  expect(desk.vault.rows.notices).toEqual(['a child at risk'])
  expect(broken()).toBe(1)
  for (const action of ['clip.show', 'bookmark.list'])
    expect(desk.vault.log.some((entry) => entry.action === action && entry.reason === 'a child at risk')).toBe(true)

  await desk.ask(dora, 'clip.show', input, { ...through, reason: 'another one' })
  expect(desk.vault.rows.notices).toEqual(['a child at risk', 'another one'])
})

it('is told anew in another session', async () => {
  for (const through of [1, 2].map(() => ({ reason: 'a child at risk', breakGlass: true }))) {
    const dora = await desk.signIn('Dora')
    await desk.ask(dora, 'clip.show', input, through)
    await desk.service.signOut(dora)
  }
  expect(desk.vault.rows.notices).toHaveLength(2)
})

it('what could not be told shows nothing, and is told with the next call', async () => {
  const dora = await desk.signIn('Dora')
  desk.vault.full = true
  const through = { reason: 'a child at risk', breakGlass: true }
  expect(await desk.ask(dora, 'clip.show', input, through)).toBe('disk-full')
  desk.vault.full = false
  expect(await desk.ask(dora, 'clip.show', input, through)).toMatchObject({ clip: { clip: clip.id } })
  expect(desk.vault.rows.notices).toHaveLength(1)
})

it('forgets what a session has told when it ends', async () => {
  const glass = new BrokenGlass()
  const act = { session: 'a', clip: clipId(clip.id), reason: 'r' }
  const told: string[] = []
  const tell = (session: string) =>
    glass.tell({ ...act, session }, async () => {
      told.push(session)
      return session === 'never' ? failed({ kind: 'cancelled' }) : ok(undefined)
    })
  for (const session of ['a', 'a', 'b', 'never', 'never']) await tell(session)
  glass.endSession('a')
  for (const session of ['a', 'b']) await tell(session)
  glass.endAll()
  await tell('b')
  expect(told).toEqual(['a', 'b', 'never', 'never', 'a', 'b'])
})
