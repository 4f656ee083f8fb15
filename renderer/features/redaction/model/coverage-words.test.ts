import { expect, test } from 'vitest'
import { framesWords, leftWords, whereWords } from './coverage-words.ts'

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
  expect(leftWords({ unseen: [], unheard }, 10, rates)).toBe('100 % seen, 2 s of sound to be heard')
})

test('a frame that is left is not rounded away, nor is a sample', () => {
  const unheard = [{ audioTrack: 0, ranges: [[4, 5]] as const }]
  expect(leftWords({ unseen: [[5, 6]], unheard }, 1_000, rates)).toBe('99 % seen, 1 s of sound to be heard')
  expect(leftWords({ unseen: [], unheard: [] }, 0, rates)).toBe('100 % seen')
})

test('where something is left is said by first and last frames, the rest by its number', () => {
  expect(framesWords([120, 346])).toBe('frames 120 to 345')
  expect(framesWords([7, 8])).toBe('frame 7')
  // Sound begins and ends within frames.
  expect(framesWords([7.4, 8.2])).toBe('frames 7 to 8')
  expect(
    whereWords([
      [0, 5],
      [7, 8],
    ]),
  ).toBe('frames 0 to 4, frame 7')
  expect(whereWords(Array.from({ length: 5 }, (_, at) => [at * 10, at * 10 + 1] as const))).toBe(
    'frame 0, frame 10, frame 20, 2 more',
  )
})
