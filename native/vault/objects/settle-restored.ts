import { join } from 'node:path'
import type { Anchor } from '../../../core/audit/checkpoint.ts'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { type OpenedDatabase, openDatabase } from '../database/open-database.ts'
import type { RecordWriter } from '../database/record-writer.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import { DeviceSigner } from '../host/device-signer.ts'
import { deviceKey } from '../host/unlock-vault.ts'
import type { VaultHost } from '../host/vault-host.ts'
import { fingerprint } from '../keys/device-key.ts'
import { judgeSlots, signSlots, slotTableFacts } from '../keys/signed-slots.ts'
import type { Unlocked } from '../keys/unlock.ts'
import { ownFailure } from './backup-copy.ts'
import type { FoundBackup } from './backup-header.ts'
import { allObjects } from './check-objects.ts'
import type { Extracted } from './extract-backup.ts'
import type { LaterState } from './later-deletions.ts'
import { removeObjectFiles } from './object-files.ts'

/** What a program lends to restoring. */
export type RestorePorts = Pick<VaultHost, 'keyring' | 'now' | 'elapsed' | 'newId' | 'software'>

/** Everything of a vault that is being restored, in the folder that it grows in. */
export type Restoring = {
  readonly folder: string
  readonly name: string
  readonly found: FoundBackup
  readonly fileSha256: Sha256
  readonly unlocked: Unlocked
  readonly extracted: Extracted
  readonly later: LaterState | null
  /** The head of the log that this machine had kept of the vault. */
  readonly anchor: Anchor | null
  readonly ports: RestorePorts
}

/** A restored vault's records, settled. */
export type Settled = {
  readonly table: SlotTable
  readonly head: Anchor
  readonly objects: number
  /** Clips and copies that later deletions took out again. */
  readonly deleted: number
}

/** Holds the database against the slot table and the objects that came with it. */
async function fits(restoring: Restoring, database: VaultDatabase): Promise<Result<number>> {
  const { name, extracted } = restoring
  const damaged = (detail: string) => failed({ kind: 'backup-damaged', name, detail } as const)
  const [problem] = await database.check(true)
  if (problem) return damaged(`its database: ${problem.detail}`)
  const { summary, objects } = extracted
  const leftOut = new Set(summary.leftOut.map(({ object }) => object))
  const known = new Set(summary.damaged)
  let count = 0
  for await (const record of allObjects(database.read)) {
    const file = objects.get(record.id)
    if (!file && !leftOut.has(record.id)) return damaged(`object ${record.id} is not in it`)
    const same = file?.bytes === record.storedBytes && file.sha256 === record.storedSha256
    if (file && !same && !known.has(record.id)) return damaged(`object ${record.id} is not what was written`)
    if (file) count += 1
  }
  return count === objects.size ? ok(count) : damaged('it holds objects that its database does not name')
}

/** The slot table with which the vault goes on: newer than any that there was, without those who have left since. */
function nextTable({ found, unlocked, later }: Restoring): SlotTable {
  const { signature: _, ...unsigned } = found.table
  const tableVersion = Math.max(unsigned.tableVersion, later?.tableVersion ?? 0) + 1
  const staying = unsigned.slots.filter(({ userId }) => later?.people.has(userId) ?? true)
  const slots = staying.length > 0 ? staying : unsigned.slots
  return signSlots({ ...unsigned, tableVersion, slots }, unlocked.signer.privateKey)
}

/** Deletes again what was deleted since; what never was in the backup leaves its record all the same. */
async function applyDeletions(write: RecordWriter, deletions: readonly DeletionRecord[]): Promise<number> {
  let deleted = 0
  for (const record of deletions) {
    if (await write.clip(record.clip)) {
      await write.deleteClip(record)
      deleted += 1
    } else await write.keepDeletion(record)
  }
  return deleted
}

async function disableLeavers(write: RecordWriter, { found, later, ports }: Restoring): Promise<number> {
  let disabled = 0
  for (const { userId } of later ? found.table.slots : []) {
    if (later?.people.has(userId)) continue
    const user = await write.user(userId)
    if (!user || user.disabledAt !== null) continue
    await write.putUser({ ...user, disabledAt: ports.now() })
    disabled += 1
  }
  return disabled
}

async function authorOf({ unlocked, ports }: Restoring, database: VaultDatabase) {
  const user = unlocked.userId ? await database.read.user(unlocked.userId) : null
  return { user: user ? { id: user.id, name: user.name } : null, role: null, session: ports.newId() }
}

