import { expect, test } from 'vitest'
import { speechSegments, type WindowClock } from './speech-segments.ts'
import type { WindowSegment } from './speech-windows.ts'

const clock: WindowClock = {
  firstSample: 1000,
  sampleRate: 44_100,
  windowLength: 512,
  windowRate: 16_000,
  fromSample: 1000,
  untilSample: 500_000,
}
const bare = { start: 0.5, continue: 0.2, hover: 1, shortest: 0, certain: 1, bridge: 0, before: 0, after: 0 }

function segment(fromWindow: number, untilWindow: number, more: Partial<WindowSegment> = {}): WindowSegment {
  return { fromWindow, untilWindow, kind: 'speech', probability: 0.5, highest: 0.6, heard: 10, ...more }
}

test('windows lie on the clock of the track, rounded outwards', () => {
  // A window of 512 samples at 16,000 is 1,411.2 samples at 44,100.
  expect(speechSegments([segment(1, 3)], clock, bare)).toEqual([
    { fromSample: 2411, untilSample: 5234, kind: 'speech', probability: 0.5, highest: 0.6 },
  ])
})

test('the clock does not drift: window 100,000 begins an exact number of seconds in', () => {
  const day = { ...clock, firstSample: 0, fromSample: 0, untilSample: 1e9 }
  const [found] = speechSegments([segment(100_000, 100_001)], day, bare)
  expect(found?.fromSample).toBe(3200 * 44_100)
})

test('segments are widened on both sides, within the track', () => {
  const wide = { ...bare, before: 0.25, after: 0.5 }
  expect(speechSegments([segment(100, 110)], clock, wide)).toMatchObject([
    { fromSample: 1000 + 141_120 - 11_025, untilSample: 1000 + 155_232 + 22_050 },
  ])
  expect(speechSegments([segment(0, 400)], clock, wide)).toMatchObject([{ fromSample: 1000, untilSample: 500_000 }])
  expect(speechSegments([segment(400, 401)], clock, bare)).toEqual([])
})

test('segments that meet once they are widened are one, speech where they differ', () => {
  const wide = { ...bare, before: 0.2, after: 0.2 }
  const radio = segment(20, 30, { kind: 'radio', probability: 0.8, highest: 0.9, heard: 30 })
  expect(speechSegments([segment(10, 15), radio], clock, wide)).toMatchObject([
    { kind: 'speech', probability: 0.725, highest: 0.9 },
  ])
  expect(speechSegments([segment(10, 15), radio], clock, bare)).toMatchObject([{ kind: 'speech' }, { kind: 'radio' }])
  const contained = speechSegments([segment(10, 40), segment(41, 42)], clock, wide)
  expect(contained).toHaveLength(1)
})
