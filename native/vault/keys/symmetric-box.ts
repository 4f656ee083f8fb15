import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { checkKey } from './key-derivation.ts'

const [nonceBytes, tagBytes] = [12, 16]

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D) under a fresh random nonce: nonce (12 bytes), ciphertext, tag (16 bytes). For
 * keys and small values; a key stays far under the 2^32 boxes that random nonces allow.
 */
export function sealWithKey(key: Uint8Array, plain: Uint8Array, boundTo: Uint8Array): Uint8Array {
  checkKey(key)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(boundTo)
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** The plain bytes of a box; null when key, box or what it is bound to differ. */
export function openWithKey(key: Uint8Array, box: Uint8Array, boundTo: Uint8Array): Uint8Array | null {
  checkKey(key)
  if (box.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(boundTo)
  decipher.setAuthTag(box.subarray(-tagBytes))
  const plain = decipher.update(box.subarray(nonceBytes, -tagBytes))
  try {
    decipher.final()
    return new Uint8Array(plain)
  } catch {
    // The only thing that `final` can say here: the tag does not fit, so nothing of this may be used.
    return null
  } finally {
    plain.fill(0)
  }
}
