import { avChannelLayoutDefault } from 'node-av/lib'
import { expect, test } from 'vitest'
import { aacRates } from '../media/render/sound-encoder.ts'
import { ModelSound } from './model-sound.ts'
import { modelRate } from './speech-model.ts'

const pulsesAt = [0.5, 20]
const length = 21

/** Pulses through the resampler in pieces of 1,024, as decoders give them. */
function resampled(rate: number, channels: number): Float32Array[] {
  const sound = new ModelSound({ rate, channels, layout: avChannelLayoutDefault(channels) })
  const whole = Array.from({ length: channels }, () => new Float32Array(length * rate))
  // The last channel alone sounds.
  for (const at of pulsesAt) whole.at(-1)?.fill(0.5, at * rate, at * rate + Math.ceil(rate / 4000))
  const out = Array.from({ length: channels }, () => new Float32Array((length + 1) * modelRate))
  let filled = 0
  const put = (parts: readonly Float32Array[]) => {
    for (const [channel, part] of parts.entries()) out[channel]?.set(part, filled)
    filled += parts[0]?.length ?? 0
  }
  for (let from = 0; from < length * rate; from += 1024)
    put(sound.convert(whole.map((plane) => plane.subarray(from, from + 1024))))
  put(sound.convert(null))
  sound.close()
  return out.map((plane) => plane.subarray(0, filled))
}

/** The middle of the loudest half second around here. */
function middleOfPulse(samples: Float32Array, second: number): number {
  let [sum, weighted] = [0, 0]
  for (let at = Math.floor((second - 0.25) * modelRate); at < (second + 0.25) * modelRate; at++) {
    const power = (samples[at] ?? 0) ** 2
    sum += power
    weighted += power * at
  }
  return weighted / sum
}

test.each(aacRates)('sound at %i stays on its clock to a sample, at the end as at the beginning', (rate) => {
  const [samples = new Float32Array(0)] = resampled(rate, 1)
  expect(Math.abs(samples.length - length * modelRate)).toBeLessThanOrEqual(modelRate / rate + 1)
  for (const second of pulsesAt) {
    const middle = ((second * rate + (Math.ceil(rate / 4000) - 1) / 2) * modelRate) / rate
    expect(Math.abs(middleOfPulse(samples, second) - middle)).toBeLessThan(1)
  }
})

test.each([2, 6, 7, 8])('%i channels stay apart', (channels) => {
  const planes = resampled(48_000, channels)
  for (const [channel, plane] of planes.entries())
    expect(plane.some((sample) => Math.abs(sample) > 0.1)).toBe(channel === channels - 1)
})
