import { hkdfSync } from 'node:crypto'

/** What a key or a box is for. Part of every derivation and of every box, so that none can stand in for another. */
export type KeyPurpose =
  | 'user-key'
  | 'sealed-box'
  | 'device'
  | 'user-private-key'
  | 'user-master'
  | 'recovery-master'
  | 'database-key'
  | 'signer-private-key'
  | 'inbox-private-key'
  | 'inbox-result'
  | 'data-key'

/** The label of a purpose: `occlude/<purpose>/v1`. */
export function purposeLabel(purpose: KeyPurpose): string {
  return `occlude/${purpose}/v1`
}

/**
 * Associated data of a box: the JSON text of a list of the label and of what the box is bound to, in UTF-8. A list is never
 * ambiguous, whatever stands in its parts.
 */
export function boundTo(purpose: KeyPurpose, ...parts: readonly (string | number)[]): Uint8Array {
  return Buffer.from(JSON.stringify([purposeLabel(purpose), ...parts]), 'utf8')
}

/** 32 bytes by HKDF-SHA256 (RFC 5869); an empty salt is the RFC's string of zeros. */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, purpose: KeyPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, purposeLabel(purpose), 32))
}

/** Overwrites key material. Copies that the engine made on its own cannot be reached (docs/SECURITY.md). */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0)
}

/** Throws when a key was wiped: all zeros would still encrypt, and anybody could decrypt. Checks the length too (32 bytes). */
export function checkKey(key: Uint8Array): void {
  if (key.length !== 32) throw new RangeError('a key has 32 bytes')
  if (key.every((byte) => byte === 0)) throw new Error('a key was used after it was wiped')
}
