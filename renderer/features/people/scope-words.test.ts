import { expect, test } from 'vitest'
import { instant } from '../../../core/ports/clock.ts'
import { namesIn, scopeWords } from './scope-words.ts'

const everywhere = { forces: 'all', areas: 'all', teams: 'all' } as const

test('a scope is said in few words, and not at all where there is none', () => {
  expect(scopeWords({ scope: everywhere, from: null, until: null })).toBe('')
  const scope = { ...everywhere, forces: ['Essex'], areas: ['West', 'North'] }
  expect(scopeWords({ scope, from: null, until: instant('2026-12-31T12:00:00.000Z') })).toBe(
    '(Essex; West, North; until 31 Dec 2026)',
  )
})

test('names are read from a line with commas; an empty one means everywhere', () => {
  expect(namesIn(' West ,, North ')).toEqual(['West', 'North'])
  expect(namesIn('  ')).toBe('all')
})
