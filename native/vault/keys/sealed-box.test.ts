import { expect, it } from 'vitest'
import { boundTo } from './key-derivation.ts'
import { newSealingPair, sharedSecret } from './key-pairs.ts'
import { openSealed, sealToPublicKey } from './sealed-box.ts'

const place = boundTo('user-master', 'vault', 'user', 1)
const message = new TextEncoder().encode('the master key')

it('opens for the recipient alone', () => {
  const [recipient, other] = [newSealingPair(), newSealingPair()]
  const box = sealToPublicKey(recipient.publicKey, message, place)
  expect(Buffer.from(openSealed(recipient, box, place) ?? [])).toEqual(Buffer.from(message))
  expect(openSealed(other, box, place)).toBeNull()
  expect(openSealed({ ...recipient, publicKey: other.publicKey }, box, place)).toBeNull()
  expect(openSealed(recipient, box, boundTo('user-master', 'vault', 'user', 2))).toBeNull()
})

it('does not open when any bit was changed or bytes are missing', () => {
  const recipient = newSealingPair()
  const box = sealToPublicKey(recipient.publicKey, message, place)
  for (let bit = 0; bit < box.length * 8; bit++) {
    const changed = Uint8Array.from(box)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(openSealed(recipient, changed, place)).toBeNull()
  }
  for (const length of [0, 31, 32, 59, box.length - 1])
    expect(openSealed(recipient, box.subarray(0, length), place)).toBeNull()
})

it('refuses public keys of small order, whose secret everybody knows', () => {
  const { privateKey } = newSealingPair()
  const one = Uint8Array.of(1, ...new Uint8Array(31))
  const ofOrderEight = Buffer.from('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'hex')
  for (const weak of [new Uint8Array(32), one, ofOrderEight]) {
    expect(sharedSecret(privateKey, weak)).toBeNull()
    expect(() => sealToPublicKey(weak, message, place)).toThrow('small order')
    expect(openSealed(newSealingPair(), Buffer.concat([weak, new Uint8Array(60)]), place)).toBeNull()
  }
})
