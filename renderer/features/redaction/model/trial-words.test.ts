import { expect, test } from 'vitest'
import { frameIndex } from '../../../../core/time.ts'
import type { VerificationReport } from '../../../../core/verification/report.ts'
import { adviceWords, cleanWords, trialOutcome } from './trial-words.ts'

const clean: VerificationReport = { outcome: 'passed', checks: [], leaks: [], lookHere: [] }
const leak = { frame: frameIndex(3), class: 'face', box: [0, 0, 9, 9], score: 0.8 } as const
const tried = { revision: 4, projectSha256: 'a', report: clean }
const now = { revision: 6, unsaved: 0, projectSha256: 'a' }

test('a trial is of what is there now while the project is the same, whatever was done and undone', () => {
  expect(trialOutcome({ tried, now })).toEqual({ passed: true, current: true })
  expect(trialOutcome({ tried, now: { ...now, projectSha256: 'b' } }).current).toBe(false)
  expect(trialOutcome({ tried, now: { ...now, unsaved: 1 } }).current).toBe(false)
})

test('where nobody knows what the project comes to, its revision counts', () => {
  expect(trialOutcome({ tried, now: { ...now, projectSha256: null } }).current).toBe(false)
  expect(trialOutcome({ tried, now: { revision: 4, unsaved: 0, projectSha256: null } }).current).toBe(true)
})

test('only what passed, and in which nothing was found, has passed', () => {
  const reports: readonly VerificationReport[] = [
    { ...clean, outcome: 'failed' },
    { ...clean, outcome: 'incomplete' },
    { ...clean, leaks: [leak] },
  ]
  for (const report of reports) expect(trialOutcome({ tried: { ...tried, report }, now }).passed).toBe(false)
})

test('the advice is followed only by a clean trial of what is there now', () => {
  const both = [true, false]
  const done = both.flatMap((passed) => both.map((current) => adviceWords({ passed, current }).done))
  expect(done).toEqual([true, false, false, false])
  expect(adviceWords(null)).toEqual({ done: false, words: 'Advice: try a copy before anybody watches it whole' })
  expect(cleanWords(true)).not.toBe(cleanWords(false))
})
