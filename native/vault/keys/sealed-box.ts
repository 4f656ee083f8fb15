import { deriveKey, wipe } from './key-derivation.ts'
import { type KeyPair, newSealingPair, sharedSecret } from './key-pairs.ts'
import { openWithKey, sealWithKey } from './symmetric-box.ts'

const publicKeyBytes = 32

function boxKey(secret: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
  const key = deriveKey(secret, Buffer.concat([ephemeral, recipient]), 'sealed-box')
  wipe(secret)
  return key
}

/**
 * Seals bytes to an X25519 public key, so that whoever seals cannot open: ephemeral public key (32 bytes), then a symmetric
 * box under HKDF-SHA256 of the shared secret, salted with both public keys. Throws on a public key of small order.
 */
export function sealToPublicKey(recipient: Uint8Array, plain: Uint8Array, boundTo: Uint8Array): Uint8Array {
  const ephemeral = newSealingPair()
  const secret = sharedSecret(ephemeral.privateKey, recipient)
  wipe(ephemeral.privateKey)
  if (!secret) throw new RangeError('a public key of small order')
  const key = boxKey(secret, ephemeral.publicKey, recipient)
  try {
    return new Uint8Array(Buffer.concat([ephemeral.publicKey, sealWithKey(key, plain, boundTo)]))
  } finally {
    wipe(key)
  }
}

/** Opens what was sealed to `recipient`; null when it was sealed to somebody else, changed, or bound to something else. */
export function openSealed(recipient: KeyPair, box: Uint8Array, boundTo: Uint8Array): Uint8Array | null {
  if (box.length < publicKeyBytes) return null
  const ephemeral = box.subarray(0, publicKeyBytes)
  const secret = sharedSecret(recipient.privateKey, ephemeral)
  if (!secret) return null
  const key = boxKey(secret, ephemeral, recipient.publicKey)
  try {
    return openWithKey(key, box.subarray(publicKeyBytes), boundTo)
  } finally {
    wipe(key)
  }
}
