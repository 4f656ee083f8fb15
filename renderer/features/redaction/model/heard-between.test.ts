import { expect, test } from 'vitest'
import { heardBetween, type Look } from './heard-between.ts'

const look = (at: number, place: number, rate: number): Look => ({ at, place, rate, audioTrack: 0 })

test('what plays between two looks is heard, from where it began and until where it ended', () => {
  expect(heardBetween(look(0, 4, 0), look(100, 4.1, 1))).toEqual({ from: 4, until: 4.1, speed: 1 })
  expect(heardBetween(look(0, 4, 1.5), look(100, 4.15, 1.5))).toEqual({ from: 4, until: 4.15, speed: 1.5 })
  expect(heardBetween(look(0, 4, 1), look(60, 4.05, 0))).toEqual({ from: 4, until: 4.05, speed: 1 })
})

test.each([
  ['a jump', look(0, 4, 1), look(100, 9, 1)],
  ['a jump while it stands', look(0, 4, 0), look(100, 4.1, 0)],
  ['a loop that begins anew', look(0, 4, 1), look(100, 1, 1)],
  ['a long time without a look', look(0, 4, 1), look(1_500, 5.5, 1)],
  ['another sound track', look(0, 4, 1), { ...look(100, 4.1, 1), audioTrack: 1 }],
])('%s is no listening', (_, last, now) => {
  expect(heardBetween(last, now)).toBeNull()
})
