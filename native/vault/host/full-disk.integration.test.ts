import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { deletionRecordOf } from '../../../core/retention/deletion-record.ts'
import { clipId, type UserId, userId } from '../../../core/vault/ids.ts'
import { restoreVault } from '../objects/restore-vault.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  draftOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  newId,
  profileText,
  quietWork,
  recordOf,
  reopen,
  testHost,
} from '../objects/synthetic/vault-desk.ts'
import { createVault } from './create-vault.ts'

/** A vault on a small disk that is filled up. Only the administrator mounts one. */

const mayMount = process.getuid?.() === 0

let desk: Awaited<ReturnType<typeof makeFolder>>
const folder = (): string => desk.path('disk/vault')

beforeEach(async () => {
  desk = await makeFolder()
  await mkdir(desk.path('disk'))
  if (mayMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', desk.path('disk')])
})
afterEach(async () => {
  if (mayMount) execFileSync('umount', ['--lazy', desk.path('disk')])
  await desk.remove()
})

async function leaveFree(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(desk.path('disk'))
  await writeFile(desk.path('disk/ballast'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}

function makeRoom(): Promise<void> {
  return rm(desk.path('disk/ballast'))
}

/** A failure on a full disk says so. */
function expectHonest(result: Result<unknown>): boolean {
  if (!result.ok) expect(result.failure).toMatchObject({ kind: 'disk-full' })
  return result.ok
}

async function imported(store: VaultStore, user: UserId): Promise<Result<string>> {
  const clip = clipId(newId())
  const begun = await store.objects.begin({ clip, kind: 'clip' })
  if (!begun.ok) return begun
  const bytes = markedBytes(clip, 150_000)
  try {
    for (let at = 0; at < bytes.length; at += 50_000) await begun.value.sink.write(at, bytes.subarray(at, at + 50_000))
  } catch {
    // What it was is told when it is finished.
    expect(begun.value.fault()).toMatchObject({ kind: 'disk-full' })
  }
  const written = await begun.value.finish()
  const kept = written.ok
    ? await store.change(draftOf('clip.import', user), async (write) => {
        await write.keepObject(written.value)
        await write.putClip(recordOf(clip, written.value, user))
        return ok(clip)
      })
    : written
  await begun.value.discard()
  return kept
}

/** What was acknowledged. */
type Known = {
  readonly clips: Set<string>
  readonly people: Set<string>
  readonly backups: Set<string>
  entries: number
}

type Doing = (store: VaultStore, user: UserId, known: Known) => Promise<Result<unknown>>

async function added(store: VaultStore, user: UserId, known: Known): Promise<Result<unknown>> {
  const [id, name] = [userId(newId()), `Person ${newId()}`]
  const createdAt = instant(new Date().toISOString())
  const answer = await store.change(draftOf('user.add', user), async (write, stage) => {
    const staged = await stage({ kind: 'add', user: id, name, passphrase: `lantern ${newId()} orchard` })
    if (staged.ok) await write.putUser({ id, name, knownAs: [], grants: [], createdAt, disabledAt: null })
    return staged
  })
  if (answer.ok) known.people.add(name)
  return answer
}

async function deleted(store: VaultStore, user: UserId, known: Known): Promise<Result<unknown>> {
  const [clip] = await store.read.clips({ limit: 1 })
  if (!clip) throw new Error('there is no clip to delete')
  const how = { rule: 'R8', approvedBy: user, appliedBy: user, at: instant(new Date().toISOString()), backups: [] }
  const answer = await store.change(draftOf('retention.delete', user), async (write) => {
    await write.deleteClip(deletionRecordOf(clip, how))
    return ok(undefined)
  })
  if (answer.ok) known.clips.delete(clip.id)
  return answer
}

const doings: readonly (readonly [string, Doing])[] = [
  ['an entry of the log', (store, user) => store.note({ ...draftOf('clip.view', user), reason: 'x'.repeat(2000) })],
  ['a change of slots', added],
  [
    'an import',
    async (store, user, known) => {
      const clip = await imported(store, user)
      if (clip.ok) known.clips.add(clip.value)
      return clip
    },
  ],
  ['a rotation', (store, user) => store.rotate(draftOf('vault.rotate', user), quietWork)],
  [
    'a backup',
    async (store, user, known) => {
      const name = `${newId()}.backup`
      const until = instant('2999-01-01T00:00:00.000Z')
      const made = await store.backup(desk.path(`disk/${name}`), draftOf('vault.backup', user), until, quietWork)
      if (made.ok) known.backups.add(name)
      return made
    },
  ],
  ['a deletion', deleted],
]

async function expectWhole(store: VaultStore, known: Known): Promise<void> {
  const clips = await store.read.clips({ limit: 1000 })
  expect(clips.map(({ id }) => String(id)).sort()).toEqual([...known.clips].sort())
  for (const { id, sha256 } of clips) expect(hexHash(await bytesOfClip(store, id))).toBe(sha256)
  expect(found(await store.check(true, quietWork)).problems).toEqual([])
  expect((await store.read.users()).map(({ name }) => name).sort()).toEqual([...known.people].sort())
  expect(await store.read.auditSize()).toBeGreaterThanOrEqual(known.entries)
  const log = await store.audit.verify({ incremental: false, anchors: [] }, quietWork)
  expect(found(log)).toMatchObject({ ok: true })
  const database = `vault-${store.facts().generation}.db`
  const files = (await readdir(folder())).filter((name) => name !== 'proved')
  expect(files.sort()).toEqual(['inbox', 'lock', 'objects', 'slots.json', database, `${database}-wal`].sort())
  const beside = (await readdir(desk.path('disk'))).filter((name) => name !== 'vault')
  expect(beside.sort()).toEqual([...known.backups].sort())
}

test.runIf(mayMount).each(doings)('%s on a full disk fails as that and leaves nothing half-done', async (_, doing) => {
  const made = await makeVault(folder())
  const user = made.user
  let { store } = made
  const clips = new Set<string>()
  for (let number = 0; number < 8; number++)
    clips.add((await addClip(store, user, markedBytes(`clip ${number}`, 60_000))).id)
  const known: Known = { clips, people: new Set([administrator.name]), backups: new Set(), entries: 0 }
  const outcomes: boolean[] = []
  for (const bytes of [0, 8_192, 40_960, 122_880, 409_600, 4_000_000]) {
    await leaveFree(bytes)
    outcomes.push(expectHonest(await doing(store, user, known)))
    known.entries = await store.read.auditSize()
    // Every other time it ends while there is no room.
    if (bytes % 81_920 === 0) {
      await store.close()
      await makeRoom()
    } else {
      await makeRoom()
      await store.close()
    }
    ;({ store } = found(await reopen(folder())))
    await expectWhole(store, known)
  }
  await store.close()
  expect([outcomes[0], outcomes.at(-1)]).toEqual([false, true])
})

test.runIf(mayMount)(
  'a vault is made whole or not at all on a full disk, and opened only where there is room',
  async () => {
    const request = { folder: folder(), profileText: await profileText(), administrator, demo: true }
    const outcomes: boolean[] = []
    for (let bytes = 0; bytes < 1_000_000; bytes += 81_920) {
      await leaveFree(bytes)
      const made = await createVault(request, testHost())
      outcomes.push(expectHonest(made))
      if (made.ok) await made.value.store.close()
      else expect(existsSync(folder())).toBe(false)
      await makeRoom()
      if (made.ok) await found(await reopen(folder())).store.close()
      await rm(folder(), { recursive: true, force: true })
    }
    expect([outcomes[0], outcomes.at(-1)]).toEqual([false, true])
    await (await makeVault(folder())).store.close()
    await leaveFree(0)
    expect(await reopen(folder())).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
    await makeRoom()
    await found(await reopen(folder())).store.close()
  },
)

test.runIf(mayMount)('a vault is restored whole or not at all on a full disk', async () => {
  const { store, user } = await makeVault(desk.path('source'))
  const clip = await addClip(store, user, markedBytes('a clip', 400_000))
  const from = desk.path('backup')
  found(await store.backup(from, draftOf('vault.backup', user), instant('2999-01-01T00:00:00.000Z'), quietWork))
  await store.close()
  const outcomes: boolean[] = []
  for (let bytes = 0; bytes < 2_000_000; bytes += 163_840) {
    await leaveFree(bytes)
    const request = { from, folder: folder(), credentials: administrator, after: null }
    const restored = await restoreVault(request, testHost(), quietWork)
    outcomes.push(expectHonest(restored))
    if (!restored.ok) expect(await readdir(desk.path('disk'))).toEqual(['ballast'])
    await makeRoom()
    if (!restored.ok) continue
    const again = found(await reopen(folder()))
    expect(hexHash(await bytesOfClip(again.store, clip.id))).toBe(clip.sha256)
    await again.store.close()
    expect(await restoreVault(request, testHost(), quietWork)).toEqual(failed({ kind: 'vault-exists', name: 'vault' }))
    await rm(folder(), { recursive: true })
  }
  expect([outcomes[0], outcomes.at(-1)]).toEqual([false, true])
})
