import { expect, test } from 'vitest'
import { sightOf } from './sight.ts'

test('what is scrolled away by more than the edge of a point is in sight in part; behind a dialog nothing is', () => {
  expect([1, 0.995, 0.98, 0].map((share) => sightOf(share, false))).toEqual(['whole', 'whole', 'part', 'part'])
  expect([sightOf(1, true), sightOf(0, true)]).toEqual(['behind', 'behind'])
})
