import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ItemOf } from '../../contract/methods/all.ts'
import { readProfile } from '../../contract/profile-file.ts'
import type { Failure } from '../../core/failure.ts'
import type { Candidate, OpenCandidate } from '../../core/intake/candidate.ts'
import { instant } from '../../core/ports/clock.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok } from '../../core/result.ts'
import { clipId, type UserId } from '../../core/vault/ids.ts'
import { canonicalJson } from '../../native/certificate/canonical-json.ts'
import { archiveAtCost } from '../../native/evidence/archive/disclosure-archive.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import {
  draftOf,
  found,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  profileText,
  quietWork,
  reopen,
} from '../../native/vault/objects/synthetic/vault-desk.ts'
import { fakeEngine } from '../../service/fake-ports.ts'
import { createVaultService } from '../../service/vault/vault-service.ts'

/** What an import makes of a stick that is pulled out, a file that changes, a disk that is gone: in a real vault. */

const size = 3_000_000

type Broken = {
  /** Reads from here on fail with the fault. */
  readonly from?: number
  readonly fault?: Failure
  /** What becomes of the file once it has been read. */
  readonly after?: 'changed' | 'gone'
  readonly opening?: Failure
}

function candidate(name: string, broken: Broken = {}): Candidate {
  const shown = { text: name, display: name }
  const bytes = markedBytes(name, size)
  const open = async () => {
    if (broken.opening) return failed(broken.opening)
    let fault: Failure | null = null
    const breaks = (): void => {
      fault = broken.fault ?? null
      throw new Error('the device is gone')
    }
    const source: OpenCandidate = {
      name,
      bytes: {
        size,
        read: async (offset, length) => {
          if (broken.from !== undefined && offset + length > broken.from && broken.from < size) breaks()
          return bytes.subarray(offset, Math.min(size, offset + length))
        },
      },
      fault: () => fault,
      unchanged: async () => {
        if (broken.after === 'gone') breaks()
        return broken.after !== 'changed'
      },
      close: async () => undefined,
    }
    return ok(source)
  }
  return {
    kind: 'candidate',
    path: shown,
    name: shown,
    size,
    modified: '1',
    modifiedOn: instant('2026-11-01T10:00:00.000Z'),
    sidecars: [],
    sidecarFailures: [],
    open,
  }
}

type Call = (candidates: readonly Candidate[]) => Promise<readonly (readonly [string, string | null])[]>

const grants = [
  { role: 'disclosure-officer', scope: { forces: 'all', areas: 'all', teams: 'all' }, from: null, until: null },
] as const

/** The service over an open vault, with Dora in it, who imports. */
async function importsInto(open: VaultStore, user: UserId): Promise<Call> {
  const profile = found(readProfile(await profileText(), 'profile'))
  let candidates: readonly Candidate[] = []
  const { engine } = fakeEngine()
  const service = createVaultService({
    store: open,
    profile: () => profile,
    now: () => instant(new Date().toISOString()),
    elapsed: () => 0,
    after: () => () => undefined,
    newId,
    newSecret: () => '0'.repeat(64),
    json: canonicalJson,
    checkSignature: () => null,
    intake: async function* () {
      yield* candidates
    },
    engine: () => ({ ...engine, describe: async () => failed({ kind: 'cancelled' }), close: async () => undefined }),
    snapshotSheet: async () => new Uint8Array(),
    disclosureSheets: { schedule: async () => new Uint8Array(), certificate: async () => new Uint8Array() },
    disclosureTarget: async () => failed({ kind: 'cancelled' }),
    disclosureArchive: archiveAtCost(10),
  })
  const ada = found(await service.begin(user)).session
  const added = { name: 'Dora', grants, passphrase: 'some other words that she chose' }
  if (!(await open.read.userByName('Dora')))
    found(await service.call(ada, 'user.add', { input: added, reason: null }, quietWork))
  const { session } = found(await service.begin((await open.read.userByName('Dora'))?.id ?? user))
  const mapping = found(await openMapping(null)).text
  return async (given) => {
    candidates = given
    const items: ItemOf<'clip.import'>[] = []
    const work = { ...quietWork, onItem: (item: ItemOf<'clip.import'>) => void items.push(item) }
    const request = { input: { paths: ['/stick'], mapping }, reason: 'end of shift' }
    found(await service.call(session, 'clip.import', request, work))
    return items.map(({ status, why }) => [status, why] as const)
  }
}

