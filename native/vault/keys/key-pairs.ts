import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'
import { checkKey } from './key-derivation.ts'

/** Both halves of a key pair, 32 raw bytes each. */
export type KeyPair = { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }

type Algorithm = 'x25519' | 'ed25519'

/** What stands before the 32 raw bytes in DER (RFC 8410). */
const prefixes = {
  x25519: { public: '302a300506032b656e032100', private: '302e020100300506032b656e04220420' },
  ed25519: { public: '302a300506032b6570032100', private: '302e020100300506032b657004220420' },
} as const

function publicObject(algorithm: Algorithm, raw: Uint8Array): KeyObject {
  const key = Buffer.concat([Buffer.from(prefixes[algorithm].public, 'hex'), raw])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}

function privateObject(algorithm: Algorithm, raw: Uint8Array): KeyObject {
  checkKey(raw)
  const key = Buffer.concat([Buffer.from(prefixes[algorithm].private, 'hex'), raw])
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } finally {
    key.fill(0)
  }
}

function rawPublic(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32))
}

function rawPair(privateKey: KeyObject): KeyPair {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  const raw = new Uint8Array(der.subarray(-32))
  der.fill(0)
  return { publicKey: rawPublic(createPublicKey(privateKey)), privateKey: raw }
}

/** A fresh pair for sealing (X25519, RFC 7748). */
export function newSealingPair(): KeyPair {
  return rawPair(generateKeyPairSync('x25519').privateKey)
}

/** A fresh pair for signing (ed25519, RFC 8032). */
export function newSigningPair(): KeyPair {
  return rawPair(generateKeyPairSync('ed25519').privateKey)
}

/** The public half of a raw private key. */
export function publicKeyOf(algorithm: Algorithm, privateKey: Uint8Array): Uint8Array {
  return rawPublic(createPublicKey(privateObject(algorithm, privateKey)))
}

/** The X25519 secret of two keys; null for the few public keys that would make it known to everybody (RFC 7748 section 6.1). */
export function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  const keys = { privateKey: privateObject('x25519', privateKey), publicKey: publicObject('x25519', publicKey) }
  let secret: Uint8Array
  try {
    secret = diffieHellman(keys)
  } catch {
    // Both keys were parsed: what is left to fail is a public key of small order.
    return null
  }
  return secret.every((byte) => byte === 0) ? null : secret
}

/** Signs bytes with a raw ed25519 private key: 64 bytes. */
export function sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return signBytes(null, message, privateObject('ed25519', privateKey))
}

/** True when `signature` over `message` was made with the private half of `publicKey`. Never throws. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return verifyBytes(null, message, publicObject('ed25519', publicKey), signature)
}
