import { describe, expect, it } from 'vitest'
import { bleep } from '../../../core/sound/edit-sound.ts'
import type { SoundBlock } from '../sound-decoder.ts'
import type { Stretch } from './planned-sound.ts'
import { SoundWindows } from './sound-windows.ts'

const rate = 8000

function stretch(fate: Stretch['fate'], copyFrom: number, copyUntil: number, sourceFrom = copyFrom): Stretch {
  return { fate, sourceFrom, copyFrom, copyUntil }
}

/** Feeds `samples` (a channel each) from `start` on, in blocks of odd lengths. */
function feed(windows: SoundWindows, start: number, channels: readonly Float32Array[]): void {
  const length = channels[0]?.length ?? 0
  for (let at = 0, size = 700; at < length; at += size, size = 700 + (at % 333)) {
    const planes = channels.map((channel) => channel.subarray(at, Math.min(length, at + size)))
    const block: SoundBlock = { start: start + at, planes, length: planes[0]?.length ?? 0 }
    windows.take(block)
  }
}

const ramp = (length: number, from = 0) => Float32Array.from({ length }, (_, at) => from + at)
const tone = (length: number) =>
  Float32Array.from({ length }, (_, at) => bleep.amplitude * Math.sin((2 * Math.PI * bleep.hertz * at) / rate))

describe('silences', () => {
  it('keep the loudest sample of any channel within them, and of nothing beside them', () => {
    const windows = new SoundWindows([stretch('mute', 1000, 2000), stretch('mute', 3000, 3500)], rate, 'copy')
    const [left, right] = [new Float32Array(5000), new Float32Array(5000)]
    for (const beside of [999, 2000, 2999, 3500]) left[beside] = 1
    right[1999] = -0.25
    feed(windows, 0, [left, right])
    expect(windows.silences.map(({ loudest }) => loudest)).toEqual([0.25, 0])
    expect(windows.until).toBe(5000)
  })
})

describe('bleeps', () => {
  const fits = (windows: SoundWindows) =>
    windows.bleeps.map(({ channels }) => channels.map((channel) => channel.misfit() < 0.01))

  it('are judged from end to end: a short fault anywhere shows', () => {
    const windows = new SoundWindows([stretch('bleep', 0, 20_000)], rate, 'copy')
    const faulty = tone(20_000)
    faulty.fill(0, 17_000, 18_500)
    feed(windows, 0, [faulty])
    expect(fits(windows)).toEqual([[true], [true], [true], [true], [false]])
  })

  it('are judged channel by channel: what cancels out in the mean shows', () => {
    const windows = new SoundWindows([stretch('bleep', 500, 4000)], rate, 'copy')
    const under = (sign: number) => tone(5000).map((value, at) => value + sign * 0.1 * Math.sin(at * at))
    feed(windows, 0, [under(1), under(-1)])
    expect(fits(windows)).toEqual([[false, false]])
  })

  it('fit nothing where the copy has no sound', () => {
    const windows = new SoundWindows([stretch('bleep', 0, 4000)], rate, 'copy')
    expect(windows.bleeps).toHaveLength(1)
    expect(windows.bleeps[0]?.channels).toEqual([])
  })
})

describe('audible sound', () => {
  it('is kept from the same moments of both sides, as the mean of the channels', () => {
    const plan = [stretch('audible', 100, 6000, 2100)]
    const [copy, original] = [new SoundWindows(plan, rate, 'copy'), new SoundWindows(plan, rate, 'original')]
    feed(copy, 0, [ramp(7000), ramp(7000, 2)])
    feed(original, 0, [ramp(9000, -2000)])
    expect(copy.audible).toHaveLength(1)
    expect(copy.audible[0]?.samples).toEqual(ramp(4800, 101))
    expect(original.audible[0]?.samples).toEqual(ramp(4800, 100))
  })

  it('is kept from the same moments in every window', () => {
    const plan = [stretch('audible', 0, 24_000, 5000)]
    const [copy, original] = [new SoundWindows(plan, rate, 'copy'), new SoundWindows(plan, rate, 'original')]
    feed(copy, 0, [ramp(24_000)])
    feed(original, 0, [ramp(30_000, -5000)])
    expect(copy.audible).toHaveLength(5)
    expect(original.audible.map(({ samples }) => samples)).toEqual(copy.audible.map(({ samples }) => samples))
  })

  it('is looked at evenly over all of it, a bounded number of times', () => {
    const windows = new SoundWindows([stretch('audible', 0, 800_000)], rate, 'copy')
    const starts = windows.audible.map(({ stretch: { copyFrom } }) => copyFrom)
    expect(starts).toHaveLength(16)
    expect(starts.slice(0, 3)).toEqual([0, 50_000, 100_000])
    expect(windows.audible.every(({ samples }) => samples.length === 4800)).toBe(true)
  })

  it('is looked at in every part that is long enough to compare', () => {
    const parts = [stretch('audible', 0, 1000), stretch('audible', 2000, 3200), stretch('audible', 5000, 9000)]
    const windows = new SoundWindows(parts, rate, 'copy')
    expect(windows.audible.map(({ stretch: { copyFrom, copyUntil } }) => [copyFrom, copyUntil])).toEqual([
      [2000, 3200],
      [5000, 9000],
    ])
  })

  it('is not taken for silence or bleep on the side of the original', () => {
    const plan = [stretch('mute', 0, 1000), stretch('bleep', 1000, 2000)]
    const windows = new SoundWindows(plan, rate, 'original')
    feed(windows, 0, [ramp(3000)])
    expect([windows.silences[0]?.loudest, windows.bleeps[0]?.channels]).toEqual([0, []])
  })
})
