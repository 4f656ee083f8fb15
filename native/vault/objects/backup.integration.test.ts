import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rename, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import { clipId, type UserId, userId } from '../../../core/vault/ids.ts'
import { openVault } from '../host/open-vault.ts'
import { type RestoreRequest, restoreVault } from './restore-vault.ts'
import {
  addClip,
  administrator,
  bytesOfClip,
  deleteClip,
  draftOf,
  filesOf,
  found,
  hexHash,
  makeFolder,
  makeVault,
  markedBytes,
  quietWork,
  reopen,
  testHost,
} from './synthetic/vault-desk.ts'

/** Only the administrator of a machine mounts a small disk. */
const mounts = process.getuid?.() === 0

const leaver = { name: 'Lena Leaver', passphrase: 'seven otters paint at noon', id: userId('1ena1ena1ena1ena') }
const expiresAt = instant('2999-01-01T00:00:00.000Z')

let desk: Awaited<ReturnType<typeof makeFolder>>
let folder: string
let store: VaultStore
let user: UserId
let sheets: readonly [string, string]
let clips: readonly ClipRecord[]
/** A backup of the vault with three clips; one of them is deleted afterwards. */
let backup: string

beforeAll(async () => {
  desk = await makeFolder()
  folder = desk.path('vault')
  const made = await makeVault(folder)
  ;({ store, user } = made)
  sheets = [made.sheets[0].text, made.sheets[1].text]
  found(
    await store.change(draftOf('user.add', user), async (write, stageSlots) => {
      const { id, name, passphrase } = leaver
      const createdAt = instant('2026-11-23T09:00:00.000Z')
      const scope = { forces: 'all', areas: 'all', teams: 'all' } as const
      const grants = [{ role: 'administrator', scope, from: null, until: null }] as const
      await write.putUser({ id, name, knownAs: [], grants, createdAt, disabledAt: null })
      return stageSlots({ kind: 'add', user: id, name, passphrase })
    }),
  )
  clips = [
    await addClip(store, user, markedBytes('the first clip ', 300_000)),
    await addClip(store, user, markedBytes('the second clip ', 65_536)),
    await addClip(store, user, markedBytes('the third clip ', 10)),
  ]
  backup = desk.path('week.backup')
  const answer = found(await store.backup(backup, draftOf('vault.backup', user), expiresAt, quietWork))
  const bytes = await readFile(backup)
  expect(answer).toMatchObject({ bytes: bytes.length, sha256: hexHash(bytes) })
  expect(await store.read.backups()).toMatchObject([{ id: answer.backup, sha256: answer.sha256, expiresAt }])
})
afterAll(async () => {
  await store.close()
  await desk.remove()
})

function restore(changes: Partial<RestoreRequest> = {}, now = instant('2026-11-24T10:00:00.000Z')) {
  const request = { from: backup, folder: desk.path('restored'), credentials: administrator, after: null, ...changes }
  return restoreVault(
    request,
    testHost(() => now),
    quietWork,
  )
}

/** Nothing of a vault that was not restored may be left. */
function expectNothing(): void {
  expect([existsSync(desk.path('restored')), existsSync(desk.path('restored.restoring'))]).toEqual([false, false])
}

