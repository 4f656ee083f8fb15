import { describe, expect, it } from 'vitest'
import type { PlanAudioRange } from '../redaction/plan.ts'
import { sampleIndex } from '../time.ts'

import { bleep, type EditedBlock, editSound, windowReach } from './edit-sound.ts'

function range(kind: PlanAudioRange['kind'], from: number, until: number): PlanAudioRange {
  const [fromSample, untilSample] = [sampleIndex(from), sampleIndex(until)]
  return { kind, fromSample, untilSample, askedFrom: sampleIndex(from + 1), askedUntil: sampleIndex(until - 1) }
}

/** A block of ones in two channels. */
function block(start: number, length: number): EditedBlock {
  return { start, length, planes: [new Float32Array(length).fill(1), new Float32Array(length).fill(1)] }
}

/** Samples of a channel that still are ones, on the absolute clock. */
function untouched({ start, planes }: EditedBlock, channel = 0): number[] {
  return Array.from(planes[channel] ?? []).flatMap((value, at) => (value === 1 ? [start + at] : []))
}

describe('a mute', () => {
  it('silences its changed range and a window on either side, in every channel', () => {
    const sound = block(5000, 4000)
    editSound(sound, [range('mute', 6500, 7000)], 8000)
    for (const channel of [0, 1]) {
      const left = untouched(sound, channel)
      expect(left).toHaveLength(4000 - 500 - 2 * windowReach)
      expect(left).not.toContain(6500 - windowReach)
      expect(left).toContain(6499 - windowReach)
      expect(left).not.toContain(6999 + windowReach)
      expect(left).toContain(7000 + windowReach)
    }
  })

  it('reaches over the block at either end, or does not reach it', () => {
    const touch = (...ranges: readonly (readonly [number, number])[]) => {
      const sound = block(10_000, 10)
      editSound(
        sound,
        ranges.map(([from, until]) => range('mute', from, until)),
        8000,
      )
      return untouched(sound).length
    }
    expect(touch([0, 10_004 - windowReach])).toBe(6)
    expect(touch([10_007 + windowReach, 50_000])).toBe(7)
    expect(touch([0, 50_000])).toBe(0)
    expect(touch([0, 10_000 - windowReach], [10_010 + windowReach, 50_000])).toBe(10)
  })
})

describe('a bleep', () => {
  it('is a tone of its own pitch and level in place of what was there', () => {
    const sound = block(0, 8000)
    editSound(sound, [range('bleep', 0, 8000)], 8000)
    const [left, right] = sound.planes
    expect(left).toEqual(right)
    const turns = Array.from(left ?? []).filter((value, at) => at > 0 && value > 1e-6 && (left?.[at - 1] ?? 0) <= 1e-6)
    expect(turns).toHaveLength(bleep.hertz)
    expect(Math.max(...(left ?? []))).toBeCloseTo(bleep.amplitude, 6)
    expect(Math.min(...(left ?? []))).toBeCloseTo(-bleep.amplitude, 6)
  })

  it('goes on without a jump from block to block', () => {
    const [whole, first, second] = [block(5000, 300), block(5000, 123), block(5123, 177)]
    for (const sound of [whole, first, second]) editSound(sound, [range('bleep', 5010, 5280)], 44_100)
    const joined = [...(first.planes[0] ?? []), ...(second.planes[0] ?? [])]
    expect(joined).toEqual([...(whole.planes[0] ?? [])])
    expect(untouched(whole)).toHaveLength(30)
  })

  it('gives way to a mute, in whichever order they stand', () => {
    const [one, other] = [block(0, 9000), block(0, 9000)]
    const ranges = [range('mute', 4000, 4060), range('bleep', 10, 8990)]
    editSound(one, ranges, 8000)
    editSound(other, ranges.toReversed(), 8000)
    expect(one.planes).toEqual(other.planes)
    const silent = one.planes[0]?.subarray(4000 - windowReach, 4060 + windowReach) ?? []
    expect(Math.max(...silent.map(Math.abs))).toBe(0)
    expect(one.planes[0]?.[4061 + windowReach]).not.toBe(0)
  })
})
