import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import { instant } from '../../core/ports/clock.ts'
import { clipId } from '../../core/vault/ids.ts'
import { fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const read = readProfile(text, 'essex')
if (!read.ok) throw new Error(read.failure.kind)
const profile = read.value

const people = ['Ina', 'Ivo'].map((name) => personWith(name, [grantOf('information-governance')]))
const rule = 'routine: 30 days from recording'
const since = instant('2026-11-10T00:00:00.000Z')
const marked = { state: 'marked', since, rule, undoUntil: since, approvedBy: fakeId('Ina') } as const

// Three times what is in memory at once, of both kinds, so that each list has a page that is not the last.
const clips = Array.from({ length: 2_407 }, (_, number) => {
  const id = clipId(String(number).padStart(16, '0'))
  const dueBefore = instant('2026-11-01T00:00:00.000Z')
  return fakeClip(number % 2 === 0 ? { id, dueBefore } : { id, dueBefore, expiry: marked })
})

it('judges, lists and deletes however many clips there are, page by page', async () => {
  const desk = fakeService(people, profile)
  desk.vault.rows = { ...desk.vault.rows, clips }
  const [ina, ivo] = [await desk.signIn('Ina'), await desk.signIn('Ivo')]
  expect(await desk.ask(ina, 'retention.evaluate', { asOf: null })).toMatchObject({
    clips: 2_407,
    changes: { length: 1_204 },
  })

  const first = (await desk.ask(ina, 'retention.queue', {})) as OutputOf<'retention.queue'>
  expect([first.queued.length, first.marked.length]).toEqual([1_000, 1_000])
  const after = first.queued.at(-1)?.clip ?? null
  const rest = (await desk.ask(ina, 'retention.queue', { of: 'queued', after, limit: 300 })) as typeof first
  const listed = new Set([...first.queued, ...rest.queued].map(({ clip }) => clip))
  expect([listed.size, rest.marked]).toEqual([1_204, []])
  expect(await desk.ask(ina, 'retention.queue', { after })).toBe('usage')
  const far = (await desk.ask(ina, 'retention.page', { of: 'queued', offset: 1_150, limit: 100 })) as {
    readonly clips: typeof first.queued
    readonly total: number
  }
  expect([far.total, far.clips.length]).toEqual([1_204, 54])
  expect(far.clips.at(-1)).toEqual(rest.queued.at(-1))

  expect(await desk.ask(ivo, 'retention.apply', { clips: null })).toMatchObject({
    deleted: { length: 1_203 },
    left: [],
  })
  expect(desk.vault.rows.clips).toHaveLength(1_204)
})
