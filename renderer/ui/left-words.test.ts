import { expect, test } from 'vitest'
import { leftWords } from './left-words.ts'

test.each([
  [5, 'less than a minute left'],
  [61, 'about a minute left'],
  [150, 'about 3 minutes left'],
  [3_600, 'about an hour left'],
  [9_000, 'about 3 hours left'],
])('%i seconds are said in few words', (seconds, words) => {
  expect(leftWords(seconds)).toBe(words)
})
