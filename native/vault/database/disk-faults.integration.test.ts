import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failed, ok } from '../../../core/result.ts'
import { trustedKeysOf } from '../audit/signed-checkpoint.ts'
import { verifyEntries } from '../audit/verify-entries.ts'
import { rekeyFile } from './connection.ts'
import { createDatabase, openDatabase } from './open-database.ts'
import { clipOf, devicePublicKey, draftOf, keep, started, trialFolder, trialKey, trialPorts } from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

/** Disks that are full or may not be written. Only the administrator mounts one. */

const administrator = process.getuid?.() === 0

let folder: Awaited<ReturnType<typeof trialFolder>>
let mounted = false
let open: VaultDatabase | null = null
beforeEach(async () => {
  folder = await trialFolder()
})
afterEach(async () => {
  await open?.close()
  open = null
  if (mounted) execFileSync('umount', [folder.at('disk')])
  mounted = false
  await folder.remove()
})

const path = () => folder.at('disk/vault.db')

async function mountDisk(kibibytes: number): Promise<void> {
  await mkdir(folder.at('disk'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', folder.at('disk')])
  mounted = true
}

/** Fills the disk but for about this many bytes. */
async function leaveFree(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder.at('disk'))
  await writeFile(folder.at('disk/ballast'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}

const long = { reason: 'x'.repeat(2000) }

test.runIf(administrator)(
  'a full disk fails a change or note, which leaves nothing, and afterwards all goes on',
  async () => {
    await mountDisk(4096)
    const database = started(path(), {}, true)
    open = database
    await keep(database, [clipOf(1)])
    const refused = new Set<string>()
    let written = await database.read.auditSize()
    // Room for a few changes, then for half of one, then for none.
    await leaveFree(300_000)
    for (let number = 0; number < 40; number++) {
      const changed = await database.change(draftOf('clip.edit', long), async (write) => {
        for (let copy = 0; copy < 5; copy++)
          await write.putClip(clipOf(1, { name: `${number} ${copy} ${'y'.repeat(20_000)}` }))
        return ok(number)
      })
      if (!changed.ok) refused.add(changed.failure.kind)
      else written += 1
      const noted = await database.note(draftOf('clip.view', long))
      if (!noted.ok) refused.add(noted.failure.kind)
      else expect(noted.value).toBe(written++)
    }
    expect([...refused]).toEqual(['disk-full'])
    expect(database.fault()).toEqual({ kind: 'disk-full', name: 'vault.db' })
    expect(await database.read.auditSize()).toBe(written)
    expect(await database.check(true)).toEqual([])
    await rm(folder.at('disk/ballast'))
    expect(await database.note(draftOf('clip.view'))).toEqual(ok(written))
    await database.close()
    const again = started(path())
    open = again
    const keys = trustedKeysOf([devicePublicKey])
    const checkpoints = await again.read.checkpoints()
    const verdict = await verifyEntries({ rows: again.auditRows(), checkpoints, keys, anchors: [] })
    expect(verdict).toMatchObject({ value: { ok: true, entries: written + 1 } })
  },
)

test.runIf(administrator)('on a full disk no database is made and no copy, and nothing of them is left', async () => {
  await mountDisk(2048)
  await leaveFree(20_000)
  expect(createDatabase(path(), trialKey)).toEqual(failed({ kind: 'disk-full', name: 'vault.db' }))
  expect(await readdir(folder.at('disk'))).toEqual(['ballast'])
  await rm(folder.at('disk/ballast'))
  const database = started(folder.at('vault.db'), {}, true)
  open = database
  for (let number = 0; number < 100; number++) await database.note(draftOf('clip.view', long))
  await leaveFree(50_000)
  expect(await database.copyTo(path())).toEqual(failed({ kind: 'disk-full', name: 'vault.db' }))
  expect(await readdir(folder.at('disk'))).toEqual(['ballast'])
  expect(await database.note(draftOf('clip.view'))).toEqual(ok(100))
})

test.runIf(administrator)('a disk that may not be written is said to be that', async () => {
  await mountDisk(4096)
  await started(path(), {}, true).close()
  execFileSync('mount', ['-o', 'remount,ro', folder.at('disk')])
  expect(openDatabase(path(), trialKey)).toEqual(failed({ kind: 'not-writable', name: 'vault.db' }))
  const other = folder.at('disk/other.db')
  expect(createDatabase(other, trialKey)).toEqual(failed({ kind: 'not-writable', name: 'other.db' }))
  expect(createDatabase(folder.at('none/vault.db'), trialKey)).toEqual(failed({ kind: 'folder-missing', name: 'none' }))
})

test('a copy has a key of its own once it was given one, and holds the same', async () => {
  const database = started(folder.at('vault.db'), {}, true)
  open = database
  await keep(database, [clipOf(1)])
  const copy = folder.at('copy.db')
  expect(await database.copyTo(copy)).toEqual(ok(undefined))
  expect(await database.copyTo(copy)).toEqual(failed({ kind: 'file-exists', name: 'copy.db' }))
  const other = Buffer.alloc(32, 9)
  expect(rekeyFile(copy, other, trialKey)).toMatchObject({ failure: { kind: 'database-damaged' } })
  expect(rekeyFile(copy, trialKey, other)).toEqual(ok(undefined))
  expect(openDatabase(copy, trialKey)).toMatchObject({ failure: { kind: 'database-damaged' } })
  const opened = openDatabase(copy, other)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const copied = opened.value.start(trialPorts())
  if (!copied.ok) throw new Error(copied.failure.kind)
  expect(await copied.value.read.clip(clipOf(1).id)).toEqual(clipOf(1))
  expect(await copied.value.check(true)).toEqual([])
  await copied.value.close()
  expect(existsSync(`${copy}-wal`)).toBe(false)
  // The one that was copied is still locked and still goes on.
  expect(openDatabase(folder.at('vault.db'), trialKey)).toEqual(failed({ kind: 'database-busy' }))
  expect(await database.note(draftOf('clip.view'))).toEqual(ok(1))
})
