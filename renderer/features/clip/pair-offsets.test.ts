import { expect, test } from 'vitest'
import { keepPairOffset, pairOffsets } from './pair-offsets.ts'

test('offsets are found again by the same clips in another order, and by no others', () => {
  expect([...keepPairOffset(['one', 'two'], 'two', -2.5)]).toEqual([['two', -2.5]])
  keepPairOffset(['two', 'one'], 'one', 4)
  expect([...pairOffsets(['one', 'two'])]).toEqual([
    ['two', -2.5],
    ['one', 4],
  ])
  expect(pairOffsets(['one', 'two', 'three']).size).toBe(0)
  expect(pairOffsets(['two']).size).toBe(0)
})
