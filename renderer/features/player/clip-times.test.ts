import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ClipIndex, sha256 } from '../../../core/clips/clip-index.ts'
import { pts, sampleIndex, seconds } from '../../../core/time.ts'
import { clipTimesOf } from './clip-times.ts'

function indexOf(ticks: readonly bigint[], timeBase: readonly [number, number], originSeconds = 0): ClipIndex {
  return {
    ...{ sha256: sha256('0'.repeat(64)), bytes: 1, container: 'mov', originSeconds: seconds(originSeconds), audio: [] },
    video: {
      ...{ codec: 'h264', width: 4, height: 4, displayWidth: 4, displayHeight: 4, pixelAspect: [1, 1], rotation: 0 },
      ...{ timeBase, pts: ticks.map(pts), lastDuration: pts(3n), keyframes: [], variableRate: true },
      ...{ interlaced: false, pixelFormat: 'yuv420p', missingFrames: 0, damagedFrames: null },
      colour: { range: 'tv', primaries: 'unknown', transfer: 'unknown', matrix: 'unknown' },
    },
  }
}

const timeBases = fc.constantFrom<readonly [number, number]>(
  [1, 90_000],
  [1, 1000],
  [1001, 30_000],
  [1, 10_000_000],
  [1, 25],
)
const clips = fc.record({
  timeBase: timeBases,
  first: fc.bigInt({ min: -90_000n, max: 8_589_934_592n }),
  steps: fc.array(fc.bigInt({ min: 1n, max: 200_000n }), { maxLength: 60 }),
})

test('every frame is found again at its own time, whatever the clock counts in', () => {
  fc.assert(
    fc.property(clips, ({ timeBase, first, steps }) => {
      const ticks = [first]
      for (const step of steps) ticks.push((ticks.at(-1) ?? first) + step)
      const times = clipTimesOf(indexOf(ticks, timeBase, (Number(first) * timeBase[0]) / timeBase[1]))
      for (let frame = 0; frame < ticks.length; frame++) {
        expect(times.frameAt(times.secondsOf(frame))).toBe(frame)
        expect(times.frameOf(times.containerSecondsOf(frame))).toBe(frame)
        expect(times.frameOf((Number(ticks[frame]) * timeBase[0]) / timeBase[1])).toBe(frame)
      }
    }),
  )
})

test("a time between frames shows the one before and is nobody's own", () => {
  const times = clipTimesOf(indexOf([0n, 3000n, 9000n], [1, 90_000]))
  expect(times.frameAt(0.05)).toBe(1)
  expect(times.frameAt(0.0999)).toBe(1)
  expect(times.frameAt(-1)).toBe(0)
  expect(times.frameAt(99)).toBe(2)
  expect(times.frameOf(0.05)).toBeNull()
  expect(times.frameOf(3000.5 / 90_000)).toBeNull()
})

test('a late picture is late', () => {
  const times = clipTimesOf(indexOf([500n, 540n], [1, 1000], 0))
  expect(times.secondsOf(0)).toBeCloseTo(0.5, 9)
  expect(times.frameAt(0)).toBe(0)
})

test('sound alone is gone through in steps of a twenty-fifth of a second', () => {
  const audio = [
    { track: 0, codec: 'aac', sampleRate: 48_000, channels: 1, firstSample: sampleIndex(0), samples: 48_000 * 2 + 1 },
  ]
  const times = clipTimesOf({ ...indexOf([0n], [1, 25]), video: null, audio })
  expect([times.hasPicture, times.frames]).toEqual([false, 51])
  for (let step = 0; step < times.frames; step++) expect(times.frameAt(times.secondsOf(step))).toBe(step)
})
