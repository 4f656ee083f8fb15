import { describe, expect, it } from 'vitest'
import { bleep } from '../../../core/sound/edit-sound.ts'
import { BleepFit } from './bleep-fit.ts'

function misfit(sound: (at: number) => number, { length = 4000, rate = 8000 } = {}): number {
  const fit = new BleepFit(length, rate)
  for (let at = 0; at < length; at++) fit.take(at, sound(at))
  return fit.misfit()
}

type Tone = { readonly hertz?: number; readonly phase?: number; readonly rate?: number }

function tone(level: number, { hertz = bleep.hertz, phase = 0, rate = 8000 }: Tone = {}): (at: number) => number {
  return (at) => level * Math.sin((2 * Math.PI * hertz * at) / rate + phase)
}

describe('the misfit of', () => {
  it('the tone is nothing, at any phase, rate and odd length', () => {
    for (const phase of [0, 1, 2.5, 4]) {
      for (const rate of [8000, 22_050, 44_100, 48_000]) {
        const length = Math.round(rate / 3) + 7
        expect(misfit(tone(bleep.amplitude, { phase, rate }), { length, rate })).toBeLessThan(1e-3)
      }
    }
  })

  it('a turn and a half of the tone is nothing too: only whole turns count', () => {
    expect(misfit(tone(bleep.amplitude, { phase: 1 }), { length: 12 })).toBeLessThan(1e-9)
  })

  it('the tone with something under it is the share of that', () => {
    const under = (level: number) => (at: number) =>
      tone(bleep.amplitude)(at) + tone(level, { hertz: 300, phase: 1 })(at)
    expect(misfit(under(bleep.amplitude))).toBeCloseTo(0.5, 2)
    expect(misfit(under(bleep.amplitude / 5))).toBeCloseTo(1 / 26, 3)
  })

  it('anything else is all of it', () => {
    expect(misfit(() => 0)).toBe(1)
    expect(misfit(() => 0.25)).toBe(1)
    expect(misfit(tone(bleep.amplitude, { hertz: 1100 }))).toBe(1)
    expect(misfit((at) => (at % 500 === 0 ? 1 : 0))).toBe(1)
  })

  it('a tone of half to twice the level is nothing, beyond that all', () => {
    const levels = [0.45, 0.55, 1.9, 2.1].map((factor) => misfit(tone(bleep.amplitude * factor)) > 0.5)
    expect(levels).toEqual([true, false, false, true])
  })

  it('less than a turn cannot be told', () => {
    expect(misfit(() => 0, { length: 7 })).toBe(0)
    expect(misfit(() => 0, { length: 8 })).toBe(1)
  })
})
