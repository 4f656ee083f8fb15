import type { Result } from '../../../core/result.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import type { CredentialStore } from '../keys/credential-store.ts'
import { type Unlocked, unlockWithPassphrase, unlockWithShares } from '../keys/unlock.ts'

/** What a backup is opened with: what opened the vault when it was made, or the two recovery sheets. */
export type BackupCredentials =
  | { readonly name: string; readonly passphrase: string }
  | { readonly shares: readonly [string, string] }

/**
 * Opens the keys of a slot table. Fails as `unlockWithPassphrase` (`no-such-user`, `wrong-passphrase`, `other-machine`) and
 * `unlockWithShares` (`bad-shares`) do: on another machine only the recovery sheets open what asks for the secret of this one.
 */
export async function openKeysOf(
  table: SlotTable,
  credentials: BackupCredentials,
  keyring: CredentialStore,
): Promise<Result<Unlocked>> {
  if ('shares' in credentials) return unlockWithShares(table, ...credentials.shares)
  const { name, passphrase } = credentials
  return unlockWithPassphrase(table, name, passphrase, await keyring.getDeviceSecret(table.vaultId))
}
