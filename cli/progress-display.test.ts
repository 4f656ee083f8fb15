import { expect, it } from 'vitest'
import type { Progress } from '../core/ports/work.ts'
import { barDisplay, clockText, jsonDisplay, lineDisplay } from './progress-display.ts'

function reports(stage: Progress['stage'], total: number, framesPerSecond: number): Progress[] {
  return Array.from({ length: total + 1 }, (_, done) => ({ stage, done, total, seconds: done / framesPerSecond }))
}

/** Feeds the reports at 30 of them a second of a clock that is ours. */
function run(make: (write: (text: string) => void, now: () => number) => { show(progress: Progress): void }): string {
  let now = 0
  let text = ''
  const display = make(
    (part) => {
      text += part
    },
    () => now,
  )
  for (const progress of [...reports('detect', 600, 60), ...reports('render', 30, 60)]) {
    display.show(progress)
    now += 1 / 30
  }
  return text
}

it('prints few plain lines: begin, every five seconds, end, for each stage', () => {
  const lines = run(lineDisplay).trimEnd().split('\n')
  expect(lines[0]).toBe('finding     0 %')
  expect(lines[1]).toBe('finding    25 %  0.5x real time  0:15 left')
  expect(lines).toHaveLength(7)
  expect(lines.at(-1)).toBe('covering  100 %  0.5x real time  0:00 left')
})

it('keeps a bar on one line', () => {
  const text = run(barDisplay)
  expect(text).not.toContain('\n')
  expect(text).toContain('████████████░░░░░░░░░░░░ finding    50 %  0.5x real time  0:10 left')
})

it('gives another program figures', () => {
  const lines = run(jsonDisplay).trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    type: 'progress',
    stage: 'render',
    done: 30,
    total: 30,
    percent: 100,
    speed: expect.closeTo(0.5),
    secondsLeft: 0,
  })
  expect(lines.length).toBeLessThan(120)
})

it('writes times as people do', () => {
  expect([0, 59.2, 61, 3725].map(clockText)).toEqual(['0:00', '1:00', '1:01', '1:02:05'])
})
