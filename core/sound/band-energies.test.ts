import { expect, test } from 'vitest'
import { bandMeter } from './band-energies.ts'
import { voiceClearer } from './clear-voice.ts'

const rate = 16_000

function tone(hertz: number, loud = 1, length = 512): Float32Array {
  return Float32Array.from({ length }, (_, at) => loud * Math.sin((2 * Math.PI * hertz * at) / rate))
}

test.each([
  [150, 'below'],
  [500, 'voice'],
  [3300, 'voice'],
  [5000, 'above'],
] as const)('a tone of %i hertz lies in the band %s', (hertz, band) => {
  const { below, voice, above } = bandMeter(512, rate)(tone(hertz))
  const all = below + voice + above
  expect({ below, voice, above }[band] / all).toBeGreaterThan(0.99)
  // Half of the energy of a tone of 1 within a Hann window: (N / 4)^2, spread over three bins.
  expect(all).toBeGreaterThan(128 ** 2)
  expect(all).toBeLessThan(2 * 128 ** 2)
})

test('silence has no energy', () => {
  expect(bandMeter(512, rate)(new Float32Array(512))).toEqual({ below: 0, voice: 0, above: 0 })
})

function peakAfterClearing(sound: Float32Array): number {
  const clear = voiceClearer(rate)
  let peak = 0
  for (let at = 0; at < sound.length; at += 512) {
    const window = sound.slice(at, at + 512)
    clear(window)
    peak = window.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  }
  return peak
}

test('clearing raises what is quiet, lowers what is loud, and takes rumble away', () => {
  expect(peakAfterClearing(tone(1000, 0.001, 16_384))).toBeCloseTo(0.5, 2)
  expect(peakAfterClearing(tone(1000, 1.9, 16_384))).toBeCloseTo(0.5, 2)
  expect(peakAfterClearing(new Float32Array(16_384))).toBe(0)
  const rumbling = tone(60, 0.5, 16_384).map(
    (sample, at) => sample + 0.005 * Math.sin((2 * Math.PI * 1000 * at) / rate),
  )
  const clear = voiceClearer(rate)
  let last = new Float32Array(512)
  for (let at = 0; at < rumbling.length; at += 512) {
    last = rumbling.slice(at, at + 512)
    clear(last)
  }
  const { below, voice } = bandMeter(512, rate)(last)
  expect(voice).toBeGreaterThan(below)
})
