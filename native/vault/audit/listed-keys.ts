import { fingerprint } from '../keys/device-key.ts'

/** A public key as exports and proofs list it. */
export type ListedKey = {
  readonly algorithm: 'ed25519'
  /** SHA-256 of the 32 bytes, lower-case hex. */
  readonly device: string
  /** 32 bytes in base64url without padding. */
  readonly publicKey: string
}

/** Lists keys: 32 raw bytes each. */
export function listKeys(publicKeys: Iterable<Uint8Array>): ListedKey[] {
  return [...publicKeys].map((key) => ({
    algorithm: 'ed25519',
    device: fingerprint(key),
    publicKey: Buffer.from(key).toString('base64url'),
  }))
}
