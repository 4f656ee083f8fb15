import { join } from 'node:path'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { rekeyFile, removeDatabase } from '../database/connection.ts'
import { openDatabase } from '../database/open-database.ts'
import type { WrappedKey } from '../database/record-reader.ts'
import type { StoredKey } from '../database/record-writer.ts'
import { StorageFault } from '../database/storage-fault.ts'
import type { DatabasePorts, VaultDatabase } from '../database/vault-database.ts'
import { wipe } from '../keys/key-derivation.ts'
import { type Rotation, rotateMaster } from '../keys/rotate-master.ts'
import { slotTableFacts, slotTableText } from '../keys/signed-slots.ts'
import { readSlotFiles, writeSlots } from '../keys/slot-files.ts'
import { type Unlocked, wipeUnlocked } from '../keys/unlock.ts'
import { unwrapKey, wrapKey } from '../keys/wrapped-key.ts'
import { databaseName } from './vault-files.ts'

/** What is rotated. */
export type RotationStart = {
  readonly folder: string
  readonly table: SlotTable
  readonly unlocked: Unlocked
  readonly database: VaultDatabase
  readonly ports: DatabasePorts
  readonly draft: AuditDraft
  readonly signal: StopSignal
}

/** What a vault is after its rotation: open, with the keys of the next generation. */
export type RotatedVault = Rotation & { readonly database: VaultDatabase }

/** Bytes of a wrapped key; what stands behind it (the id of a file) is no secret and stays as it is. */
const wrapBytes = 60

function rewrapped({ vaultId, master, generation }: Unlocked, next: Unlocked, key: StoredKey): WrappedKey {
  const { kind, id, wrapped } = key
  const plain = unwrapKey(master, wrapped.subarray(0, wrapBytes), { vaultId, generation, kind, id })
  if (!plain) throw new StorageFault({ kind: 'database-damaged', detail: `the key of ${id}` })
  const wrap = wrapKey(next.master, plain, { vaultId, generation: next.generation, kind, id })
  wipe(plain)
  return { wrapped: Buffer.concat([wrap, wrapped.subarray(wrapBytes)]), generation: next.generation }
}

/** A database of the next generation, whole but for its name in the slot table: under its own key, with every wrap made anew. */
async function nextDatabase(start: RotationStart, rotation: Rotation, path: string): Promise<Result<VaultDatabase>> {
  const { database, unlocked, ports, draft, signal } = start
  removeDatabase(path)
  const copied = await database.copyTo(path)
  if (!copied.ok) return copied
  if (signal.aborted) return failed({ kind: 'cancelled' })
  const rekeyed = rekeyFile(path, unlocked.databaseKey, rotation.unlocked.databaseKey)
  if (!rekeyed.ok) return failed(plainFailure(rekeyed.failure))
  const opened = openDatabase(path, rotation.unlocked.databaseKey)
  if (!opened.ok) return failed(plainFailure(opened.failure))
  const started = opened.value.start(ports)
  if (!started.ok) {
    opened.value.close()
    return failed(plainFailure(started.failure))
  }
  const next = started.value
  const changed = await next.change(draft, async (write) => {
    await write.rewrapAll((key) => rewrapped(unlocked, rotation.unlocked, key))
    await write.putSlotTableFacts(slotTableFacts(rotation.table))
    await write.putSettings({ rotationDue: false })
    return signal.aborted ? failed({ kind: 'cancelled' }) : ok(undefined)
  })
  const whole = changed.ok ? await next.checkpointLog() : changed
  if (whole.ok) return ok(next)
  await next.close()
  return whole
}

type PlainFailure = Exclude<
  Extract<Awaited<ReturnType<typeof openDatabase>>, { ok: false }>['failure'],
  { kind: 'database-busy' }
>

/** Nobody else knows of a database that is being made. */
function plainFailure(failure: PlainFailure | { readonly kind: 'database-busy' }): PlainFailure {
  if (failure.kind === 'database-busy') throw new Error('the database of a rotation is open elsewhere')
  return failure
}

/** True once the table is in its place, whether or not that could be made durable at once. */
async function isCommitted(folder: string, table: SlotTable): Promise<Result<void>> {
  const text = slotTableText(table)
  const written = await writeSlots(folder, text)
  if (written.ok) return written
  const files = await readSlotFiles(folder)
  return files.ok && files.value.current === text ? ok(undefined) : written
}

/**
 * Gives a vault a new master key, database key, signer and inbox key, and everything that is under them. The database is copied,
 * rekeyed and changed under the name of the next generation; the rename of the new slot table is the one moment at which it
 * becomes the vault's. Before that nothing has changed, after that everything; what an interruption leaves of the other side is
 * removed at the next opening. The old database and the old keys stay as they are, for the caller to close and to wipe. Fails
 * with `cancelled`, `disk-full`, `not-writable`, `database-damaged`.
 */
export async function rotateVault(start: RotationStart): Promise<Result<RotatedVault>> {
  const { folder, table, unlocked } = start
  const newDatabaseFile = databaseName(table.generation + 1)
  const rotation = rotateMaster(table, unlocked, { newDatabaseFile })
  if (!rotation.ok) return rotation
  const path = join(folder, newDatabaseFile)
  const database = await nextDatabase(start, rotation.value, path)
  if (database.ok) {
    const committed = await isCommitted(folder, rotation.value.table)
    if (committed.ok) return ok({ ...rotation.value, database: database.value })
    await database.value.close()
    wipeUnlocked(rotation.value.unlocked)
    removeDatabase(path)
    return committed
  }
  wipeUnlocked(rotation.value.unlocked)
  removeDatabase(path)
  return database
}
