import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import type { Hex, Slot, SlotTable, WrappedPair } from '../../../core/vault/slot-table.ts'
import { userNameKey } from '../../../core/vault/user-name.ts'
import { boundTo, type KeyPurpose, wipe } from './key-derivation.ts'
import { type KeyPair, publicKeyOf } from './key-pairs.ts'
import { deviceName, userKey } from './passphrase-key.ts'
import { joinShares, pairOf, type RecoveryShare, readShare } from './recovery-shares.ts'
import { openSealed } from './sealed-box.ts'
import { openWithKey } from './symmetric-box.ts'
import { type MasterKey, masterKey } from './wrapped-key.ts'

/** What an opened slot gives. Every key in it is overwritten by `wipeUnlocked`. */
export type Unlocked = {
  readonly vaultId: string
  /** Whose slot it was; null: the two recovery sheets. */
  readonly userId: UserId | null
  /** Generation of `master`. */
  readonly generation: number
  readonly master: MasterKey
  /** Raw key of the database that the table names. */
  readonly databaseKey: Uint8Array
  /** ed25519: signs the slot table. */
  readonly signer: KeyPair
  /** X25519: opens results of jobs that outlived a lock. */
  readonly inbox: KeyPair
}

/** Overwrites every key of an opened slot. It cannot be used afterwards. */
export function wipeUnlocked(unlocked: Unlocked): void {
  wipe(unlocked.master, unlocked.databaseKey, unlocked.signer.privateKey, unlocked.inbox.privateKey)
}

/** Bytes of hex digits. */
export function bytesOf(hex: Hex): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

function hasBytes(bytes: Uint8Array, hex: Hex): boolean {
  return Buffer.from(bytes).toString('hex') === hex
}

/** What the box of a private key under the master key is bound to. */
export function pairBinding(table: PairPlace, purpose: KeyPurpose): Uint8Array {
  return boundTo(purpose, table.vaultId, table.generation)
}

/** What every box under a master key is bound to. */
export type PairPlace = { readonly vaultId: string; readonly generation: number }

/** What the box of the database key is bound to. */
export function databaseBinding(table: PairPlace, file: string): Uint8Array {
  return boundTo('database-key', table.vaultId, table.generation, file)
}

/**
 * A key in a box under the master key, or a master key in a box; null when it does not open. Zeros count as nothing: a
 * stranger can seal them to a public key, and no key of ours is ever zero.
 */
function keyIn(opened: Uint8Array | null): Uint8Array | null {
  return opened?.some((byte) => byte !== 0) ? opened : null
}

function openPair(
  table: SlotTable,
  master: MasterKey,
  { wrapped, algorithm }: { wrapped: WrappedPair; algorithm: 'ed25519' | 'x25519' },
): KeyPair | null {
  const purpose = algorithm === 'ed25519' ? 'signer-private-key' : 'inbox-private-key'
  const privateKey = keyIn(openWithKey(master, bytesOf(wrapped.wrappedPrivateKey), pairBinding(table, purpose)))
  if (!privateKey) return null
  if (hasBytes(publicKeyOf(algorithm, privateKey), wrapped.publicKey))
    return { privateKey, publicKey: bytesOf(wrapped.publicKey) }
  wipe(privateKey)
  return null
}

/** Everything under the master key. A box that does not open belongs to another vault or generation: `slots-swapped`. */
function openWithMaster(table: SlotTable, master: MasterKey, userId: UserId | null): Result<Unlocked> {
  const { vaultId, generation, database } = table
  const databaseKey = keyIn(openWithKey(master, bytesOf(database.wrappedKey), databaseBinding(table, database.file)))
  const signer = openPair(table, master, { wrapped: table.signer, algorithm: 'ed25519' })
  const inbox = openPair(table, master, { wrapped: table.inbox, algorithm: 'x25519' })
  if (databaseKey && signer && inbox) return ok({ vaultId, userId, generation, master, databaseKey, signer, inbox })
  const opened = [master, databaseKey, signer?.privateKey, inbox?.privateKey]
  wipe(...opened.filter((key) => key !== null && key !== undefined))
  return failed({ kind: 'slots-swapped' })
}