describe('a vault that was restored', () => {
  it('has every object, its log, and an entry that says so', async () => {
    const size = await store.read.auditSize()
    const restored = found(await restore())
    expect(restored).toMatchObject({ objects: 9, deleted: 0, laterDeletions: 'unknown', missing: [], damaged: [] })
    const host = testHost()
    const opened = found(await openVault({ folder: desk.path('restored') }, administrator, host))
    for (const clip of clips) {
      expect(await opened.store.read.clip(clip.id)).toEqual(clip)
      expect(hexHash(await bytesOfClip(opened.store, clip.id))).toBe(clip.sha256)
    }
    expect(found(await opened.store.check(true, quietWork))).toMatchObject({ objects: 9, problems: [] })
    expect(opened.store.facts().tableVersion).toBeGreaterThan(store.facts().tableVersion)
    expect(opened.store.facts().vaultId).toBe(store.facts().vaultId)
    // The log goes on: all that was in the backup, and then that it was restored.
    const entries = await opened.store.read.auditEntries(0, 1000)
    const at = entries.findIndex(({ action }) => action === 'vault.restore')
    expect(entries.slice(0, at)).toEqual(await store.read.auditEntries(0, at))
    expect(at).toBe(size - 1)
    expect(entries[at]).toMatchObject({ object: { kind: 'backup', id: restored.backup }, outcome: 'done' })
    expect((await opened.store.read.checkpoints()).some((checkpoint) => checkpoint.size === at + 1)).toBe(true)
    expect(await opened.store.read.backups()).toMatchObject([{ id: restored.backup }])
    await opened.store.close()
    await rm(desk.path('restored'), { recursive: true })
  })

  it('opens to the recovery sheets where nobody can sign in', async () => {
    expect(found(await restore({ credentials: { shares: sheets } })).objects).toBe(9)
    await rm(desk.path('restored'), { recursive: true })
  })

  it('may take the place of an empty folder, and of nothing else', async () => {
    await mkdir(desk.path('restored'))
    await writeFile(desk.path('restored/letter'), 'mine')
    expect(await restore()).toEqual({ ok: false, failure: { kind: 'file-exists', name: 'restored' } })
    await rm(desk.path('restored/letter'))
    found(await restore())
    expect(await restore()).toEqual({ ok: false, failure: { kind: 'vault-exists', name: 'restored' } })
    await rm(desk.path('restored'), { recursive: true })
  })
})

it('takes away what an interrupted restoring has left beside the folder, and nothing that was opened there', async () => {
  const growing = desk.path('restored.restoring')
  found(await restore())
  expect(existsSync(desk.path('restored/restored'))).toBe(false)
  await rename(desk.path('restored'), growing)
  expect(await restore()).toEqual({ ok: false, failure: { kind: 'file-exists', name: 'restored.restoring' } })
  expect(existsSync(`${growing}/slots.json`)).toBe(true)
  await writeFile(`${growing}/restored`, '')
  found(await restore())
  expect(existsSync(growing)).toBe(false)
  await rm(desk.path('restored'), { recursive: true })
})

describe('a backup is refused', () => {
  it('once it has expired', async () => {
    const name = 'week.backup'
    expect(await restore({}, expiresAt)).toEqual({
      ok: false,
      failure: { kind: 'backup-expired', name, expiredOn: '2999-01-01' },
    })
    expectNothing()
  })

  it('without the right passphrase or sheets', async () => {
    const wrong = { ...administrator, passphrase: 'some other passphrase' }
    expect(await restore({ credentials: wrong })).toMatchObject({ failure: { kind: 'wrong-passphrase' } })
    const nobody = { ...administrator, name: 'Nobody' }
    expect(await restore({ credentials: nobody })).toMatchObject({ failure: { kind: 'no-such-user' } })
    const same = { shares: [sheets[0], sheets[0]] } as const
    expect(await restore({ credentials: same })).toMatchObject({ failure: { kind: 'bad-shares' } })
    expectNothing()
  })

  it('with one changed byte anywhere', async () => {
    const bytes = await readFile(backup)
    const from = desk.path('changed')
    const header = 12 + bytes.readUInt32BE(8)
    const ends = Array.from({ length: 60 }, (_, at) => at)
    const places = new Set([
      ...ends,
      ...ends.map((at) => header - 30 + at),
      ...ends.map((at) => bytes.length - 1 - at),
      ...Array.from({ length: 120 }, (_, at) => Math.floor((at * bytes.length) / 120)),
    ])
    for (const place of places) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8))
      await writeFile(from, changed)
      expect([place, await restore({ from })]).toMatchObject([
        place,
        { ok: false, failure: { kind: 'backup-damaged', name: 'changed' } },
      ])
    }
    expectNothing()
  })

  it('cut short or added to', async () => {
    const from = desk.path('other-length')
    const bytes = await readFile(backup)
    for (const length of [0, 5, 11, 400, bytes.length >> 1, bytes.length - 70_000, bytes.length - 1]) {
      await writeFile(from, bytes)
      await truncate(from, length)
      expect([length, await restore({ from })]).toMatchObject([length, { failure: { kind: 'backup-damaged' } }])
    }
    await writeFile(from, bytes)
    await appendFile(from, 'x')
    expect(await restore({ from })).toMatchObject({ failure: { kind: 'backup-damaged' } })
    expect(await restore({ from: desk.path('nowhere') })).toMatchObject({ failure: { kind: 'file-missing' } })
    expectNothing()
  })
})

