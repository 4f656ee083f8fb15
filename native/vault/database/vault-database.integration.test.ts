import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendLeaf, emptyPeaks, rootOf } from '../../../core/audit/merkle.ts'
import { instant } from '../../../core/ports/clock.ts'
import { failed, ok } from '../../../core/result.ts'
import { hashBytes } from '../audit/hash-bytes.ts'
import { trustedKeysOf } from '../audit/signed-checkpoint.ts'
import { verifyEntries } from '../audit/verify-entries.ts'
import { createDatabase, openDatabase } from './open-database.ts'
import {
  clipOf,
  devicePublicKey,
  draftOf,
  hashOf,
  idOf,
  keep,
  objectOf,
  someone,
  started,
  trialFolder,
  trialKey,
  userOf,
  wrappedOf,
} from './trial-vault.ts'
import type { VaultDatabase } from './vault-database.ts'

let folder: Awaited<ReturnType<typeof trialFolder>>
const open: VaultDatabase[] = []
beforeEach(async () => {
  folder = await trialFolder()
})
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
  await folder.remove()
})

function fresh(more: Parameters<typeof started>[1] = {}): VaultDatabase {
  const database = started(folder.at('vault.db'), more, true)
  open.push(database)
  return database
}

async function reopened(database: VaultDatabase): Promise<VaultDatabase> {
  await database.close()
  open.splice(open.indexOf(database), 1)
  const again = started(folder.at('vault.db'))
  open.push(again)
  return again
}

test('what was kept is there after closing and opening', async () => {
  const database = fresh()
  await keep(database, [clipOf(1)])
  const again = await reopened(database)
  expect(await again.read.clip(clipOf(1).id)).toEqual(clipOf(1))
  expect(await again.read.clipBySha256(clipOf(1).sha256)).toEqual(clipOf(1))
  expect(await again.read.objects(clipOf(1).id)).toHaveLength(1)
  expect(await again.read.wrappedKey(objectOf(1).id)).toEqual({
    wrapped: Buffer.from(wrappedOf(objectOf(1).id)),
    generation: 1,
  })
  expect(await again.check(true)).toEqual([])
})

test('a second opener is told that it is busy, in this process too', () => {
  fresh()
  expect(openDatabase(folder.at('vault.db'), trialKey)).toEqual(failed({ kind: 'database-busy' }))
})

test('wrong keys, plain databases, nothing, something of that name', async () => {
  const database = fresh()
  await database.close()
  open.pop()
  const other = Buffer.alloc(32, 1)
  expect(openDatabase(folder.at('vault.db'), other)).toMatchObject({ failure: { kind: 'database-damaged' } })
  expect(openDatabase(folder.at('none.db'), trialKey)).toEqual(failed({ kind: 'vault-missing', name: 'none.db' }))
  expect(createDatabase(folder.at('vault.db'), trialKey)).toEqual(failed({ kind: 'vault-exists', name: 'vault.db' }))
  await writeFile(folder.at('plain.db'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]))
  expect(openDatabase(folder.at('plain.db'), trialKey)).toEqual(failed({ kind: 'not-encrypted', name: 'plain.db' }))
  await writeFile(folder.at('empty.db'), '')
  expect(openDatabase(folder.at('empty.db'), trialKey)).toMatchObject({ failure: { kind: 'database-damaged' } })
  expect((await readFile(folder.at('vault.db'))).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3')
})

test('a change that fails or throws leaves nothing, neither rows nor entries', async () => {
  const database = fresh()
  await keep(database, [clipOf(1)])
  const broken = await database.change(draftOf('clip.edit'), async (write) => {
    await write.putClip(clipOf(1, { name: 'changed' }))
    expect((await write.clip(clipOf(1).id))?.name).toBe('changed')
    return failed({ kind: 'cancelled' })
  })
  expect(broken).toEqual(failed({ kind: 'cancelled' }))
  const thrown = database.change(draftOf('clip.edit'), async (write) => {
    await write.putClip(clipOf(1, { name: 'changed' }))
    throw new RangeError('a bug')
  })
  await expect(thrown).rejects.toThrow('a bug')
  expect(await database.read.clip(clipOf(1).id)).toEqual(clipOf(1))
  expect(await database.read.auditSize()).toBe(1)
  expect(await database.note(draftOf('clip.view'))).toEqual(ok(1))
})

test('changes queue, and nobody sees half of one', async () => {
  const database = fresh()
  await keep(database, [clipOf(1)])
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const first = database.change(draftOf('clip.edit'), async (write) => {
    await write.putClip(clipOf(1, { name: 'half' }))
    await gate
    await write.putClip(clipOf(1, { name: 'whole' }))
    return ok(await database.read.clip(clipOf(1).id))
  })
  const seen = database.read.clip(clipOf(1).id)
  const second = database.note(draftOf('clip.view'))
  release()
  expect(await first).toMatchObject({ value: { name: 'whole' } })
  expect((await seen)?.name).toBe('whole')
  expect(await second).toEqual(ok(2))
})

