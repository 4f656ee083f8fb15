import type { Instant } from '../ports/clock.ts'
import type { UserId } from './ids.ts'

/** Lower-case hex digits, two a byte. */
export type Hex = string

/** What argon2id (RFC 9106) costs: memory in KiB, passes over it, and lanes. */
export type PassphraseCost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

/** How one named user opens the vault. Public facts and sealed keys only. */
export type Slot = {
  readonly userId: UserId
  /** As it was given, in NFC. */
  readonly name: string
  /** X25519. The master key is sealed to it, so that rotation needs nobody's passphrase. */
  readonly publicKey: Hex
  readonly passphrase: PassphraseCost & { readonly salt: Hex }
  /** The private key under the user's key (passphrase and device secret). */
  readonly wrappedPrivateKey: Hex
  readonly sealedMaster: Hex
  /** HMAC of the device secret that the user's key was made with; null: made with the passphrase alone. */
  readonly device: Hex | null
  /** When the passphrase was set. */
  readonly changedAt: Instant
}

/** A public key and its private one under the master key. */
export type WrappedPair = { readonly publicKey: Hex; readonly wrappedPrivateKey: Hex }

/** `slots.json`: who opens the vault and with what (docs/FORMATS.md, Vault: slots and keys). Signed by the signer's ed25519 key. */
export type SlotTable = {
  readonly format: 'occlude-slots'
  readonly version: 1
  /** Counts up with every change, from 1. */
  readonly tableVersion: number
  readonly vaultId: string
  readonly demo: boolean
  readonly createdAt: Instant
  /** Of the master key, from 1; counts up with every rotation. */
  readonly generation: number
  /** The database's file name in the vault's folder, and its key under the master key. */
  readonly database: { readonly file: string; readonly wrappedKey: Hex }
  /** ed25519: signs this table. */
  readonly signer: WrappedPair
  /** X25519: results of jobs that outlive a lock are sealed to it. */
  readonly inbox: WrappedPair
  /** X25519: its private key is split between the two recovery sheets. */
  readonly recovery: { readonly publicKey: Hex; readonly sealedMaster: Hex }
  readonly slots: readonly Slot[]
  readonly signature: Hex
}

/** What the database keeps of the slot table that belongs to it. */
export type SlotTableFacts = {
  readonly signerPublicKey: Hex
  readonly tableVersion: number
  /** SHA-256 of the file's bytes. */
  readonly sha256: Hex
}

/**
 * Bounds of what a slot may ask of argon2id: a changed file cannot demand 64 GiB or an hour. What Occlude itself writes is
 * `fullCost`.
 */
export const costBounds = {
  memoryKiB: [1024, 262_144],
  passes: [1, 16],
  lanes: [1, 4],
  /** Most of memory in KiB times passes: about five seconds. */
  product: 1_048_576,
} as const

/** The second recommended option of RFC 9106 section 4 with one lane: 64 MiB, 3 passes. */
export const fullCost: PassphraseCost = { memoryKiB: 65_536, passes: 3, lanes: 1 }

/** Most users of one vault. */
export const mostSlots = 1000