/** One change with one entry: from here on the restored vault is another than the one that was lost. */
async function changed(restoring: Restoring, database: VaultDatabase, table: SlotTable): Promise<Result<number>> {
  const { found, fileSha256, extracted, later, anchor } = restoring
  const { id, createdAt, expiresAt, createdBy } = found.header
  const known = new Set((await database.read.deletions({})).map(({ clip }) => clip))
  const deletions = [...extracted.summary.deletions, ...(later?.deletions ?? [])].filter(({ clip }) => !known.has(clip))
  const draft = {
    ...(await authorOf(restoring, database)),
    action: 'vault.restore',
    outcome: 'done',
    object: { kind: 'backup', id, sha256: fileSha256 },
    reason: null,
    detail: {
      createdAt,
      deletions: deletions.length,
      laterDeletions: later ? 'applied' : 'unknown',
      leftOut: extracted.summary.leftOut.length,
      damaged: extracted.summary.damaged.length,
      // Of the vault before: the log that goes on here is not the one that this head was of.
      ...(anchor ? { headBefore: anchor.size, rootBefore: anchor.root } : {}),
    },
  } as const
  return database.change(draft, async (write) => {
    for (const { object } of await write.pendingImports()) await write.endImport(object)
    const deleted = await applyDeletions(write, deletions)
    const disabled = await disableLeavers(write, restoring)
    if (disabled > 0) await write.putSettings({ rotationDue: true })
    await write.putBackup({ id, at: createdAt, expiresAt, by: createdBy, sha256: fileSha256 })
    await write.putSlotTableFacts(slotTableFacts(table))
    return ok(deleted)
  })
}

/** Removes the files of what was deleted, while nobody can open the vault yet. */
async function removed({ folder, ports }: Restoring, database: VaultDatabase): Promise<Result<void>> {
  const gone: readonly ObjectId[] = await database.read.objectsToUnlink()
  if (gone.length === 0) return ok(undefined)
  const emptied = await database.checkpointLog()
  if (!emptied.ok) return emptied
  const files = await removeObjectFiles(folder, gone)
  if (!files.ok) return files
  const author = { user: null, role: null, session: ports.newId() }
  const draft = { ...author, action: 'vault.sweep', outcome: 'done', object: null, reason: null } as const
  return database.change({ ...draft, detail: { deleted: gone.length } }, async (write) => {
    await write.unlinked(gone)
    return ok(undefined)
  })
}

async function settled(restoring: Restoring, database: VaultDatabase): Promise<Result<Settled>> {
  const fitting = await fits(restoring, database)
  if (!fitting.ok) return fitting
  const table = nextTable(restoring)
  const deleted = await changed(restoring, database, table)
  if (!deleted.ok) return deleted
  const unlinked = await removed(restoring, database)
  if (!unlinked.ok) return unlinked
  const checkpoint = await database.checkpoint()
  if (!checkpoint.ok) return checkpoint
  const { size, root } = checkpoint.value
  const emptied = await database.checkpointLog()
  return emptied.ok ? ok({ table, head: { size, root }, objects: fitting.value, deleted: deleted.value }) : emptied
}

function started({ unlocked, ports }: Restoring, opened: OpenedDatabase, signer: DeviceSigner): Result<VaultDatabase> {
  const device = deviceKey(opened, unlocked)
  if (!device.ok) return device
  signer.open(device.value)
  const { now, elapsed, software } = ports
  const database = opened.start({
    now,
    elapsed,
    software,
    device: sha256(fingerprint(device.value.publicKey)),
    sign: () => signer.sign,
    wrappedKeys: { wrapped: () => null },
  })
  return database.ok ? database : failed(ownFailure(database.failure))
}

/**
 * Opens the database that came out of a backup, holds everything against each other, and makes it the database of a vault that
 * goes on: later deletions first. Fails with `backup-damaged`, `disk-full`, `not-writable`.
 */
export async function settleRestored(restoring: Restoring): Promise<Result<Settled>> {
  const { folder, name, found, unlocked } = restoring
  const damaged = (detail: string) => failed({ kind: 'backup-damaged', name, detail } as const)
  const opened = openDatabase(join(folder, found.table.database.file), unlocked.databaseKey)
  if (!opened.ok) {
    const failure = ownFailure(opened.failure)
    return failure.kind === 'database-damaged' || failure.kind === 'not-encrypted'
      ? damaged('its database does not open')
      : failed(failure)
  }
  const { slotTable } = opened.value.identity
  const signer = new DeviceSigner()
  const fitting = slotTable !== null && judgeSlots(slotTable, found.table).ok
  const database = fitting ? started(restoring, opened.value, signer) : damaged('its database is of another slot table')
  if (!database.ok) {
    opened.value.close()
    return database
  }
  try {
    return await settled(restoring, database.value)
  } finally {
    signer.wipe()
    await database.value.close()
  }
}
