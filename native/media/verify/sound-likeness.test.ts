import { describe, expect, it } from 'vitest'
import { leastLikeness } from './sound-likeness.ts'

const rate = 48_000

function sound(at: (seconds: number) => number, seconds = 0.6): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, sample) => at(sample / rate))
}

const voice = (t: number) => 0.2 * Math.sin(900 * t) + 0.1 * Math.sin(2300 * t + 5 * Math.sin(9 * t))
const other = (t: number) => 0.2 * Math.sin(1430 * t + 1)

describe('sound is like its original', () => {
  it('where it is the same, louder, later by a known lag, or hissing above 4 kHz', () => {
    const original = sound(voice)
    expect(leastLikeness(original, original, rate, 0)).toBeCloseTo(1, 5)
    expect(
      leastLikeness(
        original,
        sound((t) => 2 * voice(t)),
        rate,
        0,
      ),
    ).toBeCloseTo(1, 5)
    expect(
      leastLikeness(
        original,
        sound((t) => voice(t - 0.01)),
        rate,
        480,
      ),
    ).toBeGreaterThan(0.99)
    expect(
      leastLikeness(
        original,
        sound((t) => voice(t + 0.01)),
        rate,
        -480,
      ),
    ).toBeGreaterThan(0.99)
    const hissing = sound((t) => voice(t) + 0.1 * Math.sin(2 * Math.PI * 12_000 * t))
    expect(leastLikeness(original, hissing, rate, 0)).toBeGreaterThan(0.99)
  })

  it('not where a tenth of a second is another sound, missing, or added to silence', () => {
    const within = (t: number) => t > 0.19 && t < 0.31
    const original = sound(voice)
    expect(
      leastLikeness(
        original,
        sound((t) => (within(t) ? other(t) : voice(t))),
        rate,
        0,
      ),
    ).toBeLessThan(0.3)
    expect(
      leastLikeness(
        original,
        sound((t) => (within(t) ? 0 : voice(t))),
        rate,
        0,
      ),
    ).toBeLessThan(0.1)
    const silence = sound(() => 0)
    expect(
      leastLikeness(
        silence,
        sound((t) => (within(t) ? voice(t) : 0)),
        rate,
        0,
      ),
    ).toBeLessThan(0.1)
  })

  it('where both are silent, or too short to say', () => {
    expect(
      leastLikeness(
        sound(() => 0),
        sound(() => 0.001),
        rate,
        0,
      ),
    ).toBe(1)
    expect(leastLikeness(sound(voice, 0.05), sound(other, 0.05), rate, 0)).toBe(1)
  })
})
