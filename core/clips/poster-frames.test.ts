import fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameIndex, pts } from '../time.ts'
import type { VideoIndex } from './clip-index.ts'
import { posterFrames } from './poster-frames.ts'

function clipOf(frames: number, damaged: readonly number[] | null = null) {
  const video: VideoIndex = {
    ...{ codec: 'h264', width: 16, height: 16, displayWidth: 16, displayHeight: 16, pixelAspect: [1, 1], rotation: 0 },
    ...{ timeBase: [1, 30], lastDuration: pts(1n), keyframes: [frameIndex(0)], variableRate: false, interlaced: false },
    pixelFormat: 'yuv420p',
    colour: { range: 'tv', primaries: 'unknown', transfer: 'unknown', matrix: 'unknown' },
    missingFrames: 0,
    pts: Array.from({ length: frames }, (_, frame) => pts(BigInt(frame))),
    damagedFrames: damaged?.map(frameIndex) ?? null,
  }
  return { video }
}

it('are three, early, in the middle and late', () => {
  expect(posterFrames(clipOf(101))).toEqual([10, 50, 90])
  expect(posterFrames(clipOf(3))).toEqual([0, 1, 2])
})

it('are fewer where there are fewer frames, none without a picture', () => {
  expect(posterFrames(clipOf(2))).toEqual([0, 1])
  expect(posterFrames(clipOf(1))).toEqual([0])
  expect(posterFrames(clipOf(0))).toEqual([])
  expect(posterFrames({ video: null })).toEqual([])
})

it('pass over frames that are damaged, to the nearest one that is not', () => {
  expect(posterFrames(clipOf(101, [10, 49, 50, 51, 88, 89, 90, 91]))).toEqual([9, 48, 92])
  expect(posterFrames(clipOf(3, [0, 1]))).toEqual([2])
  expect(posterFrames(clipOf(2, [0, 1]))).toEqual([])
})

it('are intact frames of the clip, in order, none twice, and at least one where there is one', () => {
  const damage = fc
    .integer({ min: 0, max: 200 })
    .chain((frames) =>
      fc.record({ frames: fc.constant(frames), damaged: fc.uniqueArray(fc.nat({ max: Math.max(0, frames - 1) })) }),
    )
  fc.assert(
    fc.property(damage, ({ frames, damaged }) => {
      const known = damaged.filter((frame) => frame < frames)
      const found = posterFrames(clipOf(frames, known))
      expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b))
      expect(found.every((frame) => frame < frames && !known.includes(frame))).toBe(true)
      expect(found.length).toBeGreaterThanOrEqual(Math.min(1, frames - known.length))
    }),
  )
})
