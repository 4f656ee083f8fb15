import { expect, it } from 'vitest'
import { checkSignature } from '../../certificate/certificate-signature.ts'
import { newSigningPair } from '../keys/key-pairs.ts'
import { DeviceSigner } from './device-signer.ts'

it('signs until it is wiped; a copy goes on', () => {
  const pair = newSigningPair()
  const signer = new DeviceSigner()
  expect(() => signer.sign('text')).toThrow('the vault is locked')
  expect(signer.copy()).toEqual({ ok: false, failure: { kind: 'vault-locked' } })
  signer.open(pair)
  const copy = signer.copy()
  signer.wipe()
  expect(pair.privateKey.every((byte) => byte === 0)).toBe(true)
  expect(() => signer.sign('text')).toThrow('the vault is locked')
  if (!copy.ok) throw new Error('no copy')
  const signed = copy.value.sign('text')
  expect(checkSignature('text', signed)).toBe(signed.keyId)
  copy.value.wipe()
  expect(() => copy.value.sign('text')).toThrow('the vault is locked')
})

it('overwrites the key that it had when it takes another', () => {
  const [first, second] = [newSigningPair(), newSigningPair()]
  const signer = new DeviceSigner()
  signer.open(first)
  signer.open(second)
  expect(first.privateKey.every((byte) => byte === 0)).toBe(true)
  expect(Buffer.from(signer.sign('text').publicKey, 'base64url').equals(Buffer.from(second.publicKey))).toBe(true)
})
