import { expect, it } from 'vitest'
import { frameIndex } from '../../../core/time.ts'
import { couldNotRun, Tally } from './tally.ts'

it('does not apply before anything was looked at, passes after, and fails by a single fault', () => {
  const tally = new Tally('solid')
  expect(tally.result()).toEqual({
    check: 'solid',
    outcome: 'not-applicable',
    figures: { checked: 0, failures: 0 },
    failures: [],
  })
  tally.looked()
  tally.looked(4)
  expect(tally.result()).toMatchObject({ outcome: 'passed', figures: { checked: 5, failures: 0 } })
  tally.fail('is grey', frameIndex(7))
  expect(tally.result()).toMatchObject({
    outcome: 'failed',
    failures: [{ kind: 'solid', detail: 'is grey', frame: 7 }],
  })
})

it('fails also where nothing was looked at', () => {
  const tally = new Tally('frames')
  tally.fail('the copy cannot be read')
  expect(tally.result()).toEqual({
    check: 'frames',
    outcome: 'failed',
    figures: { checked: 0, failures: 1 },
    failures: [{ kind: 'frames', detail: 'the copy cannot be read' }],
  })
})

it('counts all faults and keeps the first twenty', () => {
  const tally = new Tally('outside')
  for (let frame = 0; frame < 50; frame++) tally.fail(`fault ${frame}`, frameIndex(frame))
  const { figures, failures } = tally.result()
  expect(figures['failures']).toBe(50)
  expect(failures.map(({ frame }) => frame)).toEqual(Array.from({ length: 20 }, (_, frame) => frame))
})

it('keeps the largest and the smallest of a figure, in numbers that JSON can carry', () => {
  const tally = new Tally('outside')
  for (const value of [3, -8, 5.55555]) {
    tally.most('worst', value)
    tally.least('least', value)
  }
  tally.most('onlyBelow', -2)
  tally.least('perfect', Number.POSITIVE_INFINITY)
  expect(tally.result().figures).toEqual({
    checked: 0,
    failures: 0,
    worst: 5.556,
    least: -8,
    onlyBelow: -2,
    perfect: 1e9,
  })
})

it('says of a check that was not run nothing else', () => {
  expect(couldNotRun('leaks')).toEqual({ check: 'leaks', outcome: 'could-not-run', figures: {}, failures: [] })
})
