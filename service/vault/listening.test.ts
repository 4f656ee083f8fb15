import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { indexDocumentOf } from '../../contract/index-document.ts'
import type { OutputOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { MediaEngine } from '../../core/ports/media-engine.ts'
import { failed, ok } from '../../core/result.ts'
import type { HeardTrack } from '../../core/sound/speech.ts'
import { sampleIndex } from '../../core/time.ts'
import { objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex, fakeClip as fakeSource } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const text = readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8')
const profile = readProfile(text, 'essex')
if (!profile.ok) throw new Error(profile.failure.kind)

const index = fakeIndex({ sha256: fakeHash('one') })
const clip = fakeClip({ index: { state: 'indexed', frames: 600, seconds: 20, deep: false } })
const tracks: readonly HeardTrack[] = [
  {
    audioTrack: 0,
    segments: [
      {
        ...{ fromSample: sampleIndex(100), untilSample: sampleIndex(9_000) },
        ...{ kind: 'radio', probability: 0.8, highest: 0.99 },
      },
    ],
    failed: [[sampleIndex(20_000), sampleIndex(20_100)]],
  },
]

let listened: number
/** What the engine answers next, instead of what it heard. */
let trouble: Awaited<ReturnType<MediaEngine['listen']>> | null
/** Happens while the engine listens. */
let meanwhile: () => void
let open: number
let desk: FakeService
let dora: string
let redaction: string

const listen: MediaEngine['listen'] = async (_source, { sha256 }) => {
  listened += 1
  meanwhile()
  return trouble ?? ok({ version: 1, clip: { sha256 }, model: 'a model', tracks })
}

function lent() {
  open += 1
  return {
    ...fakeEngine({ index }).engine,
    listen,
    describe: async () => failed({ kind: 'cancelled' } as const),
    close: async () => {
      open -= 1
    },
  }
}

beforeEach(async () => {
  ;[listened, open, trouble, meanwhile] = [0, 0, null, () => undefined]
  const objects = {
    openClip: async () => ok({ ...fakeSource({ name: clip.name }), close: async () => undefined }),
    readText: async () => ok(JSON.stringify(indexDocumentOf(index))),
  }
  desk = fakeService(
    ['Dora', 'Dan'].map((name) => personWith(name, [grantOf('disclosure-officer')])),
    profile.ok ? profile.value : (undefined as never),
    { store: { objects: objects as never }, ports: { engine: lent, newSecret: () => '5e'.repeat(32) } },
  )
  const about = { id: objectId(fakeId('index')), clip: clip.id, kind: 'index', label: '', bytes: 1 } as const
  const kept = { ...about, sha256: fakeHash('i'), storedSha256: fakeHash('i'), storedBytes: 1 }
  desk.vault.rows = { ...desk.vault.rows, clips: [clip], objects: [kept] }
  dora = await desk.signIn('Dora')
  const made = await desk.ask(dora, 'redaction.create', { clip: clip.id, purpose: 'request 12' })
  redaction = (made as OutputOf<'redaction.create'>).redaction
})

const hear = (session = dora) =>
  desk.ask(session, 'redaction.listen', { clip: clip.id, redaction }, { reason: 'request 12' })

test('tells where somebody may be speaking, and the log says who asked', async () => {
  expect(await hear()).toEqual({ tracks })
  expect(open).toBe(0)
  const entries = desk.vault.log.filter(({ action }) => action === 'redaction.listen')
  expect(entries.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['begun', 'request 12'],
    ['done', 'request 12'],
  ])
})

test('listens once for everybody, and anew after a lock', async () => {
  const dan = await desk.signIn('Dan')
  await hear()
  expect(await hear(dan)).toEqual({ tracks })
  expect(listened).toBe(1)
  await desk.service.endViewing()
  expect(await hear()).toEqual({ tracks })
  expect(listened).toBe(2)
})

test('what was heard while the vault was being locked is not remembered', async () => {
  desk.vault.store.locked = () => true
  await hear()
  await hear()
  expect(listened).toBe(2)
})

test('what could not be listened to is not remembered as heard', async () => {
  trouble = failed({ kind: 'undecodable', what: 'sound' } as never)
  expect(await hear()).toBe('undecodable')
  trouble = null
  expect(await hear()).toEqual({ tracks })
  expect(open).toBe(0)
})

test('a redaction of another clip is as if there were none', async () => {
  const other = fakeClip({ ...clip, id: fakeId('other') as never })
  desk.vault.rows = { ...desk.vault.rows, clips: [clip, other] }
  const asked = desk.ask(dora, 'redaction.listen', { clip: other.id, redaction }, { reason: 'why' })
  expect(await asked).toBe('no-such-redaction')
  expect(listened).toBe(0)
})
