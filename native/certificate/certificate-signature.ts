import type { CertificateSigner, SignatureCheck } from '../../core/ports/certificate-signer.ts'
import { fingerprint } from '../vault/keys/device-key.ts'
import { isSignedBy, type KeyPair, sign } from '../vault/keys/key-pairs.ts'

/** Signs certificates with an ed25519 key (RFC 8032). It reads the key at every signature: once that is overwritten, none is made. */
export function certificateSigner(key: KeyPair): CertificateSigner {
  return (message) => ({
    signature: Buffer.from(sign(key.privateKey, Buffer.from(message, 'utf8'))).toString('base64url'),
    publicKey: Buffer.from(key.publicKey).toString('base64url'),
    keyId: fingerprint(key.publicKey),
  })
}

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
