import { expect, test } from 'vitest'
import { sha256 } from '../../core/clips/clip-index.ts'
import type { DetectionRun } from '../../core/detection/detection.ts'
import { frameIndex } from '../../core/time.ts'
import { leaksOf } from './causes.ts'
import type { ClipTruth } from './clip-truth.ts'
import { heldFrames, heldPlan, personFrames } from './methods.ts'
import { recalledFaces, tracksPerPerson } from './tracking-figures.ts'

const frames = 12
const box = [100, 100, 40, 50] as const
const truth: ClipTruth = {
  ...{
    version: 1,
    size: { width: 640, height: 360 },
    rate: [30, 1],
    requester: '',
    clip: 'c',
    half: 'tuning',
    light: 1,
  },
  frames: Array.from({ length: frames }, () => [{ person: 'a', box, visible: 1, seen: '1'.repeat(64) }]),
  heads: Array.from({ length: frames }, () => []),
  objects: Array.from({ length: frames }, () => []),
  facts: Array.from({ length: frames }, (_, frame) => ({ blur: frame < 8 ? 0 : 30, cut: false })),
}
const run: DetectionRun = {
  ...{ version: 1, profile: 'fast', classes: ['face'], failed: [] },
  clip: { sha256: sha256('0'.repeat(64)), frames },
  examined: [0, 6].map((frame) => ({ frame: frameIndex(frame), model: 'm', scale: 960 })),
  detections: [{ frame: frameIndex(0), class: 'face', box, score: 0.8, model: 'm' }],
}

test('a held box stays for four frames and no longer; what is left is a leak with its cause', () => {
  const seen = personFrames(truth, 'frames', heldPlan(run))
  expect(seen.map(({ covered }) => covered)).toEqual([...Array(heldFrames + 1).fill(1), ...Array(7).fill(0)])
  const leaks = leaksOf(seen, new Map([['c', truth]]))
  expect(leaks).toHaveLength(1)
  expect(leaks[0]).toMatchObject({ fromFrame: 5, untilFrame: 12, partly: false, cause: 'none of these' })
  const blurred = leaksOf(seen.slice(8), new Map([['c', truth]]))
  expect(blurred.map(({ cause }) => cause)).toEqual(['blurred'])
})

test('recall asks the frames that were examined, and scores that would begin a track', () => {
  expect(recalledFaces(truth, run).map(({ frame, covered }) => [frame, covered])).toEqual([
    [0, 1],
    [6, 0],
  ])
  const weak = { ...run, detections: run.detections.map((one) => ({ ...one, score: 0.2 })) }
  expect(recalledFaces(truth, weak).map(({ covered }) => covered)).toEqual([0, 0])
})

test('a person on two tracks one after the other counts two', () => {
  const region = (track: string) => ({ shape: 'ellipse', box, track, style: 'solid', strength: 1 }) as const
  const plan = truth.frames.map((_, frame) => ({
    ...{ frame: frameIndex(frame), mode: 'hide' as const },
    regions: frame === 5 ? [] : [region(frame < 5 ? 't1' : 't2')],
  }))
  expect(tracksPerPerson(truth, plan)).toEqual({ people: 1, tracks: 2 })
})
