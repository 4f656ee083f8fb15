import { expect, test } from 'vitest'
import type { Box } from '../core/geometry/shape.ts'
import type { PlanFrame, PlanRegion } from '../core/redaction/plan.ts'
import { frameIndex } from '../core/time.ts'
import type { FaceTruth, TruthFace } from './face-truth.ts'
import { leakRate } from './leak-rate.ts'

const allSeen = '1'.repeat(64)
const face = (person: string, box: Box, changes: Partial<TruthFace> = {}): TruthFace => ({
  person,
  box,
  visible: 1,
  seen: allSeen,
  ...changes,
})
const truthOf = (...frames: TruthFace[][]): FaceTruth => ({
  version: 1,
  size: { width: 960, height: 540 },
  rate: [30, 1],
  requester: 'asker',
  frames,
})
const region = (box: Box, shape: 'rect' | 'ellipse' = 'rect', angle = 0): PlanRegion => ({
  ...{ shape, box, angle, track: 't1', style: 'solid', strength: 1 },
})
const plan = (frame: number, regions: PlanRegion[], changes: Partial<PlanFrame> = {}): PlanFrame => ({
  ...{ frame: frameIndex(frame), mode: 'hide', regions },
  ...changes,
})

test('covered, uncovered and nearly covered faces', () => {
  const there: Box = [100, 100, 80, 80]
  const truth = truthOf([face('a', there)], [face('a', there)], [face('a', there)])
  const plans = [plan(0, [region(there)]), plan(1, []), plan(2, [region([100, 100, 80, 60])])]
  const rate = leakRate(truth, plans)
  expect(rate).toMatchObject({ personFrames: 3, leaked: 2 })
  expect(rate.perThousand).toBeCloseTo(666.67, 1)
  expect(rate.worst.map(({ frame, covered }) => [frame, covered])).toEqual([
    [1, 0],
    [2, 0.75],
  ])
})

test('an ellipse with a margin of 30 % covers the box, without a margin it leaks', () => {
  const truth = truthOf([face('a', [100, 100, 80, 100])])
  expect(leakRate(truth, [plan(0, [region([76, 70, 128, 160], 'ellipse')])]).leaked).toBe(0)
  expect(leakRate(truth, [plan(0, [region([100, 100, 80, 100], 'ellipse')])]).leaked).toBe(1)
})

test('turned regions and polygons', () => {
  const truth = truthOf([face('a', [100, 100, 60, 60])])
  expect(leakRate(truth, [plan(0, [region([30, 115, 200, 30])])]).leaked).toBe(1)
  expect(leakRate(truth, [plan(0, [region([100, 30, 60, 200], 'rect', 90)])]).leaked).toBe(0)
  const polygon: PlanRegion = {
    shape: 'polygon',
    points: [
      [90, 90],
      [170, 90],
      [170, 170],
      [90, 170],
    ],
    ...{ track: 't1', style: 'solid', strength: 1 },
  }
  expect(leakRate(truth, [plan(0, [polygon])]).leaked).toBe(0)
})

test('only what is seen has to be covered, and hardly visible faces are not counted', () => {
  const leftHalf = '11110000'.repeat(8)
  const half = face('a', [100, 100, 80, 80], { seen: leftHalf, visible: 0.5 })
  const sliver = face('b', [500, 100, 80, 80], { visible: 0.1 })
  expect(leakRate(truthOf([half, sliver]), [plan(0, [region([100, 100, 40, 80])])])).toMatchObject({
    personFrames: 1,
    leaked: 0,
  })
})

test('the kept person is no leak, but painting over them is told', () => {
  const truth = truthOf([face('asker', [100, 100, 80, 80])], [face('asker', [100, 100, 80, 80])])
  const rate = leakRate(truth, [plan(0, [region([100, 100, 80, 80])]), plan(1, [])])
  expect(rate).toMatchObject({ personFrames: 0, leaked: 0, perThousand: 0, requesterHiddenPerThousand: 500 })
})

test('inverse, blank, omitted and missing frames', () => {
  const other = face('a', [100, 100, 80, 80])
  const kept = region([90, 90, 300, 100])
  const truth = truthOf([other], [other], [other], [other], [other])
  const plans = [
    plan(0, [kept], { mode: 'inverse' }),
    plan(1, [kept], { mode: 'inverse', hidden: [region([100, 100, 80, 80])] }),
    plan(2, [], { mode: 'blank' }),
    plan(3, [], { mode: 'omit' }),
  ]
  const rate = leakRate(truth, plans)
  expect(rate.personFrames).toBe(4)
  expect(rate.worst.map(({ frame }) => frame)).toEqual([0, 4])
})

test('faces are told apart by size, painted area by need', () => {
  const truth = truthOf([face('a', [100, 100, 20, 30]), face('b', [400, 100, 150, 200])])
  const rate = leakRate(truth, [plan(0, [region([0, 270, 960, 270]), region([400, 100, 150, 200])])])
  expect(rate.bySize.map(({ personFrames, leaked }) => [personFrames, leaked])).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
    [1, 0],
  ])
  expect(rate.paintedShare).toBeCloseTo(0.5 + (150 * 200 - 150 * 30) / (960 * 540), 1)
  expect(rate.overPaintedShare).toBeGreaterThan(0.4)
  expect(rate.overPaintedShare).toBeLessThan(0.5)
})