/** The slot of a name, in whatever case it was typed; null: nobody is called so. */
export function slotNamed(table: SlotTable, name: string): Slot | null {
  const key = userNameKey(name)
  return table.slots.find((slot) => userNameKey(slot.name) === key) ?? null
}

function isOtherMachine(table: SlotTable, slot: Slot, deviceSecret: Uint8Array | null): boolean {
  if (slot.device === null) return false
  return deviceSecret === null || deviceName(deviceSecret, table.vaultId) !== slot.device
}

/** The private key in a slot; null: the passphrase is another one. */
async function openSlot(
  table: SlotTable,
  slot: Slot,
  { passphrase, deviceSecret }: { passphrase: string; deviceSecret: Uint8Array | null },
): Promise<Uint8Array | null> {
  const key = await userKey(passphrase, slot.passphrase, slot.device === null ? null : deviceSecret)
  const binding = boundTo('user-private-key', table.vaultId, slot.userId)
  const privateKey = openWithKey(key, bytesOf(slot.wrappedPrivateKey), binding)
  wipe(key)
  return keyIn(privateKey)
}

/**
 * Opens the vault's keys with a named user's passphrase. `deviceSecret` is what this machine's credential store has for the
 * vault, null where there is none. Fails with `no-such-user`; `other-machine`, before the passphrase is tried;
 * `wrong-passphrase`; `slots-swapped` when the passphrase is right and what it opens does not belong together.
 * Takes what argon2id takes (0.1 to 0.3 s).
 */
export async function unlockWithPassphrase(
  table: SlotTable,
  name: string,
  passphrase: string,
  deviceSecret: Uint8Array | null,
): Promise<Result<Unlocked>> {
  const slot = slotNamed(table, name)
  if (!slot) return failed({ kind: 'no-such-user', name })
  if (isOtherMachine(table, slot, deviceSecret)) return failed({ kind: 'other-machine', name })
  const privateKey = await openSlot(table, slot, { passphrase, deviceSecret })
  if (!privateKey) return failed({ kind: 'wrong-passphrase', name })
  const pair = { privateKey, publicKey: bytesOf(slot.publicKey) }
  const binding = boundTo('user-master', table.vaultId, slot.userId, table.generation)
  const master = keyIn(openSealed(pair, bytesOf(slot.sealedMaster), binding))
  wipe(privateKey)
  return master ? openWithMaster(table, masterKey(master), slot.userId) : failed({ kind: 'slots-swapped' })
}

function judgeShares(table: SlotTable, a: RecoveryShare, b: RecoveryShare): Result<Uint8Array> {
  const publicKey = bytesOf(table.recovery.publicKey)
  for (const [share, which] of [[a, 1] as const, [b, 2] as const]) {
    if (share.vaultId !== table.vaultId) return failed({ kind: 'bad-shares', why: 'other-vault', share: which })
    if (share.pair !== pairOf(publicKey)) return failed({ kind: 'bad-shares', why: 'not-a-pair', share: which })
  }
  if (a.number === b.number) return failed({ kind: 'bad-shares', why: 'same-share' })
  const key = joinShares(a, b)
  if (key && hasBytes(publicKeyOf('x25519', key), table.recovery.publicKey)) return ok(key)
  return failed({ kind: 'bad-shares', why: 'not-a-pair' })
}

/**
 * Opens the vault's keys with both recovery sheets, as typed or as the text of a sheet, in either order. Fails with
 * `bad-shares`, which tells typing mistakes from wrong sheets, and with `slots-swapped`.
 */
export function unlockWithShares(table: SlotTable, shareA: string, shareB: string): Result<Unlocked> {
  const a = readShare(shareA, 1)
  if (!a.ok) return a
  const b = readShare(shareB, 2)
  if (!b.ok) {
    wipe(a.value.secret)
    return b
  }
  const key = judgeShares(table, a.value, b.value)
  wipe(a.value.secret, b.value.secret)
  if (!key.ok) return key
  const pair = { privateKey: key.value, publicKey: bytesOf(table.recovery.publicKey) }
  const binding = boundTo('recovery-master', table.vaultId, table.generation)
  const master = keyIn(openSealed(pair, bytesOf(table.recovery.sealedMaster), binding))
  wipe(key.value)
  return master ? openWithMaster(table, masterKey(master), null) : failed({ kind: 'slots-swapped' })
}
