import type { SignatureCheck } from '../../core/ports/certificate-signer.ts'
import { fingerprint } from '../vault/keys/device-key.ts'
import { isSignedBy } from '../vault/keys/key-pairs.ts'

/** Checks a signature by its own public key (see `SignatureCheck`). */
export const checkSignature: SignatureCheck = (message, { signature, publicKey }) => {
  const [signatureBytes, keyBytes] = [bytesOf(signature), bytesOf(publicKey)]
  if (!signatureBytes || !keyBytes) return null
  return isSignedBy(keyBytes, Buffer.from(message, 'utf8'), signatureBytes) ? fingerprint(keyBytes) : null
}

/** The bytes of base64url in its one proper form; null for any other text, so that no two texts stand for one signature. */
function bytesOf(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : null
}
