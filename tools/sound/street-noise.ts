import { biquad, chain } from '../../core/sound/biquad.ts'
import { seededNumbers } from '../clips/spoil.ts'
import { babble } from '../demo/babble.ts'

/** Sounds of a street without a word, made in code: the same length and seed, the same samples. Mono, unscaled. */
export type StreetNoise = (seconds: number, rate: number, seed: number) => Float32Array

/** Noise around 0 from a seed. */
function noise(seed: number): () => number {
  const next = seededNumbers(seed)
  return () => 2 * next() - 1
}

/** Rumble of engines far away, and vehicles that pass every few seconds with the hiss of their tyres. */
const traffic: StreetNoise = (seconds, rate, seed) => {
  const [chance, raw] = [seededNumbers(seed), noise(seed + 1)]
  const rumble = chain(biquad('low-pass', 110, rate), biquad('low-pass', 160, rate))
  const tyres = chain(biquad('high-pass', 450, rate), biquad('low-pass', 1800, rate))
  const passes = Array.from({ length: Math.ceil(seconds / 7) }, (_, at) => ({
    at: (at + chance()) * 7,
    width: 0.8 + chance() * 1.5,
    loud: 0.05 + chance() * 0.25,
  }))
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const now = i / rate
    const near = passes.reduce((sum, { at, width, loud }) => sum + loud * Math.exp(-(((now - at) / width) ** 2)), 0)
    const value = raw()
    return rumble(value) * (1 + 3 * near) + tyres(value) * near
  })
}

/** Gusts over an uncovered microphone. */
const wind: StreetNoise = (seconds, rate, seed) => {
  const [raw, slow] = [noise(seed), noise(seed + 1)]
  const body = chain(biquad('low-pass', 90, rate), biquad('low-pass', 240, rate))
  const gusts = chain(biquad('low-pass', 0.7, rate), biquad('low-pass', 0.7, rate))
  return Float32Array.from({ length: Math.round(seconds * rate) }, () => {
    const gust = Math.abs(gusts(slow())) * 400
    const value = raw()
    return body(value) * (0.3 + gust) + value * 0.004 * gust
  })
}

/** Many voices at once, as from a busy pavement: resonances and hisses, no words. */
const crowd: StreetNoise = (seconds, rate, seed) => {
  const apart = [0, 3.71, 8.13, 13.37, 19.93, 27.1, 33.8]
  const voices = babble(seconds + 45, rate)
  const from = (seed % 7) * 0.53
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
    apart.reduce((sum, shift) => sum + (voices[i + Math.floor((from + shift) * rate)] ?? 0), 0),
  )
}

/** Notes with harmonics over a beat, as from a shop or a car window. */
const music: StreetNoise = (seconds, rate, seed) => {
  const [chance, raw] = [seededNumbers(seed), noise(seed + 1)]
  const scale = [220, 247, 262, 294, 330, 349, 392, 440, 494, 523]
  const notes = Array.from({ length: Math.ceil(seconds * 4) }, () => scale[Math.floor(chance() * scale.length)] ?? 220)
  const drum = biquad('low-pass', 3000, rate)
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const now = i / rate
    const within = (now * 4) % 1
    const tone = (hertz: number) =>
      [1, 2, 3, 4, 5].reduce((sum, part) => sum + Math.sin(2 * Math.PI * hertz * part * now) / part, 0)
    const melody = tone(notes[Math.floor(now * 4)] ?? 220) * Math.exp(-3 * within)
    const bass = tone((notes[Math.floor(now)] ?? 220) / 4) * 0.7
    return melody + bass + drum(raw()) * 2 * Math.exp(-30 * ((now * 2) % 1))
  })
}

/** By name. */
export const streetNoises = { traffic, wind, crowd, music } as const
