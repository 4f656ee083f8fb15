import { expect, test } from 'vitest'
import { disclosureStateWords } from './disclosure-state.ts'

test('says what may lie there: of what was entered finished files, of the rest none', () => {
  const states = ['running', 'completed', 'failed', 'unknown'] as const
  expect(states.map((state) => disclosureStateWords({ state, files: [] }))).toEqual([
    'Being written out now',
    'Completed',
    'Failed: nothing was handed over',
    'Unknown: no end was written down; at most unfinished files lie there',
  ])
  expect(disclosureStateWords({ state: 'failed', files: [1] })).toContain('unfinished files may lie there')
  expect(disclosureStateWords({ state: 'unknown', files: [1] })).toContain('finished files may lie there')
})
