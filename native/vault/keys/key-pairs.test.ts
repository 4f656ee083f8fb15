import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprint, newDeviceKey } from './device-key.ts'
import { isSignedBy, newSealingPair, publicKeyOf, sharedSecret, sign } from './key-pairs.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (some: Uint8Array | null) => Buffer.from(some ?? []).toString('hex')

it('computes X25519 as the first example of RFC 7748 section 5.2', () => {
  const scalar = bytes('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4')
  const point = bytes('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c')
  expect(hex(sharedSecret(scalar, point))).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552')
})

it('signs as the first example of RFC 8032 section 7.1', () => {
  const secret = bytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  const publicKey = publicKeyOf('ed25519', secret)
  expect(hex(publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const signature = sign(secret, new Uint8Array(0))
  expect(hex(signature)).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )
  expect(isSignedBy(publicKey, new Uint8Array(0), signature)).toBe(true)
})

it('makes device keys that sign for themselves alone', () => {
  const [device, other] = [newDeviceKey(), newDeviceKey()]
  const message = new TextEncoder().encode('a checkpoint')
  const signature = sign(device.privateKey, message)
  expect(isSignedBy(device.publicKey, message, signature)).toBe(true)
  expect(isSignedBy(other.publicKey, message, signature)).toBe(false)
  expect(isSignedBy(device.publicKey, message.subarray(1), signature)).toBe(false)
  expect(isSignedBy(device.publicKey, message, signature.subarray(1))).toBe(false)
  expect(isSignedBy(device.publicKey.subarray(1), message, signature)).toBe(false)
  expect(fingerprint(device.publicKey)).not.toBe(fingerprint(other.publicKey))
})

it('answers for any bytes as a public key or signature, and never throws', () => {
  const key = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constant(new Uint8Array(32).fill(255)))
  const signature = fc.uint8Array({ minLength: 64, maxLength: 64 })
  const { privateKey } = newSealingPair()
  fc.assert(fc.property(key, signature, (some, signed) => !isSignedBy(some, new Uint8Array(3), signed)))
  fc.assert(fc.property(key, (some) => sharedSecret(privateKey, some)?.length !== 0))
})

it('names a public key by the SHA-256 of its raw bytes', () => {
  expect(fingerprint(new Uint8Array(32))).toBe('66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925')
})
