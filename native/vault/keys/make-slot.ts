import { randomBytes } from 'node:crypto'
import type { Instant } from '../../../core/ports/clock.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { UserId } from '../../../core/vault/ids.ts'
import { fullCost, type Hex, type PassphraseCost, type Slot } from '../../../core/vault/slot-table.ts'
import { userNameFault } from '../../../core/vault/user-name.ts'
import { judgePassphrase } from './judge-passphrase.ts'
import { boundTo, wipe } from './key-derivation.ts'
import { newSealingPair } from './key-pairs.ts'
import { deviceName, userKey } from './passphrase-key.ts'
import { sealToPublicKey } from './sealed-box.ts'
import { sealWithKey } from './symmetric-box.ts'
import type { MasterKey } from './wrapped-key.ts'

/** Somebody who is to have a slot, or a new passphrase in theirs. */
export type SlotRequest = {
  readonly userId: UserId
  readonly name: string
  readonly passphrase: string
  /** The device secret that goes into the user's key; null: the passphrase alone (it has to be longer then). */
  readonly deviceSecret: Uint8Array | null
  readonly changedAt: Instant
  /** Words that must not make up the passphrase, beside the name: the force's. */
  readonly expectedWords?: readonly string[]
  /** What argon2id costs; only tests ask for less than `fullCost`. */
  readonly cost?: PassphraseCost
}

/** The master key that a slot opens, and where it belongs. */
export type SlotPlace = { readonly vaultId: string; readonly generation: number; readonly master: MasterKey }

/** Lower-case hex digits of bytes. */
export function hexOf(bytes: Uint8Array): Hex {
  return Buffer.from(bytes).toString('hex')
}

/** The master key sealed for a user: only their private key opens it. */
export function sealMasterFor(place: SlotPlace, userId: UserId, publicKey: Uint8Array): Hex {
  const binding = boundTo('user-master', place.vaultId, userId, place.generation)
  return hexOf(sealToPublicKey(publicKey, place.master, binding))
}

/** Makes a slot with a fresh key pair and salt. Fails with `bad-user-name` and `weak-passphrase`. */
export async function makeSlot(place: SlotPlace, request: SlotRequest): Promise<Result<Slot>> {
  const { userId, passphrase, deviceSecret, changedAt, cost = fullCost } = request
  const name = request.name.normalize('NFC')
  const fault = userNameFault(name)
  if (fault) return failed({ kind: 'bad-user-name', why: fault })
  const words = [name, ...(request.expectedWords ?? [])]
  const judged = await judgePassphrase(passphrase, { withDevice: deviceSecret !== null, words })
  if (!judged.ok) return judged
  const setting = { ...cost, salt: hexOf(randomBytes(16)) }
  const pair = newSealingPair()
  const key = await userKey(passphrase, setting, deviceSecret)
  const wrapped = sealWithKey(key, pair.privateKey, boundTo('user-private-key', place.vaultId, userId))
  wipe(key, pair.privateKey)
  return ok({
    userId,
    name,
    publicKey: hexOf(pair.publicKey),
    passphrase: setting,
    wrappedPrivateKey: hexOf(wrapped),
    sealedMaster: sealMasterFor(place, userId, pair.publicKey),
    device: deviceSecret === null ? null : deviceName(deviceSecret, place.vaultId),
    changedAt,
  })
}
