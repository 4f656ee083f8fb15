import { expect, test } from 'vitest'
import { bitsFlipped, boxRenamed, noiseBytes, numberPut, truncated } from './spoil.ts'

test('damage is the same every time and leaves the source alone', () => {
  const source = noiseBytes(1000, 1)
  const before = source.slice()
  expect(bitsFlipped(source, { flips: 9, seed: 4 })).toEqual(bitsFlipped(source, { flips: 9, seed: 4 }))
  expect(bitsFlipped(source, { flips: 9, seed: 5 })).not.toEqual(bitsFlipped(source, { flips: 9, seed: 4 }))
  expect(source).toEqual(before)
})

test('flips stay in their part and change one bit each', () => {
  const flipped = bitsFlipped(new Uint8Array(1000), { flips: 5, seed: 3, from: 0.5, until: 0.6 })
  const changed = [...flipped.entries()].filter(([, value]) => value !== 0)
  expect(changed.length).toBeGreaterThan(0)
  for (const [at, value] of changed) {
    expect(at).toBeGreaterThanOrEqual(500)
    expect(at).toBeLessThan(600)
    expect(value & (value - 1)).toBe(0)
  }
})

test('truncation, renaming, numbers', () => {
  const box = new Uint8Array([0, 0, 0, 16, ...Buffer.from('stsz'), 0, 0, 0, 0, 0, 0, 0, 9])
  expect(truncated(box, 0.5)).toEqual(box.slice(0, 8))
  expect(Buffer.from(boxRenamed(box, 'stsz', 'free')).toString('latin1', 4, 8)).toBe('free')
  expect(numberPut(box, 'stsz', 8, 7).at(-1)).toBe(7)
  expect(() => boxRenamed(box, 'moov', 'free')).toThrow()
})