describe('what was deleted after the backup', () => {
  it('is deleted again where the old vault is still there, and who has left stays out', async () => {
    const [first] = clips
    if (!first) throw new Error('no clip')
    const never = await addClip(store, user, markedBytes('never in the backup ', 100))
    await deleteClip(store, user, first)
    await deleteClip(store, user, never)
    found(
      await store.change(draftOf('user.leave', user), async (write, stageSlots) => {
        const record = await write.user(leaver.id)
        if (record) await write.putUser({ ...record, disabledAt: instant('2026-11-23T12:00:00.000Z') })
        return stageSlots({ kind: 'remove', user: leaver.id })
      }),
    )
    expect(await restore({ after: folder })).toMatchObject({ failure: { kind: 'vault-busy' } })
    await store.close()
    const wrong = { ...administrator, passphrase: 'some other passphrase' }
    expect(await restore({ after: folder, credentials: wrong })).toMatchObject({
      failure: { kind: 'wrong-passphrase' },
    })
    const restored = found(await restore({ after: folder }))
    expect(restored).toMatchObject({ deleted: 1, laterDeletions: 'applied' })
    store = found(await reopen(folder)).store

    const at = desk.path('restored')
    const opened = found(await openVault({ folder: at }, administrator, testHost()))
    expect(await opened.store.read.clip(first.id)).toBe(null)
    const objects = await Promise.all(clips.map(({ id }) => opened.store.read.objects(id)))
    expect(await filesOf(at)).toEqual(
      objects
        .flat()
        .map(({ id }) => id)
        .sort(),
    )
    const deleted = (await opened.store.read.deletions({})).map(({ clip }) => clip).sort()
    expect(deleted).toEqual([first.id, never.id].sort())
    expect(opened.store.facts().tableVersion).toBeGreaterThan(store.facts().tableVersion)
    expect((await opened.store.read.user(leaver.id))?.disabledAt).not.toBe(null)
    expect(found(await opened.store.check(true, quietWork)).problems).toEqual([])
    await opened.store.close()
    expect(await openVault({ folder: at }, leaver, testHost())).toMatchObject({ failure: { kind: 'no-such-user' } })
    await rm(at, { recursive: true })
  })

  it('is not read from another vault', async () => {
    const other = await makeVault(desk.path('other'))
    await other.store.close()
    expect(await restore({ after: desk.path('other') })).toEqual({ ok: false, failure: { kind: 'slots-swapped' } })
    expect(await restore({ after: desk.path('nowhere') })).toMatchObject({ failure: { kind: 'vault-missing' } })
    expectNothing()
  })
})

