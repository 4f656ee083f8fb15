import type { Clock } from '../../../core/ports/clock.ts'
import type { PassphraseCost } from '../../../core/vault/slot-table.ts'
import type { CredentialStore } from '../keys/credential-store.ts'
import type { ObjectStoreFactory } from './object-store.ts'

/** What a vault takes from the program that opens it. */
export type VaultHost = {
  /** Who it is to others that find the vault open: `occlude redact`. */
  readonly program: string
  /** Version of Occlude, for the log. */
  readonly software: string
  readonly keyring: CredentialStore
  readonly now: Clock
  /** Milliseconds on a monotonic clock since this process began. */
  readonly elapsed: () => number
  /** A fresh id (core/vault/ids.ts). */
  readonly newId: () => string
  readonly objects: ObjectStoreFactory
  /** What argon2id costs for slots that are made: given by tests alone, never read from anywhere. */
  readonly cost?: PassphraseCost
}
