import type { Work } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'
import type { VaultAppearance } from '../../native/vault/host/look-at-vault.ts'
import type { RecoverySheet } from '../../native/vault/keys/recovery-sheets.ts'

/** A vault that is to be made. */
export type AskedVault = {
  /** Absolute; empty, not there yet, or what an interrupted making has left. */
  readonly folder: string
  readonly admin: string
  readonly passphrase: string
  /** A policy profile (FORMATS.md). */
  readonly profileText: string
  readonly demo: boolean
  /** True: the credential store is left out (OCCLUDE_NO_KEYRING=1). */
  readonly noKeyring: boolean
  /** Keeps the recovery sheets: when that fails, no vault is made. */
  readonly keepSheets: (sheets: readonly RecoverySheet[]) => Promise<Result<unknown>>
}

/** A vault that was made just now, closed again. */
export type MadeVault = {
  readonly vaultId: string
  /** Fingerprint of the key that signs its certificates and its log. */
  readonly signer: string
  /** False: passphrases alone open it, on any machine. */
  readonly deviceSecret: boolean
  /** True: what an earlier making that was interrupted had left in its folder was removed. */
  readonly replacedUnfinished: boolean
}

/** Somebody who cannot sign in any more, with what both recovery sheets say. */
export type AskedRecovery = {
  readonly folder: string
  readonly name: string
  readonly shares: readonly [string, string]
  readonly newPassphrase: string
  readonly reason: string
  readonly noKeyring: boolean
}

/** A backup that is to become a vault again. */
export type AskedRestore = {
  readonly from: string
  /** Absolute; empty or not there yet. */
  readonly folder: string
  /** What is left of the vault that was lost: what it has deleted since the backup is deleted again. */
  readonly after: string | null
  readonly user: string
  readonly passphrase: string
  readonly noKeyring: boolean
}

/** What came back. */
export type RestoredVault = {
  readonly vaultId: string
  readonly objects: number
  readonly deletedAgain: number
  readonly laterDeletions: 'applied' | 'unknown'
}

/** What is done with vaults that nobody is signed in to. */
export type UnopenedVaults = {
  /** What stands in the open; proves nothing. Fails with `vault-missing`, `slots-damaged`. */
  look(folder: string): Promise<Result<VaultAppearance>>
  /** Fails with `vault-exists`, `weak-passphrase`, `bad-user-name`, and as writing does. */
  create(asked: AskedVault): Promise<Result<MadeVault>>
  /** Gives somebody a new passphrase by both recovery sheets. Fails with `bad-shares`, `no-such-user`, `user-disabled`, `weak-passphrase`. */
  recover(asked: AskedRecovery): Promise<Result<void>>
  /** Fails with `backup-damaged`, `backup-expired`, `vault-exists`, `wrong-passphrase`. */
  restore(asked: AskedRestore, work: Work): Promise<Result<RestoredVault>>
}
