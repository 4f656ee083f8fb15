import { join } from 'node:path'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import { readTables } from '../host/look-at-vault.ts'
import { vaultName } from '../host/vault-files.ts'
import type { CredentialStore } from '../keys/credential-store.ts'
import { wipeUnlocked } from '../keys/unlock.ts'
import { openForReading } from './backup-copy.ts'
import { type BackupCredentials, openKeysOf } from './backup-credentials.ts'

/** What has happened in a vault since a backup of it was made. */
export type LaterState = {
  readonly deletions: readonly DeletionRecord[]
  /** Who still has a slot. */
  readonly people: ReadonlySet<UserId>
  readonly tableVersion: number
}

/** Which vault, and what opens it. */
export type LaterVault = {
  readonly folder: string
  readonly vaultId: string
  readonly credentials: BackupCredentials
  readonly keyring: CredentialStore
}

/**
 * Reads from the vault that a backup is of what was deleted since, and who has left. Fails with `vault-missing`, `slots-swapped`
 * for another vault, `vault-busy` while it is open, `database-damaged`, and as opening its keys does.
 */
export async function laterState({ folder, vaultId, credentials, keyring }: LaterVault): Promise<Result<LaterState>> {
  const tables = await readTables(folder)
  if (!tables.ok) return tables
  const { current } = tables.value
  if (current.vaultId !== vaultId) return failed({ kind: 'slots-swapped' })
  const unlocked = await openKeysOf(current, credentials, keyring)
  if (!unlocked.ok) return unlocked
  try {
    const opened = openForReading(join(folder, current.database.file), unlocked.value.databaseKey)
    if (!opened.ok) {
      const { failure } = opened
      if (failure.kind !== 'database-busy') return failed(failure)
      return failed({ kind: 'vault-busy', name: vaultName(folder), program: 'another program', since: 'now' })
    }
    const { database } = opened.value
    try {
      const deletions = await database.read.deletions({})
      const people = new Set(current.slots.map(({ userId }) => userId))
      return ok({ deletions, people, tableVersion: current.tableVersion })
    } finally {
      await database.close()
    }
  } finally {
    wipeUnlocked(unlocked.value)
  }
}
