import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lagSamples, rms } from './test-sound.ts'

const noise = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i * 0.013) * Math.cos(i * 0.7))

test('a shifted signal shows its shift, in both directions', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (shift) => {
      const shifted = Float32Array.from(noise, (_, i) => noise[i - shift] ?? 0)
      expect(lagSamples(noise, shifted, 500)).toBe(shift)
    }),
    { numRuns: 30 },
  )
})

test('rms of a range', () => {
  const samples = Float32Array.of(0, 0, 3, -3, 0)
  expect(rms(samples, 2, 4)).toBe(3)
  expect(rms(samples, 0, 2)).toBe(0)
  expect(rms(samples, 4, 4)).toBe(0)
})
