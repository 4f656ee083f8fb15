import { describe, expect, it } from 'vitest'
import { lagOf } from './sound-lag.ts'

type Sound = (at: number, rate: number) => number

/** White noise: always the same number for the same sample (the mixing of MurmurHash3, A. Appleby, public domain). */
function noise(at: number): number {
  let mixed = Math.imul((at + 1) ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 31 - 1
}

const sine = (hertz: number, at: number, rate: number) => Math.sin((2 * Math.PI * hertz * at) / rate)

/** A voiced sound whose pitch glides and whose loudness pulses four times a second. */
const speech: Sound = (at, rate) => {
  const seconds = at / rate
  const pitch = 2 * Math.PI * (120 * seconds + 8 * Math.sin(5 * seconds))
  const voice = [1, 2, 3, 5].reduce((sum, part) => sum + Math.sin(part * pitch) / part, 0)
  return 0.1 * voice * (1 + Math.sin(2 * Math.PI * 4 * seconds)) + 0.01 * noise(at)
}

const sounds: Readonly<Record<string, Sound>> = {
  noise: (at) => 0.2 * noise(at),
  speech,
  clicks: (at, rate) => (at % Math.floor(rate * 0.37) < 3 ? 0.8 : 0),
  'tones that step': (at, rate) => 0.3 * sine(300 + 137 * (Math.floor((at / rate) * 4) % 11), at, rate),
  'a siren': (at, rate) => 0.2 * Math.sin(2 * Math.PI * (700 * (at / rate) + 40 * Math.sin((6 * at) / rate))),
}

/** Window of 0.4 s, from one second on. */
function windowOf(sound: Sound, rate: number, lag = 0): Float32Array {
  return Float32Array.from({ length: Math.round(rate * 0.4) }, (_, at) => sound(rate + at - lag, rate))
}

/** What a lossy codec leaves: less level, coarse steps, its own noise, nothing of the highest tones. */
function lossy(samples: Float32Array): Float32Array {
  return samples.map((value, at) => {
    const soft = 0.25 * (samples[at - 1] ?? 0) + 0.5 * value + 0.25 * (samples[at + 1] ?? 0)
    return Math.round(0.8 * soft * 300) / 300 + 0.01 * noise(at + 77)
  })
}

describe.each(Object.entries(sounds))('%s', (_, sound) => {
  it.each([8000, 44_100])('at %i Hz are found where they are, also through a codec', (rate) => {
    const original = windowOf(sound, rate)
    for (const seconds of [0.005, -0.09]) {
      const lag = Math.round(seconds * rate)
      for (const copy of [windowOf(sound, rate, lag), lossy(windowOf(sound, rate, lag))]) {
        const found = lagOf(original, copy, rate)
        expect(typeof found).toBe('number')
        expect(Math.abs(Number(found) - lag) / rate).toBeLessThanOrEqual(0.0005)
      }
    }
  })
})

describe('a steady tone', () => {
  const tone: Sound = (at, rate) => 0.3 * sine(400, at, rate)

  it('fits at every turn; the nearest is meant', () => {
    const original = windowOf(tone, 8000)
    expect(lagOf(original, windowOf(tone, 8000, 20), 8000)).toBe(0)
    expect(Math.abs(Number(lagOf(original, windowOf(tone, 8000, 5), 8000)) - 5)).toBeLessThanOrEqual(1)
  })

  it('is found above the reach of the coarse search', () => {
    const whistle: Sound = (at, rate) => 0.3 * sine(12_000, at, rate) * (1 + sine(3, at, rate))
    const original = windowOf(whistle, 48_000)
    expect(lagOf(original, windowOf(whistle, 48_000, 100), 48_000)).toBe(0)
    expect(lagOf(original, windowOf(whistle, 48_000, 1), 48_000)).toBe(1)
  })
})

describe('sound on a constant offset', () => {
  const offset: Sound = (at, rate) => 0.5 + 0.2 * speech(at, rate)

  it('is found where it is', () => {
    const original = windowOf(offset, 8000)
    expect(Math.abs(Number(lagOf(original, windowOf(offset, 8000, 400), 8000)) - 400)).toBeLessThanOrEqual(4)
  })

  it('is told from another sound on the same offset', () => {
    const other: Sound = (at) => 0.5 + 0.02 * noise(at)
    expect(lagOf(windowOf(offset, 8000), windowOf(other, 8000), 8000)).toBe('different')
  })

  it('is quiet where there is nothing but the offset', () => {
    const nothing: Sound = () => 0.5
    expect(lagOf(windowOf(nothing, 8000), windowOf(nothing, 8000), 8000)).toBe('quiet')
  })
})

it('tells what is not the same sound at all', () => {
  for (const rate of [8000, 48_000]) {
    const original = windowOf(speech, rate)
    expect(lagOf(original, new Float32Array(original.length), rate)).toBe('different')
    expect(
      lagOf(
        original,
        windowOf((at) => 0.2 * noise(at + 1_000_000), rate),
        rate,
      ),
    ).toBe('different')
    expect(lagOf(original, windowOf(speech, rate, Math.round(0.3 * rate)), rate)).toBe('different')
    expect(
      lagOf(
        original,
        original.map((value) => -value),
        rate,
      ),
    ).not.toBe(0)
  }
})

it('has nothing to say where the original is quiet', () => {
  const hiss: Sound = (at) => 0.0005 * noise(at)
  expect(lagOf(windowOf(hiss, 8000), windowOf(speech, 8000), 8000)).toBe('quiet')
  expect(lagOf(new Float32Array(0), new Float32Array(0), 8000)).toBe('quiet')
})
