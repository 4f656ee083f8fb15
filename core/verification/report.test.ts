import { expect, test } from 'vitest'
import { frameIndex } from '../time.ts'
import { failedFrames, type VerificationReport } from './report.ts'

test('frames at which a check failed are named once, in order, whichever check found them', () => {
  const failure = (frame: number) => ({ frame: frameIndex(frame), what: 'x' })
  const checks = [
    { check: 'solid', outcome: 'failed', failures: [failure(9), failure(2), { what: 'the whole file' }] },
    { check: 'frames', outcome: 'passed', failures: [] },
  ] as unknown as VerificationReport['checks']
  const leaks = [{ frame: frameIndex(2), class: 'face', box: [0, 0, 1, 1], score: 1 }] as const
  expect(failedFrames({ checks, leaks })).toEqual([2, 9])
  expect(failedFrames({ checks: [], leaks: [] })).toEqual([])
})
