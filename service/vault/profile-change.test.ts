import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readProfile } from '../../contract/profile-file.ts'
import { clipId } from '../../core/vault/ids.ts'
import { fakeClip, fakeService, grantOf, personWith, unstopped } from './fake-service.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

const people = [personWith('Ina', [grantOf('information-governance')])]
const clips = Array.from({ length: 1_300 }, (_, number) =>
  fakeClip({ id: clipId(String(number).padStart(16, '0')), dueBefore: null }),
)

async function deskWithClips() {
  const desk = fakeService(people, profile)
  desk.vault.rows = { ...desk.vault.rows, clips }
  return { desk, ina: await desk.signIn('Ina') }
}

it('another profile tells how far it has come, and writes down every date', async () => {
  const { desk, ina } = await deskWithClips()
  const reports: number[] = []
  const work = {
    ...unstopped,
    onProgress: ({ done, total }: { done: number; total: number }) => reports.push(done / total),
  }
  const request = { input: { profileText: text }, reason: 'a reason' }
  expect(await desk.service.call(ina, 'vault.profile', request, work)).toEqual({
    ok: true,
    value: { profile: 'essex' },
  })
  expect([reports.length, reports.at(-1)]).toEqual([3, 1])
  expect(desk.vault.rows.clips.filter(({ dueBefore }) => dueBefore === null)).toEqual([])
  const entries = desk.vault.log.filter(({ action }) => action === 'vault.profile')
  expect(entries.map(({ outcome }) => outcome)).toEqual(['begun', 'done'])
})

it('one that is stopped in between leaves the old profile and every date as it was', async () => {
  const { desk, ina } = await deskWithClips()
  const before = desk.vault.rows
  const stop = new AbortController()
  const work = { signal: stop.signal, onProgress: () => stop.abort() }
  const request = { input: { profileText: text }, reason: 'a reason' }
  expect(await desk.service.call(ina, 'vault.profile', request, work)).toMatchObject({ failure: { kind: 'cancelled' } })
  expect(desk.vault.rows.clips).toBe(before.clips)
  expect(desk.vault.rows.settings).toBe(before.settings)
  expect(desk.vault.log.at(-1)).toMatchObject({ action: 'vault.profile', outcome: 'interrupted' })
})