describe('making a backup', () => {
  const again = (work = quietWork, out = desk.path('again.backup')) =>
    store.backup(out, draftOf('vault.backup', user), expiresAt, work)

  async function expectNoTrace(before: number): Promise<void> {
    expect((await readdir(desk.path(''))).filter((name) => name.startsWith('again'))).toEqual([])
    expect(
      (await readdir(folder)).filter((name) => name.startsWith('vault-')).map((name) => name.slice(0, 7)),
    ).not.toContain('vault-0')
    expect((await store.read.backups()).length).toBe(before)
  }

  it('goes on beside changes, and leaves out what is deleted meanwhile', async () => {
    const large = await addClip(store, user, markedBytes('deleted meanwhile ', 5_000_000))
    const objects = await store.read.objects(large.id)
    let step: Promise<void> | null = null
    const work = {
      ...quietWork,
      onProgress: () => {
        step ??= deleteClip(store, user, large)
      },
    }
    found(await again(work))
    await step
    const restored = found(await restore({ from: desk.path('again.backup') }))
    const opened = found(await openVault({ folder: desk.path('restored') }, administrator, testHost()))
    const kept = await opened.store.read.objects(large.id)
    // Deleted before all of it was read: the record came along and the restored vault has deleted it, too.
    if (restored.deleted === 1)
      expect([kept, await filesOf(desk.path('restored'))]).toEqual([
        [],
        expect.not.arrayContaining(objects.map(({ id }) => id)),
      ])
    else expect(hexHash(await bytesOfClip(opened.store, large.id))).toBe(large.sha256)
    expect(found(await opened.store.check(true, quietWork)).problems).toEqual([])
    await opened.store.close()
    await rm(desk.path('restored'), { recursive: true })
    await rm(desk.path('again.backup'))
  })

  it('says what had no file or was damaged already', async () => {
    const [lost, hurt] = [
      await addClip(store, user, markedBytes('lost', 99)),
      await addClip(store, user, markedBytes('hurt', 99)),
    ]
    await rm(`${folder}/objects/${lost.object}.seg`)
    const path = `${folder}/objects/${hurt.object}.seg`
    const stored = await readFile(path)
    stored[60] = (stored[60] ?? 0) ^ 1
    await writeFile(path, stored)
    found(await again())
    const restored = found(await restore({ from: desk.path('again.backup') }))
    expect(restored).toMatchObject({ missing: [lost.object], damaged: [hurt.object] })
    await rm(desk.path('restored'), { recursive: true })
    await rm(desk.path('again.backup'))
    for (const clip of [lost, hurt]) await deleteClip(store, user, clip)
  })

  it('leaves nothing when it is stopped, wherever that is', async () => {
    const before = (await store.read.backups()).length
    const stoppedAfter = (steps: number) => {
      const stop = new AbortController()
      let left = steps
      return again({ signal: stop.signal, onProgress: () => void (--left === 0 && stop.abort()) })
    }
    let steps = 1
    let answer = await stoppedAfter(steps)
    for (; !answer.ok; answer = await stoppedAfter(++steps)) {
      expect([steps, answer]).toEqual([steps, { ok: false, failure: { kind: 'cancelled' } }])
      await expectNoTrace(before)
    }
    expect(steps).toBeGreaterThan(12)
    await rm(desk.path('again.backup'))
  })

  it('replaces nothing', async () => {
    await writeFile(desk.path('again.backup'), 'mine')
    expect(await again()).toEqual({ ok: false, failure: { kind: 'file-exists', name: 'again.backup' } })
    expect(await readFile(desk.path('again.backup'), 'utf8')).toBe('mine')
    await rm(desk.path('again.backup'))
    const nowhere = desk.path('nowhere/again.backup')
    expect(await again(quietWork, nowhere)).toMatchObject({ failure: { kind: 'folder-missing' } })
  })

  it('fails once the vault is locked', async () => {
    const before = (await store.read.backups()).length
    let locking: Promise<unknown> | null = null
    const onProgress = (): void => {
      locking ??= store.lock(draftOf('session.lock', user))
    }
    expect(await again({ ...quietWork, onProgress })).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
    await locking
    found(await store.unlock(administrator.name, administrator.passphrase))
    await expectNoTrace(before)
  })

  test.runIf(mounts)('leaves nothing on a full disk, and put leaves nothing either', async () => {
    const before = (await store.read.backups()).length
    const disk = desk.path('disk')
    await mkdir(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4096k', 'tmpfs', disk])
    try {
      const small = await makeVault(`${disk}/vault`)
      const { bavail, bsize } = await statfs(disk)
      await writeFile(`${disk}/ballast`, new Uint8Array(bavail * bsize - 150_000))
      expect(await store.backup(`${disk}/full.backup`, draftOf('vault.backup', user), expiresAt, quietWork)).toEqual({
        ok: false,
        failure: { kind: 'disk-full', name: 'full.backup' },
      })
      expect((await readdir(disk)).sort()).toEqual(['ballast', 'vault'])
      const request = { clip: clipId('c1c1c1c1c1c1c1c1'), kind: 'report', label: 'large' } as const
      expect(await small.store.objects.put(request, markedBytes('x', 2_000_000))).toMatchObject({
        ok: false,
        failure: { kind: 'disk-full' },
      })
      expect(await filesOf(`${disk}/vault`)).toEqual([])
      expect(await small.store.note(draftOf('vault.status', small.user))).toMatchObject({ ok: true })
      await small.store.close()
    } finally {
      execFileSync('umount', ['--lazy', disk])
    }
    expect((await store.read.backups()).length).toBe(before)
  })
})
