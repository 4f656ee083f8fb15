import { seededNumbers } from '../clips/spoil.ts'

/** Resonances of six vowels in hertz (Peterson and Barney 1952, means for women). */
const vowels: readonly (readonly [number, number, number])[] = [
  [310, 2790, 3310],
  [610, 2330, 2990],
  [850, 1220, 2810],
  [590, 920, 2710],
  [370, 950, 2670],
  [500, 1640, 1960],
]

type Syllable = {
  readonly from: number
  readonly until: number
  readonly pitch: number
  readonly vowel: number
  readonly hiss: boolean
}

/**
 * Mono sound like two people talking in turns in a street, without a word: pulses through three resonators that move
 * from vowel to vowel, hisses between, low noise below. Same length, same samples.
 */
export function babble(seconds: number, rate: number): Float32Array {
  const sound = street(seconds, rate)
  const next = seededNumbers(2025)
  for (let at = 0.4, turn = 0; at < seconds - 1; turn++) {
    const length = 1.6 + next() * 2.2
    speak(sound, rate, syllables(at, Math.min(seconds - 0.3, at + length), turn % 2 === 0 ? 205 : 168, next))
    at += length + 0.25 + next() * 0.6
  }
  return sound
}

function syllables(from: number, until: number, voice: number, next: () => number): Syllable[] {
  const all: Syllable[] = []
  for (let at = from; at < until; ) {
    const length = 0.09 + next() * 0.16
    const melody = 1.12 - 0.28 * ((at - from) / (until - from))
    const pitch = voice * melody * (0.93 + next() * 0.14)
    all.push({ from: at, until: at + length, pitch, vowel: Math.floor(next() * 6), hiss: next() > 0.7 })
    at += length + (next() > 0.8 ? 0.07 : 0.015)
  }
  return all
}

function speak(sound: Float32Array, rate: number, all: readonly Syllable[]): void {
  const voice = makeVoice(rate, all.length + 1)
  for (const syllable of all) {
    const first = Math.floor(syllable.from * rate)
    const last = Math.min(sound.length, Math.floor(syllable.until * rate))
    const hissUntil = syllable.hiss ? first + 0.25 * (last - first) : first
    for (let i = first; i < last; i++) {
      const loud = Math.sin((Math.PI * (i - first)) / (last - first)) ** 0.6
      sound[i] = (sound[i] ?? 0) + 0.32 * loud * voice(syllable, i < hissUntil)
    }
  }
}

/** One person's vocal tract: gives the next sample while a syllable lasts. */
function makeVoice(rate: number, seed: number): (syllable: Syllable, hissing: boolean) => number {
  const noise = seededNumbers(seed)
  const [low, middle, high] = [resonator(rate), resonator(rate), resonator(rate)] as const
  let phase = 0
  return ({ pitch, vowel }, hissing) => {
    phase += pitch / rate
    const pulse = phase >= 1 ? 1 : 0
    phase -= pulse
    const breath = noise() - 0.5
    const source = hissing ? breath * 0.5 : pulse * 6 + breath * 0.06
    const [first, second, third] = vowels[vowel] ?? [500, 1500, 2500]
    return Math.tanh(low(source, first, 70) + middle(source, second, 110) / 2 + high(source, third, 150) / 3)
  }
}

/** A two-pole resonator whose frequency glides to what is asked, in hertz. */
function resonator(rate: number): (input: number, hertz: number, width: number) => number {
  let [before, twoBefore, glide] = [0, 0, 500]
  return (input, hertz, width) => {
    glide += (hertz - glide) * 0.002
    const radius = Math.exp((-Math.PI * width) / rate)
    const value =
      (1 - radius) * input * 3 +
      2 * radius * Math.cos((2 * Math.PI * glide) / rate) * before -
      radius * radius * twoBefore
    twoBefore = before
    before = value
    return value
  }
}

function street(seconds: number, rate: number): Float32Array {
  const next = seededNumbers(91)
  let low = 0
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    low += ((next() - 0.5) * 2 - low) * 0.02
    return low * (0.22 + 0.1 * Math.sin((2 * Math.PI * i) / rate / 6.5))
  })
}
