import type { Clock, Instant } from '../../../core/ports/clock.ts'
import type { VaultObjects } from '../../../core/ports/vault/vault-objects.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { VaultCheck, VaultStore } from '../../../core/ports/vault/vault-store.ts'
import type { Work } from '../../../core/ports/work.ts'
import type { Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { VaultDatabase } from '../database/vault-database.ts'
import type { HeldKeys } from './held-keys.ts'

/** What the encrypted files are given by the vault that they are in. */
export type ObjectHost = {
  /** Of the vault; the files lie in `objects`. */
  readonly folder: string
  readonly vaultId: () => string
  /**
   * Keys in memory. Every data key in use is held here (`hold`) under its object from before its file is opened or made until
   * that is closed or discarded: so `keepObject` finds it, locking overwrites it, and a lease can keep it.
   */
  readonly held: HeldKeys
  /** The open database; throws `StoreLocked` while the vault is locked. Another one after a lock or a rotation: never to be kept. */
  readonly database: () => VaultDatabase
  /** For changes and notes of its own: each has its turn. Not to be called from within a change. */
  readonly change: VaultStore['change']
  readonly note: VaultStore['note']
  /** Who entries are by that nobody has asked for: sweeps. */
  readonly author: () => Pick<AuditDraft, 'user' | 'role' | 'session'>
  readonly now: Clock
  readonly newId: () => string
  /** What a backup takes besides the database and the files: the text of the slot table as it is now. */
  readonly slotText: () => string
}

/** The encrypted files of a vault and what is done with all of them; `native/vault/objects` makes it. */
export type ObjectStore = {
  readonly objects: VaultObjects
  /**
   * At opening: finishes deletions that were cut short and removes files that no record knows. Answers how many files no record
   * knew.
   */
  sweep(): Promise<Result<{ readonly orphans: number }>>
  /** After a change: removes the files of what it has deleted, once the database's log is emptied. Cheap when there is nothing. */
  finishDeletions(): Promise<Result<void>>
  check(full: boolean, work: Work): Promise<Result<VaultCheck>>
  backup(out: string, draft: AuditDraft, expiresAt: Instant, work: Work): ReturnType<VaultStore['backup']>
  /** The vault is being locked: closes every file but those of the objects that leases keep. */
  locking(kept: ReadonlySet<ObjectId>): Promise<void>
}

/** Makes the object store of a vault that is being opened. */
export type ObjectStoreFactory = (host: ObjectHost) => ObjectStore
