import { expect, test } from 'vitest'
import { type FollowStop, lostEnds } from './lost-ends.ts'

const lostAt = (direction: FollowStop['direction'], lastCovered: number): FollowStop => {
  return { direction, lastCovered, reason: 'lost' }
}

test('followed both ways, each end that failed is one to follow on from, whichever came to its end', () => {
  const both = ['forward', 'backward'] as const
  expect(
    lostEnds([], both, [{ direction: 'forward', lastCovered: 99, reason: 'clip-end' }, lostAt('backward', 12)]),
  ).toEqual([{ direction: 'backward', frame: 12 }])
  expect(lostEnds([], both, [lostAt('backward', 12), lostAt('forward', 70)])).toEqual([
    { direction: 'forward', frame: 70 },
    { direction: 'backward', frame: 12 },
  ])
  expect(lostEnds([], ['forward'], [{ direction: 'forward', lastCovered: 40, reason: 'left-picture' }])).toEqual([])
})

test('following on one way leaves the other end as it was, and its own where it fails next', () => {
  const before = [
    { direction: 'forward', frame: 70 },
    { direction: 'backward', frame: 12 },
  ] as const
  expect(lostEnds(before, ['forward'], [lostAt('forward', 85)])).toEqual([
    { direction: 'forward', frame: 85 },
    before[1],
  ])
  expect(lostEnds(before, ['forward'], [{ direction: 'forward', lastCovered: 99, reason: 'clip-end' }])).toEqual([
    before[1],
  ])
})