let desk: Awaited<ReturnType<typeof makeFolder>>
let store: VaultStore
let user: UserId
let call: Call

beforeEach(async () => {
  desk = await makeFolder()
  const made = await makeVault(desk.path('vault'))
  store = made.store
  user = made.user
  call = await importsInto(store, user)
})
afterEach(async () => {
  await store.close()
  await desk.remove()
})

/** What there is; `loose` are files that belong to no clip. */
async function left(): Promise<{ loose: number; clips: number; pending: number; openEntries: number }> {
  const entries = await store.read.auditEntries(0, 10_000)
  const files = await readdir(desk.path('vault/objects'))
  const clips = await store.read.clips({ limit: 10 })
  const kept = (await Promise.all(clips.map(({ id }) => store.read.objects(id)))).flat()
  const ended = new Set(entries.map(({ ref }) => ref))
  return {
    loose: files.length - kept.length,
    clips: await store.read.countClips({ limit: 1 }),
    pending: (await store.read.pendingImports()).length,
    openEntries: entries.filter(({ outcome, seq }) => outcome === 'begun' && !ended.has(seq)).length,
  }
}

const unreadable: Failure = { kind: 'file-unreadable', name: 'clip' }
const nothing = { loose: 0, clips: 0, pending: 0, openEntries: 0 }

test.each<[string, Broken, string]>([
  ['pulled out in the middle', { from: 1_000_000, fault: unreadable }, 'file-unreadable'],
  ['pulled out when all was read', { after: 'gone', fault: unreadable }, 'file-unreadable'],
  ['cut short meanwhile', { from: 2_000_000, fault: { kind: 'clip-changed', name: 'clip' } }, 'clip-changed'],
  ['written to while it was read', { after: 'changed' }, 'not-stable'],
  ['gone before its turn came', { opening: { kind: 'file-missing', name: 'clip' } }, 'file-missing'],
])('a file that is %s leaves nothing, and the rest comes in', async (_how, broken, why) => {
  expect(await call([candidate('a', broken)])).toEqual([['refused', why]])
  expect(await left()).toEqual(nothing)
  expect(await call([candidate('a', broken), candidate('b')])).toEqual([
    ['refused', why],
    ['imported', null],
  ])
  expect(await left()).toEqual({ loose: 0, clips: 1, pending: 0, openEntries: 0 })
})

/** What a process leaves that ends in the middle of an import. */
async function interrupted(): Promise<void> {
  const clip = clipId(newId())
  const object = found(await store.objects.begin({ clip, kind: 'clip' }))
  const begunAt = instant('2026-11-01T10:00:00.000Z')
  const pending = { object: object.id, clip, sourceName: 'a', sourceBytes: size, sourceModified: '1' }
  found(
    await store.change({ ...draftOf('clip.import', user), outcome: 'begun' }, async (write) => {
      await write.beginImport({ ...pending, begunAt, begunBy: user })
      return ok(undefined)
    }),
  )
  const bytes = markedBytes('a', size)
  for (let at = 0; at < 2_000_000; at += 500_000) await object.sink.write(at, bytes.subarray(at, at + 500_000))
  await store.close()
  store = found(await reopen(desk.path('vault'))).store
  call = await importsInto(store, user)
}

test('an import that was interrupted waits for a file that cannot be read now, and goes on when it can', async () => {
  await interrupted()
  expect(await left()).toEqual({ loose: 1, clips: 0, pending: 1, openEntries: 0 })
  expect(await call([candidate('a', { from: 300_000, fault: unreadable })])).toEqual([['refused', 'file-unreadable']])
  expect(await left()).toEqual({ loose: 1, clips: 0, pending: 1, openEntries: 0 })
  expect(await call([candidate('a')])).toEqual([['imported', null]])
  expect(await left()).toEqual({ loose: 0, clips: 1, pending: 0, openEntries: 0 })
})
