import { expect, test } from 'vitest'
import { leftWords, unheardSeconds } from './coverage-words.ts'

const rates = [
  { track: 0, sampleRate: 8_000 },
  { track: 3, sampleRate: 16_000 },
]

test('what is left to be heard is told in seconds of the clip, track by track', () => {
  const unheard = [
    { audioTrack: 0, ranges: [[8_000, 16_000]] as const },
    { audioTrack: 3, ranges: [[0, 8_000]] as const },
    { audioTrack: 7, ranges: [[0, 8_000]] as const },
  ]
  expect(unheardSeconds({ unheard }, rates)).toEqual([
    [1, 2],
    [0, 0.5],
  ])
  expect(leftWords({ unseen: [], unheard }, 10, rates)).toBe('100 % seen, 2 s of sound to be heard')
})

test('a frame that is left is not rounded away, nor is a sample', () => {
  const unheard = [{ audioTrack: 0, ranges: [[4, 5]] as const }]
  expect(leftWords({ unseen: [[5, 6]], unheard }, 1_000, rates)).toBe('99 % seen, 1 s of sound to be heard')
  expect(leftWords({ unseen: [], unheard: [] }, 0, rates)).toBe('100 % seen')
})
