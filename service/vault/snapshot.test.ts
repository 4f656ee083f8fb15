import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { indexDocumentOf } from '../../contract/index-document.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { StampLine } from '../../core/clips/snapshot-stamp.ts'
import type { NewObjectRequest, VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import type { VaultFacts } from '../../core/ports/vault/vault-store.ts'
import { failed, ok } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { objectId } from '../../core/vault/ids.ts'
import { fakeEngine, fakeHash, fakeIndex } from '../fake-ports.ts'
import { type FakeService, fakeClip, fakeService, grantOf, personWith } from './fake-service.ts'
import { fakeId } from './fake-vault.ts'

const clip = fakeClip()
const other = fakeClip({ id: clip.id.replace('c1', 'c2') as typeof clip.id, sha256: fakeHash('two') })
const profile = readProfile(readFileSync(join(import.meta.dirname, '../../resources/profiles/essex.json'), 'utf8'), '')
if (!profile.ok) throw new Error(profile.failure.kind)
const essex = profile.value

const frame = frameIndex(7)
let asked: unknown[]
let stamped: readonly StampLine[]
let engines: number
let desk: FakeService

function fakeObjects(): Partial<VaultObjects> {
  return {
    readText: async () => ok(JSON.stringify(indexDocumentOf(fakeIndex()))),
    openClip: async () =>
      ok({
        name: 'one.mp4',
        bytes: { size: 4, read: async () => new Uint8Array(4) },
        unchanged: async () => true,
        fault: () => null,
        close: async () => undefined,
      }),
    put: async ({ clip: of, kind, label = '' }: NewObjectRequest, bytes) => {
      const hashes = { sha256: fakeHash('s'), storedSha256: fakeHash('t') }
      return ok({
        id: objectId(fakeId('sheet')),
        clip: of,
        kind,
        label,
        bytes: bytes.length,
        storedBytes: 9,
        ...hashes,
      })
    },
  }
}

beforeEach(async () => {
  ;[asked, stamped, engines] = [[], [], 0]
  const engine = () => {
    engines += 1
    return {
      ...fakeEngine().engine,
      still: async (_source: unknown, _index: unknown, wanted: unknown) => {
        asked.push(wanted)
        return ok(new Uint8Array(5))
      },
      describe: async () => failed({ kind: 'cancelled' } as const),
      close: async () => {
        engines -= 1
      },
    }
  }
  const people = [
    personWith('Dora', [grantOf('disclosure-officer')]),
    personWith('Lea', [grantOf('stop-search-lead')]),
    personWith('Dan', [grantOf('disclosure-officer')]),
  ]
  desk = fakeService(people, essex, {
    store: { objects: fakeObjects() as VaultObjects, facts: () => ({ vaultId: 'v1' }) as VaultFacts },
    ports: {
      engine,
      snapshotSheet: async (_png, stamp) => {
        stamped = stamp
        return new Uint8Array(11)
      },
    },
  })
  const kept = { sha256: fakeHash('i'), bytes: 1, storedSha256: fakeHash('i'), storedBytes: 1 }
  const index = { id: objectId(fakeId('index')), clip: clip.id, kind: 'index', label: '', ...kept } as const
  desk.vault.rows = { ...desk.vault.rows, clips: [clip, other], objects: [index, { ...index, clip: other.id }] }
})

async function openedBy(name: string) {
  const session = await desk.signIn(name)
  const answer = (await desk.ask(session, 'clip.open', { clip: clip.id })) as { readonly opening: string }
  return { session, opening: answer.opening }
}

const rows = () =>
  desk.vault.log
    .filter(({ action }) => action === 'clip.snapshot')
    .map(({ outcome, reason }) => `${outcome}: ${reason}`)
const attachments = () => desk.vault.rows.objects.filter(({ kind }) => kind === 'attachment')

it('keeps a stamped still beside the clip, and says so in the log before and after', async () => {
  const { session, opening } = await openedBy('Dora')
  const taken = await desk.ask(session, 'clip.snapshot', { clip: clip.id, opening, frame })
  const name = 'snapshot-frame-7-20261122T100000000Z.pdf'
  expect(taken).toEqual({ name, sha256: fakeHash('s'), bytes: 11 })
  expect(asked).toEqual([{ frame: 7 }])
  expect(stamped.map(({ name: line, value }) => `${line}: ${value}`)).toEqual(
    expect.arrayContaining(['Frame: 7 of 0 to 29', 'Reason: a reason', 'Recorded: 2026-10-01T10:00:00.233Z']),
  )
  expect(attachments()).toMatchObject([{ clip: clip.id, label: name }])
  expect(rows()).toEqual(['begun: a reason', 'done: a reason'])
  expect(desk.vault.log.at(-1)).toMatchObject({ object: { kind: 'attachment' }, detail: { clip: clip.id, frame: 7 } })
  expect(engines).toBe(0)
})

it('is refused to who may look and not take anything out, and to nobody without a reason', async () => {
  const lead = await openedBy('Lea')
  const input = { clip: clip.id, opening: lead.opening, frame }
  expect(await desk.ask(lead.session, 'clip.snapshot', input)).toBe('not-permitted')
  const { session, opening } = await openedBy('Dora')
  const without = { reason: ' ' }
  expect(await desk.ask(session, 'clip.snapshot', { ...input, opening }, without)).toBe('reason-missing')
  expect(rows()).toEqual(['denied: a reason', 'denied: null'])
  expect(attachments()).toEqual([])
})

it('is of a clip that this session has open, and of no other', async () => {
  const { session, opening } = await openedBy('Dora')
  const { session: elsewhere } = await openedBy('Dan')
  const input = { clip: clip.id, opening, frame }
  expect(await desk.ask(elsewhere, 'clip.snapshot', input)).toBe('not-open')
  expect(await desk.ask(session, 'clip.snapshot', { ...input, clip: other.id })).toBe('not-open')
  expect(await desk.ask(session, 'clip.snapshot', { ...input, frame: frameIndex(30) })).toBe('out-of-range')
  expect(await desk.ask(session, 'clip.close', { opening })).toEqual({})
  expect(await desk.ask(session, 'clip.snapshot', input)).toBe('not-open')
  expect(asked).toEqual([])
  expect(attachments()).toEqual([])
})
