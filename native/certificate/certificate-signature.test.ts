import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceSigner } from '../vault/host/device-signer.ts'
import { publicKeyOf } from '../vault/keys/key-pairs.ts'
import { checkSignature } from './certificate-signature.ts'

/** The second key of RFC 8032, section 7.1. */
const privateKey = new Uint8Array(
  Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'),
)
const publicKey = publicKeyOf('ed25519', privateKey)
const signer = new DeviceSigner()
signer.open({ publicKey, privateKey: privateKey.slice() })
const { sign } = signer

it('signs as RFC 8032 does: its second test', () => {
  const { signature, publicKey: told } = sign('r')
  const expected =
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
  expect(Buffer.from(signature, 'base64url').toString('hex')).toBe(expected)
  expect(Buffer.from(told, 'base64url').toString('hex')).toBe(
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  )
})

it('names the key by the SHA-256 of its 32 bytes', () => {
  // Worked out with sha256sum.
  expect(sign('').keyId).toBe('39f713d0a644253f04529421b9f51b9b08979d08295959c4f3990ee617f5139f')
})

describe('a signature', () => {
  it('is that of its message and key alone, whatever the message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (message, other) => {
        const signed = sign(message)
        expect(checkSignature(message, signed)).toBe(signed.keyId)
        fc.pre(message !== other)
        expect(checkSignature(other, signed)).toBe(null)
      }),
      { numRuns: 50 },
    )
  })

  it('is none with one bit of it or of the key changed', () => {
    const signed = sign('message')
    for (const field of ['signature', 'publicKey'] as const) {
      const bytes = Buffer.from(signed[field], 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit += 7) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(checkSignature('message', { ...signed, [field]: changed.toString('base64url') })).toBe(null)
      }
    }
  })

  it('is none in another form of the same bytes, or of another length', () => {
    const signed = sign('message')
    const forms = (text: string) => [
      ...[`${text}=`, `${text}==`, ` ${text}`, `${text}A`, text.slice(1), '', '!', 'x'.repeat(200)],
      Buffer.from(text, 'base64url').toString('hex'),
    ]
    for (const field of ['signature', 'publicKey'] as const) {
      for (const form of forms(signed[field])) {
        expect(checkSignature('message', { ...signed, [field]: form }), form).toBe(null)
      }
    }
  })
})
