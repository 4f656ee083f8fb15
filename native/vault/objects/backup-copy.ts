import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { removeDatabase } from '../database/connection.ts'
import { openDatabase } from '../database/open-database.ts'
import type { DatabaseBusy } from '../database/storage-fault.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import type { ObjectHost } from '../host/object-store.ts'
import { databaseName } from '../host/vault-files.ts'

/** Generations count from 1: under this name a copy is removed at the next opening, should this process end. */
const copyName = databaseName(0)

/** How often a copy is taken anew because somebody changed the slots meanwhile. */
const tries = 5

/** The database as it was at one moment, under the same key, and the slot table that belongs to it. */
export type DatabaseCopy = { readonly path: string; readonly slots: string; readonly database: VaultDatabase }

/** A failure of a database that nobody else can have open. */
export function ownFailure(failure: Failure | DatabaseBusy): Failure {
  if (failure.kind === 'database-busy') throw new Error('a database of our own is open elsewhere')
  return failure
}

/** Ports of a database that is only read. */
const forReading = {
  now: () => {
    throw new Error('nothing is written here')
  },
  elapsed: () => 0,
  software: '',
  device: sha256('0'.repeat(64)),
  sign: () => null,
  wrappedKeys: { wrapped: () => null },
}

/** Opens a database that is only read: a copy, or that of a vault that something else is taken from. */
export function openForReading(
  path: string,
  key: Uint8Array,
): Result<{ readonly database: VaultDatabase; readonly slotsSha256: string | null }, Failure | DatabaseBusy> {
  const opened = openDatabase(path, key)
  if (!opened.ok) return opened
  const database = opened.value.start(forReading)
  if (database.ok) return ok({ database: database.value, slotsSha256: opened.value.identity.slotTable?.sha256 ?? null })
  opened.value.close()
  return database
}

/** Takes a copy. Fails with `disk-full`, `not-writable`, `vault-locked`, `database-damaged`, and leaves nothing then. */
export async function copyDatabase(host: ObjectHost): Promise<Result<DatabaseCopy>> {
  const path = join(host.folder, copyName)
  for (let left = tries; left > 0; left--) {
    removeDatabase(path)
    const slots = host.slotText()
    const unlocked = host.held.unlocked()
    if (!unlocked.ok) return unlocked
    const copied = await host.database().copyTo(path)
    if (!copied.ok) return copied
    // A rotation came between: this copy is under a key that is gone.
    const now = host.held.unlocked()
    if (!now.ok || now.value !== unlocked.value) continue
    const opened = openForReading(path, unlocked.value.databaseKey)
    if (!opened.ok) {
      removeDatabase(path)
      return failed(ownFailure(opened.failure))
    }
    const { database, slotsSha256 } = opened.value
    if (slotsSha256 === createHash('sha256').update(slots, 'utf8').digest('hex')) return ok({ path, slots, database })
    await database.close()
  }
  removeDatabase(path)
  return failed({ kind: 'vault-busy', name: 'vault', program: 'changes of its people', since: host.now() })
}
