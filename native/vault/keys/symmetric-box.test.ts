import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundTo, wipe } from './key-derivation.ts'
import { openWithKey, sealWithKey } from './symmetric-box.ts'

const key = new Uint8Array(32).fill(1)
const place = boundTo('data-key', 'vault', 'clip')

it('gives back what was sealed, under a fresh nonce each time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (plain) => {
      const box = sealWithKey(key, plain, place)
      expect(box.length).toBe(plain.length + 28)
      expect(Uint8Array.from(openWithKey(key, box, place) ?? [1, 2, 3])).toEqual(Uint8Array.from(plain))
    }),
  )
  expect(sealWithKey(key, place, place)).not.toEqual(sealWithKey(key, place, place))
})

it('does not open when any bit of box, key or binding is another', () => {
  const box = sealWithKey(key, randomBytes(32), place)
  for (let bit = 0; bit < box.length * 8; bit++) {
    const changed = Uint8Array.from(box)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(openWithKey(key, changed, place)).toBeNull()
  }
  for (let length = 0; length < box.length; length++)
    expect(openWithKey(key, box.subarray(0, length), place)).toBeNull()
  expect(openWithKey(key, Buffer.concat([box, Buffer.alloc(1)]), place)).toBeNull()
  expect(openWithKey(new Uint8Array(32).fill(2), box, place)).toBeNull()
  expect(openWithKey(key, box, boundTo('database-key', 'vault', 'clip'))).toBeNull()
  expect(openWithKey(key, box, boundTo('data-key', 'vault,clip'))).toBeNull()
})

it('throws for a key that was wiped or is none, rather than seal for everybody', () => {
  const gone = Uint8Array.from(key)
  wipe(gone)
  expect(() => sealWithKey(gone, place, place)).toThrow('wiped')
  expect(() => openWithKey(gone, new Uint8Array(60), place)).toThrow('wiped')
  expect(() => sealWithKey(new Uint8Array(31).fill(1), place, place)).toThrow(RangeError)
})

it('binds to parts, not to their text put together', () => {
  expect(boundTo('data-key', 'a', 'b')).not.toEqual(boundTo('data-key', 'a","b'))
  expect(boundTo('data-key', 1)).not.toEqual(boundTo('data-key', '1'))
})
