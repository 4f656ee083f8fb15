import { expect, test } from 'vitest'
import { frameIndex } from '../../../../core/time.ts'
import { NudgeRun } from './nudge-run.ts'

function change(track: string, frame: number) {
  return { kind: 'set-key', track, key: { frame: frameIndex(frame), box: [0, 0, 1, 1] } } as const
}

test('a run goes on for as long as the same outline is changed without a second of rest', () => {
  const run = new NudgeRun()
  expect([0, 30, 60, 1_059, 2_059].map((at) => run.joins(change('t1', 4), at))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

test('another outline, another frame and anything else that is done end it', () => {
  const run = new NudgeRun()
  run.joins(change('t1', 4), 0)
  expect(run.joins(change('t2', 4), 10)).toBe(false)
  expect(run.joins(change('t2', 5), 20)).toBe(false)
  run.end()
  expect(run.joins(change('t2', 5), 30)).toBe(false)
  expect(run.joins(change('t2', 5), 40)).toBe(true)
})
