import { createHmac } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import type { Hex, PassphraseCost } from '../../../core/vault/slot-table.ts'
import { boundTo, deriveKey, wipe } from './key-derivation.ts'

/** argon2id, by its number in RFC 9106: the package's own names for it are a const enum, which cannot be imported. */
const argon2id = 2

/** What a user's key is made from, beside the passphrase. */
export type PassphraseSetting = PassphraseCost & { readonly salt: Hex }

/**
 * The user's key: HKDF-SHA256 of argon2id(passphrase), salted with the device secret, where there is one. The passphrase is
 * taken as UTF-8 in NFC, so that two keyboards give the same one. Takes memory and time as `setting` says (bounded by
 * whoever read it); runs beside the main thread.
 */
export async function userKey(
  passphrase: string,
  setting: PassphraseSetting,
  deviceSecret: Uint8Array | null,
): Promise<Uint8Array> {
  const typed = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  const stretched = await hashRaw(typed, {
    algorithm: argon2id,
    memoryCost: setting.memoryKiB,
    timeCost: setting.passes,
    parallelism: setting.lanes,
    outputLen: 32,
    salt: Buffer.from(setting.salt, 'hex'),
  })
  const key = deriveKey(stretched, deviceSecret ?? new Uint8Array(0), 'user-key')
  wipe(typed, stretched)
  return key
}

/** How a slot names its device: HMAC-SHA256 of the device secret over label and vault id. Tells nothing of the secret. */
export function deviceName(deviceSecret: Uint8Array, vaultId: string): Hex {
  return createHmac('sha256', deviceSecret).update(boundTo('device', vaultId)).digest('hex')
}
