import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FramePacket, presentationOrder } from './picture-order.ts'

function packets(times: readonly bigint[], duration = 0n, keys: readonly number[] = [0]): FramePacket[] {
  return times.map((pts, position) => ({ pts, duration, key: keys.includes(position) }))
}

it('puts packets into presentation order and says where keyframes are then', () => {
  // Decoding order I P B B, I P B.
  const order = presentationOrder(packets([0n, 3n, 1n, 2n, 4n, 6n, 5n], 1n, [0, 4]))
  expect(order).toStrictEqual({
    pts: [0n, 1n, 2n, 3n, 4n, 5n, 6n],
    lastDuration: 1n,
    keyframes: [0, 4],
    variableRate: false,
  })
})

it('keeps an address for each of several frames at one instant', () => {
  expect(presentationOrder(packets([5n, 5n, 5n, 6n, 9n], 0n, [1])).pts).toStrictEqual([5n, 6n, 7n, 8n, 9n])
  expect(presentationOrder(packets([5n, 5n], 0n, [1])).keyframes).toStrictEqual([1])
})

describe('the last frame', () => {
  it('is shown for as long as its packet says, wherever that lies in decoding order', () => {
    const [first, ...rest] = packets([30n, 0n, 10n, 20n], 10n)
    expect(presentationOrder([{ pts: 30n, duration: 7n, key: first?.key ?? false }, ...rest]).lastDuration).toBe(7n)
  })

  it('is shown for the usual time where nothing says how long', () => {
    expect(presentationOrder(packets([0n, 10n, 20n, 90n, 100n])).lastDuration).toBe(10n)
    expect(presentationOrder(packets([4n])).lastDuration).toBe(1n)
    expect(presentationOrder(packets([0n, 10n], -5n)).lastDuration).toBe(10n)
  })
})

describe('the rate', () => {
  const variable = (times: readonly bigint[]) => presentationOrder(packets(times)).variableRate

  it('is constant where a coarse clock rounds steps up or down', () => {
    expect(variable([0n, 33n, 67n, 100n, 133n])).toBe(false)
    expect(variable([0n, 1001n, 2002n])).toBe(false)
  })

  it('varies where steps differ by more', () => {
    expect(variable([0n, 33n, 68n, 101n])).toBe(true)
    expect(variable([0n, 1n, 2n, 30n])).toBe(true)
  })

  it('is constant where there is no step to compare', () => {
    expect([[], [3n], [3n, 9n]].map(variable)).toStrictEqual([false, false, false])
  })
})

it('is made of strictly increasing times, none of them earlier than its packet says', () => {
  const times = fc.array(fc.bigInt({ min: -50n, max: 50n }), { maxLength: 60 })
  fc.assert(
    fc.property(times, (claimed) => {
      const { pts, keyframes, lastDuration } = presentationOrder(packets(claimed, 0n, [claimed.length - 1]))
      const sorted = claimed.toSorted((a, b) => Number(a - b))
      expect(pts).toHaveLength(claimed.length)
      for (const [frame, at] of pts.entries()) {
        expect(at).toBeGreaterThanOrEqual(sorted[frame] ?? 0n)
        expect(frame === 0 || at > (pts[frame - 1] ?? 0n)).toBe(true)
      }
      expect(lastDuration).toBeGreaterThan(0n)
      // The key packet is the last of those that claim its instant.
      const key = claimed.at(-1) ?? 0n
      expect(keyframes).toStrictEqual(claimed.length > 0 ? [sorted.lastIndexOf(key)] : [])
    }),
  )
})