test('a change within a change, or after it, is a bug', async () => {
  const database = fresh()
  let kept: { putUser(user: ReturnType<typeof userOf>): Promise<void> } | null = null
  const nested = database.change(draftOf('user.add'), async (write) => {
    kept = write
    return database.note(draftOf('user.list'))
  })
  await expect(nested).rejects.toThrow('a change within a change')
  await expect(async () => kept?.putUser(userOf(1))).rejects.toThrow('the transaction is over')
  expect(await database.read.auditSize()).toBe(0)
})

test('the log verifies, with a checkpoint every 256 entries and one on demand', async () => {
  const database = fresh()
  for (let n = 0; n < 600; n++) await database.note(draftOf('clip.view', { reason: `number ${n}` }))
  const signed = await database.checkpoint()
  expect(await database.checkpoint()).toEqual(signed)
  const again = await reopened(database)
  const checkpoints = await again.read.checkpoints()
  expect(checkpoints.map(({ size }) => size)).toEqual([256, 512, 600])
  const verdict = await verifyEntries({
    rows: again.auditRows(),
    checkpoints,
    keys: trustedKeysOf([devicePublicKey]),
    anchors: [],
  })
  expect(verdict).toMatchObject({ value: { ok: true, entries: 600, checkpoints: 3, uncovered: 0 } })
  let peaks = emptyPeaks
  for await (const { leaf } of again.auditRows()) peaks = appendLeaf(hashBytes, peaks, leaf)
  expect(signed).toMatchObject({ value: { root: Buffer.from(rootOf(hashBytes, peaks)).toString('hex') } })
  expect((await again.read.auditEntries(598, 10)).map(({ seq, reason }) => [seq, reason])).toEqual([
    [598, 'number 598'],
    [599, 'number 599'],
  ])
})

test('without a signer the log goes on, and the checkpoint comes with the next entry that can be signed for', async () => {
  const database = fresh({ sign: () => null })
  for (let n = 0; n < 300; n++) await database.note(draftOf('clip.view'))
  expect(await database.checkpoint()).toEqual(failed({ kind: 'vault-locked' }))
  const again = await reopened(database)
  expect(await again.read.checkpoints()).toEqual([])
  await again.note(draftOf('clip.view'))
  expect((await again.read.checkpoints()).map(({ size }) => size)).toEqual([301])
})

test('calls that began and never ended are known', async () => {
  const database = fresh()
  const first = await database.note(draftOf('clip.view', { outcome: 'begun' }))
  await database.note(draftOf('clip.redact', { outcome: 'begun' }))
  if (first.ok) await database.note(draftOf('clip.view', { ref: first.value }))
  const again = await reopened(database)
  expect((await again.interruptedCalls()).map(({ seq, action }) => [seq, action])).toEqual([[1, 'clip.redact']])
})

test('imports under way keep their key until they end', async () => {
  const database = fresh()
  const pending = {
    object: objectOf(5).id,
    clip: clipOf(5).id,
    sourceName: 'a.mp4',
    sourceBytes: 10,
    sourceModified: 'then',
    begunAt: instant('2026-11-23T10:00:00.000Z'),
    begunBy: someone,
  }
  await database.change(draftOf('clip.import', { outcome: 'begun' }), async (write) =>
    ok(await write.beginImport(pending)),
  )
  const again = await reopened(database)
  expect(await again.read.pendingImports()).toEqual([pending])
  expect((await again.read.wrappedKey(pending.object))?.wrapped).toEqual(Buffer.from(wrappedOf(pending.object)))
  expect([...(await again.read.knownObjects())]).toEqual([pending.object])
  await again.change(draftOf('clip.import'), async (write) => ok(await write.endImport(pending.object)))
  expect(await again.read.wrappedKey(pending.object)).toBeNull()
})

test('names of users are one in any case, and nobody goes', async () => {
  const database = fresh()
  const user = userOf(1, { name: 'José', knownAs: ['1234'] })
  await database.change(draftOf('user.add'), async (write) => ok(await write.putUser(user)))
  expect(await database.read.userByName('JOSE\u0301')).toEqual(user)
  const twin = database.change(draftOf('user.add'), async (write) =>
    ok(await write.putUser(userOf(2, { name: 'josé' }))),
  )
  await expect(twin).rejects.toThrow('UNIQUE')
  expect(await database.read.users()).toEqual([user])
  expect(hashOf('x')).toHaveLength(64)
  expect(idOf(1)).toHaveLength(16)
})
