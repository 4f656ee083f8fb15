import { createHash } from 'node:crypto'
import { type KeyPair, newSigningPair } from './key-pairs.ts'

/**
 * A fresh ed25519 key for this vault's certificates, checkpoints and search records. Its private half is kept like a data key
 * (`wrapKey` with kind `device-key`), its public half in the open.
 */
export function newDeviceKey(): KeyPair {
  return newSigningPair()
}

/** How people tell a public key: SHA-256 of its 32 raw bytes, in hex. */
export function fingerprint(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex')
}
