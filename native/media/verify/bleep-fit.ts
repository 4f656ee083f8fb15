import { bleep } from '../../../core/sound/edit-sound.ts'

/**
 * How far a stretch of one channel is from being the bleep and nothing else. Taken in sample by sample, so that long
 * bleeps need no memory. The tone's phase is left free, its level must be half to twice what was asked for.
 */
export class BleepFit {
  readonly #turn: number
  readonly #length: number
  #sine = 0
  #cosine = 0
  #energy = 0

  /** For a stretch of `length` samples. */
  constructor(length: number, rate: number) {
    this.#turn = (2 * Math.PI * bleep.hertz) / rate
    // Whole turns only, so that sine and cosine are independent.
    this.#length = Math.floor(Math.floor((length * bleep.hertz) / rate) * (rate / bleep.hertz))
  }

  /** Takes sample `at` of the stretch. */
  take(at: number, value: number): void {
    if (at >= this.#length) return
    this.#sine += value * Math.sin(this.#turn * at)
    this.#cosine += value * Math.cos(this.#turn * at)
    this.#energy += value * value
  }

  /** Share of the energy that is not the tone: 0 for the tone alone (or less than a turn of it), 1 for anything else. */
  misfit(): number {
    if (this.#length === 0) return 0
    const level = (2 * Math.hypot(this.#sine, this.#cosine)) / this.#length
    if (level < bleep.amplitude / 2 || level > bleep.amplitude * 2) return 1
    return Math.max(0, 1 - (level * level * this.#length) / 2 / this.#energy)
  }
}
