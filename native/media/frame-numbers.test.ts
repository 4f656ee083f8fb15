import fc from 'fast-check'
import { AV_NOPTS_VALUE } from 'node-av/constants'
import { expect, it } from 'vitest'
import { FrameNumbers, timestampOf } from './frame-numbers.ts'
import { presentationOrder } from './picture-order.ts'

const framed = (pts: bigint, bestEffortTimestamp = pts) => ({ pts, bestEffortTimestamp })

it('knows a frame by its own time, by the guessed one where it has none', () => {
  expect(timestampOf(framed(7n, 9n))).toBe(7n)
  expect(timestampOf(framed(AV_NOPTS_VALUE, 9n))).toBe(9n)
})

it('numbers frames from any starting point, and skips what is missing', () => {
  const numbers = new FrameNumbers([10n, 20n, 30n, 45n])
  expect([30n, 45n].map((at) => numbers.of(framed(at)))).toStrictEqual([2, 3])
  numbers.restart()
  expect([10n, 45n].map((at) => numbers.of(framed(at)))).toStrictEqual([0, 3])
})

it('does not number what the index does not know, nor what does not come after the last', () => {
  const numbers = new FrameNumbers([10n, 20n, 30n])
  expect([5n, 20n, 21n, 20n, 10n, 30n].map((at) => numbers.of(framed(at)))).toStrictEqual([
    null,
    1,
    null,
    null,
    null,
    2,
  ])
})

it('falls back on the guessed time where a frame carries one that is in no packet', () => {
  const numbers = new FrameNumbers([10n, 20n])
  expect(numbers.of(framed(11n, 20n))).toBe(1)
})

it('takes a frame without any time for the one after the last, where that is known', () => {
  const numbers = new FrameNumbers([10n, 20n, 30n, 40n])
  const timeless = framed(AV_NOPTS_VALUE)
  expect([timeless, framed(20n), timeless].map((frame) => numbers.of(frame))).toStrictEqual([0, 1, 2])
  numbers.restart()
  expect([timeless, framed(30n), timeless, timeless].map((frame) => numbers.of(frame))).toStrictEqual([
    null,
    2,
    3,
    null,
  ])
  numbers.restart(true)
  expect([timeless, timeless].map((frame) => numbers.of(frame))).toStrictEqual([0, 1])
})

it('gives every frame of a clip its own number, also those that claim the same instant', () => {
  const gaps = fc.array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 3n, max: 50n })), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(gaps, (steps) => {
      const claimed: bigint[] = []
      for (const step of steps) claimed.push((claimed.at(-1) ?? 0n) + step)
      // At most three frames at one instant: clips with more are not made by cameras.
      fc.pre(claimed.every((at, frame) => at !== claimed[frame + 3]))
      const { pts } = presentationOrder(claimed.map((at) => ({ pts: at, duration: 1n, key: false })))
      const numbers = new FrameNumbers(pts)
      expect(claimed.map((at) => numbers.of(framed(at)))).toStrictEqual(claimed.map((_, frame) => frame))
    }),
  )
})
