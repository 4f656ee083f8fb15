import { biquad, chain } from '../../core/sound/biquad.ts'
import { seededNumbers } from '../clips/spoil.ts'

/** Length of the burst of noise with which a receiver opens and closes, in seconds. */
const squelchSeconds = 0.12

/** What a radio makes of a voice: 300 to 3,400 Hz, overdriven, hiss under it, a burst of noise before and after. */
export function overRadio(voice: Float32Array, rate: number, seed: number): Float32Array {
  const chance = seededNumbers(seed)
  const burst = Math.round(squelchSeconds * rate)
  const band = () => [
    ...[biquad('high-pass', 300, rate), biquad('high-pass', 300, rate), biquad('high-pass', 300, rate)],
    ...[biquad('low-pass', 3400, rate), biquad('low-pass', 3400, rate), biquad('low-pass', 3400, rate)],
    biquad('low-pass', 3400, rate),
  ]
  const [before, after] = [chain(...band()), chain(...band())]
  const peak = voice.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9)
  return Float32Array.from({ length: voice.length + 2 * burst }, (_, i) => {
    const open = i < burst || i >= voice.length + burst
    const hiss = (2 * chance() - 1) * (open ? 0.6 : 0.02)
    return after(Math.tanh(before(((voice[i - burst] ?? 0) / peak) * 4)) * 0.7 + hiss)
  })
}
