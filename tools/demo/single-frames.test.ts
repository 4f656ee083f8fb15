import { expect, test } from 'vitest'
import { sha256 } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import { frameIndex } from '../../core/time.ts'
import { singleFramePlan } from './single-frames.ts'

const at = (frame: number, score: number) => ({
  ...({ frame: frameIndex(frame), class: 'face', score, model: 'm' } as const),
  box: [100, 50, 20, 40] as const,
})
const run: DetectionRun = {
  ...{ version: 1, profile: 'fast', classes: ['face'], failed: [] },
  clip: { sha256: sha256('0'.repeat(64)), frames: 3 },
  examined: [
    { frame: frameIndex(0), model: 'm', scale: 960 },
    { frame: frameIndex(1), model: 'm', scale: 960 },
    { frame: frameIndex(2), model: 'm', scale: 960, roi: [0, 0, 10, 10] },
  ],
  detections: [at(0, 0.9), at(0, 0.1), at(1, 0.29)],
}

test('paints what a frame shows by itself, grown, and counts only frames that were examined whole', () => {
  const plans = singleFramePlan(run)
  expect(plans.map(({ mode, regions }) => [mode, regions.length])).toEqual([
    ['hide', 1],
    ['hide', 0],
    ['omit', 0],
  ])
  expect(plans[0]?.regions[0]).toMatchObject({ shape: 'ellipse', box: [94, 38, 32, 64] })
})
