import { join } from 'node:path'
import { sha256 } from '../../../core/clips/clip-index.ts'
import type { VaultFacts } from '../../../core/ports/vault/vault-store.ts'
import { StoreLocked } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ObjectId } from '../../../core/vault/ids.ts'
import type { SlotTable } from '../../../core/vault/slot-table.ts'
import { removeDatabase } from '../database/connection.ts'
import type { DatabasePorts, VaultDatabase } from '../database/vault-database.ts'
import { fingerprint } from '../keys/device-key.ts'
import { wipe } from '../keys/key-derivation.ts'
import type { KeyPair } from '../keys/key-pairs.ts'
import { bytesOf, type Unlocked } from '../keys/unlock.ts'
import { DeviceSigner } from './device-signer.ts'
import { HeldKeys } from './held-keys.ts'
import { wrapObjectKey } from './object-keys.ts'
import type { RotatedVault } from './rotate-vault.ts'
import type { UnlockedVault } from './unlock-vault.ts'
import type { VaultHost } from './vault-host.ts'

type Open = {
  readonly database: VaultDatabase
  table: SlotTable
  readonly ports: DatabasePorts
  readonly devices: readonly Uint8Array[]
}

/** The keys that sign for a vault. One that is being made gets its own only after its database is open. */
function withOwn(keys: readonly Uint8Array[], own: Uint8Array): readonly Uint8Array[] {
  return keys.some((key) => Buffer.from(key).equals(Buffer.from(own))) ? keys : [...keys, own]
}

/** Keys, database and slot table of a vault: all of them are there, or none. */
export class OpenState {
  readonly folder: string
  readonly held = new HeldKeys()
  readonly signer = new DeviceSigner()
  readonly #host: Pick<VaultHost, 'now' | 'elapsed' | 'software'>
  #open: Open | null = null
  #deviceSecret: Uint8Array | null = null
  #facts: VaultFacts | null = null
  #inbox: Uint8Array | null = null

  constructor(folder: string, host: Pick<VaultHost, 'now' | 'elapsed' | 'software'>) {
    this.folder = folder
    this.#host = host
  }

  /** Takes over what was unlocked. Fails with `database-damaged`; nothing is open then. */
  adopt({ table, unlocked, database, device, deviceSecret }: UnlockedVault): Result<VaultDatabase> {
    this.held.open(unlocked)
    this.signer.open(device)
    this.#deviceSecret = deviceSecret
    const ports = this.#ports(device)
    const started = database.start(ports)
    if (!started.ok) {
      database.close()
      this.#forget(new Set())
      const { failure } = started
      if (failure.kind === 'database-busy') throw new Error('an open database is busy')
      return failed(failure)
    }
    this.#open = {
      database: started.value,
      table,
      ports,
      devices: withOwn(
        database.identity.devices.map(({ publicKey }) => publicKey),
        device.publicKey,
      ),
    }
    this.#inbox = bytesOf(table.inbox.publicKey)
    this.#facts = factsOf(table, device.publicKey, deviceSecret !== null)
    return ok(started.value)
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  /** Fails with `vault-locked`. */
  opened(): Result<{ readonly database: VaultDatabase; readonly table: SlotTable; readonly unlocked: Unlocked }> {
    const unlocked = this.held.unlocked()
    if (!this.#open || !unlocked.ok) return failed({ kind: 'vault-locked' })
    return ok({ database: this.#open.database, table: this.#open.table, unlocked: unlocked.value })
  }

  /** The open database; throws `StoreLocked`. */
  database(): VaultDatabase {
    if (!this.#open) throw new StoreLocked()
    return this.#open.database
  }

  /** X25519, to which results are sealed; known also while the vault is locked. */
  inboxPublicKey(): Uint8Array {
    if (!this.#inbox) throw new StoreLocked()
    return this.#inbox
  }

  /** Every key that signs for this vault, 32 raw bytes each; throws `StoreLocked`. */
  devicePublicKeys(): readonly Uint8Array[] {
    if (!this.#open) throw new StoreLocked()
    return this.#open.devices
  }

  /** What the database of a rotation is opened with; throws `StoreLocked`. */
  ports(): DatabasePorts {
    if (!this.#open) throw new StoreLocked()
    return this.#open.ports
  }

  /** Facts as they are, or as they were when the vault was locked. */
  facts(): VaultFacts {
    if (!this.#facts) throw new StoreLocked()
    return this.#facts
  }

  /** This machine's secret for new slots; null: there is none. */
  get deviceSecret(): Uint8Array | null {
    return this.#deviceSecret
  }

  /** A secret that this machine was given only now. */
  keepDeviceSecret(secret: Uint8Array): void {
    this.#deviceSecret = secret
  }

  /** The slot table after a change. */
  replaceTable(table: SlotTable): void {
    if (!this.#open || !this.#facts) throw new StoreLocked()
    this.#open.table = table
    this.#inbox = bytesOf(table.inbox.publicKey)
    this.#facts = { ...this.#facts, tableVersion: table.tableVersion, generation: table.generation }
  }

  /** Goes on with the keys and the database of a rotation; the old ones are overwritten, closed and removed. */
  async replaceAll({ table, unlocked, database }: RotatedVault): Promise<void> {
    if (!this.#open) throw new StoreLocked()
    const old = this.#open
    this.#open = { ...old, database, table }
    this.held.open(unlocked)
    this.replaceTable(table)
    await old.database.close()
    removeDatabase(join(this.folder, old.table.database.file))
  }

  /** Overwrites all keys but data keys in `kept`, and closes the database. */
  async close(kept: ReadonlySet<ObjectId>): Promise<void> {
    const open = this.#open
    this.#open = null
    this.#forget(kept)
    await open?.database.close()
  }

  #forget(kept: ReadonlySet<ObjectId>): void {
    this.held.lock(kept)
    this.signer.wipe()
    if (this.#deviceSecret) wipe(this.#deviceSecret)
    this.#deviceSecret = null
  }

  #ports(device: KeyPair): DatabasePorts {
    const { now, elapsed, software } = this.#host
    return {
      now,
      elapsed,
      software,
      device: sha256(fingerprint(device.publicKey)),
      sign: () => (this.signer.isOpen ? this.signer.sign : null),
      wrappedKeys: { wrapped: (object) => this.#wrapped(object) },
    }
  }

  #wrapped(object: ObjectId): { readonly wrapped: Uint8Array; readonly generation: number } | null {
    const found = this.held.dataKey(object)
    const unlocked = this.held.unlocked()
    if (!found || !unlocked.ok) return null
    const wrapped = wrapObjectKey(this.held, { id: object, kind: found.kind }, found.key)
    return wrapped.ok ? { wrapped: wrapped.value, generation: unlocked.value.generation } : null
  }
}

function factsOf(table: SlotTable, publicKey: Uint8Array, deviceSecret: boolean): VaultFacts {
  const { vaultId, demo, tableVersion, generation, createdAt } = table
  return {
    vaultId,
    demo,
    deviceSecret,
    signer: sha256(fingerprint(publicKey)),
    signerPublicKey: Buffer.from(publicKey).toString('base64url'),
    tableVersion,
    generation,
    createdAt,
  }
}
