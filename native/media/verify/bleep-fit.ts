import { bleep } from '../render/sound-edit.ts'

/**
 * Share of a window's energy that is not the bleep: 0 for the tone alone, 1 for anything else. The tone's phase is left
 * free, its level must be half to twice what was asked for.
 */
export function bleepMisfit(samples: Float32Array, rate: number): number {
  const turn = (2 * Math.PI * bleep.hertz) / rate
  // Whole turns only, so that sine and cosine are independent.
  const length = Math.floor(Math.floor((samples.length * bleep.hertz) / rate) * (rate / bleep.hertz))
  if (length === 0) return 0
  let [sine, cosine, energy] = [0, 0, 0]
  for (let at = 0; at < length; at++) {
    const value = samples[at] ?? 0
    sine += value * Math.sin(turn * at)
    cosine += value * Math.cos(turn * at)
    energy += value * value
  }
  const level = (2 * Math.hypot(sine, cosine)) / length
  if (level < bleep.amplitude / 2 || level > bleep.amplitude * 2) return 1
  return Math.max(0, 1 - (level * level * length) / 2 / energy)
}
