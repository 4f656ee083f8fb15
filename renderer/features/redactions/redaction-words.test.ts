import { expect, test } from 'vitest'
import { lookedWords, redactionsWords, stateWords } from './redaction-words.ts'

const detected = { done: 399, proposed: 256, frames: 1_000 }

test.each([
  ['waiting', { ...detected, done: 0 }, null, 'Waiting'],
  ['waiting', detected, null, 'Waiting, examined to 39 %'],
  ['examining', detected, null, 'Being examined, 39 %'],
  ['examining', detected, 170, 'Being examined, 39 %, about 3 minutes left'],
  ['failed', detected, null, 'Could not be examined'],
  ['unfinished', { ...detected, done: 0 }, null, 'Not examined yet'],
  ['unfinished', detected, null, 'Examined to 39 %'],
  ['ready', detected, null, 'Ready'],
  ['approved', detected, null, 'Approved'],
] as const)('%s %j is said as it is', (state, known, secondsLeft, words) => {
  expect(stateWords({ state, detected: known, secondsLeft })).toBe(words)
})

test('what was looked through is never more than it was, and is of before where something has changed since', () => {
  const looked = (unseen: number, revision: number) =>
    lookedWords({ looked: { unseen, revision: 3 }, revision, detected })
  expect([looked(0, 3), looked(1, 3), looked(200, 4)]).toEqual(['100 %', '99 %', '80 % before the last change'])
  expect(lookedWords({ looked: null, revision: 3, detected })).toBe('–')
})

test('redactions are counted in words', () => {
  expect([redactionsWords(1), redactionsWords(1_204)]).toEqual(['1 redaction', '1,204 redactions'])
})
