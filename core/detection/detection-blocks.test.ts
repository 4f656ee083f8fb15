import fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameIndex } from '../time.ts'
import {
  blockFrames,
  blocksOfRange,
  type DetectionBlock,
  framesOfBlock,
  joinBlocks,
  outwardsFrom,
} from './detection-blocks.ts'

it('blocks are the same wherever a range begins', () => {
  expect(blocksOfRange(0, 1)).toEqual([0])
  expect(blocksOfRange(255, 257)).toEqual([0, 1])
  expect(blocksOfRange(256, 512)).toEqual([1])
  expect(blocksOfRange(5, 5)).toEqual([])
  expect(framesOfBlock(1, 300)).toEqual([256, 300])
})

it('begins where somebody looks and goes outwards, each block once', () => {
  const blocks = blocksOfRange(0, 5 * blockFrames)
  expect(outwardsFrom(2 * blockFrames + 7, blocks)).toEqual([2, 3, 1, 4, 0])
  expect(outwardsFrom(0, blocks)).toEqual([0, 1, 2, 3, 4])
  expect(outwardsFrom(1e6, [1, 2])).toEqual([2, 1])
  expect(outwardsFrom(3, [])).toEqual([])
  fc.assert(
    fc.property(fc.nat(20), fc.nat(6000), (last, frame) => {
      const all = blocksOfRange(0, (last + 1) * blockFrames)
      expect(outwardsFrom(frame, all).toSorted((a, b) => a - b)).toEqual(all)
    }),
  )
})

function block(number: number): DetectionBlock {
  const [from, until] = framesOfBlock(number, 1000)
  const frames = Array.from({ length: until - from }, (_, at) => frameIndex(from + at))
  return {
    block: number,
    examined: frames.map((frame) => ({ frame, model: 'm', scale: 640 })),
    failed: [[until - 2, until]],
    detections: frames.map((frame) => ({ frame, class: 'face', box: [0, 0, 1, 1], score: 0.5, model: 'm' })),
    cuts: frames.slice(3, 4),
    camera: frames.slice(1, 3).map((frame) => [frame, 1, 2]),
  }
}

it('joins blocks in whatever order, and a part as it is in the whole', () => {
  const blocks = [0, 1, 2, 3].map(block)
  const whole = joinBlocks(blocks, 0, 1000)
  expect(whole.examined.map(({ frame }) => frame)).toEqual(Array.from({ length: 1000 }, (_, at) => at))
  expect(whole.cuts).toEqual([3, 259, 515, 771])
  expect(whole.failed).toEqual([
    [254, 256],
    [510, 512],
    [766, 768],
    [998, 1000],
  ])
  expect(joinBlocks(blocks.toReversed(), 0, 1000)).toEqual(whole)
  const part = joinBlocks([block(1), block(0)], 200, 511)
  expect(part.detections).toEqual(whole.detections.slice(200, 511))
  expect(part.failed).toEqual([
    [254, 256],
    [510, 511],
  ])
  expect(part.camera.map(([frame]) => frame)).toEqual([257, 258])
})
