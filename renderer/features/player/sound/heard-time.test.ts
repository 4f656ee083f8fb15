import { expect, test } from 'vitest'
import { type HeardContext, heardTime } from './heard-time.ts'

function context(at: { readonly currentTime: number; readonly stamp: AudioTimestamp }): HeardContext {
  const { currentTime, stamp } = at
  return { currentTime, outputLatency: 0.03, baseLatency: 0.01, getOutputTimestamp: () => stamp }
}

test('goes on evenly between the steps of the context’s clock', () => {
  const stamp = { contextTime: 1.96, performanceTime: 5000 }
  const heard = [5000, 5004, 5009].map((now) => heardTime(context({ currentTime: 2, stamp }), now))
  expect(heard.map((second) => Math.round(second * 1000))).toEqual([1960, 1964, 1969])
  const later = context({ currentTime: 2.01, stamp: { contextTime: 1.97, performanceTime: 5010 } })
  expect(heardTime(later, 5011)).toBeCloseTo(1.971, 9)
})

test('is never ahead of what was handed over: an output that stands still is waited for', () => {
  const stamp = { contextTime: 1.96, performanceTime: 5000 }
  expect(heardTime(context({ currentTime: 2, stamp }), 9000)).toBe(2)
})

test('before the first sample is out, what is known of the way is taken off', () => {
  const stamp = { contextTime: 0, performanceTime: 0 }
  expect(heardTime(context({ currentTime: 0.5, stamp }), 5000)).toBeCloseTo(0.47, 9)
})
