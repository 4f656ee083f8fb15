import { expect, test } from 'vitest'
import type { ClipRow } from '../../client/window-client.ts'
import { indexWords, missingWords, retentionWords, shownBytes } from './clip-words.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const kept = { state: 'kept', due: '2026-12-01T00:00:00.000Z', rule: 'uncategorised', undoUntil: null, holds: 0 }
const words = (retention: Partial<ClipRow['retention']>): string =>
  retentionWords({ retention: { ...kept, ...retention } }, now)

test('how long a clip is kept is said in days, and a hold before everything else', () => {
  expect(words({})).toBe('9 days left')
  expect(words({ due: '2026-11-23T00:00:00.000Z' })).toBe('1 day left')
  expect(words({ due: '2026-11-20T00:00:00.000Z' })).toBe('Due since 20 Nov 2026')
  expect(words({ due: null })).toBe('No date yet')
  expect(words({ state: 'queued' })).toBe('For review')
  expect(words({ state: 'marked', undoUntil: '2026-11-29T00:00:00.000Z' })).toBe('Goes on 29 Nov 2026')
  expect([words({ holds: 1, state: 'queued' }), words({ holds: 2 })]).toEqual(['1 hold', '2 holds'])
})

test('what is missing and what cannot be played is said, and nothing else', () => {
  expect(missingWords({ missing: ['ownerForce', 'officer'] })).toBe('Missing: owner force, officer')
  expect(missingWords({ missing: [] })).toBeNull()
  expect(indexWords({ index: 'unindexed', indexProblem: 'no frames' })).toBe('Cannot be played: no frames')
  expect(indexWords({ index: 'indexed', indexProblem: null })).toBeNull()
})

test('sizes have the unit that people expect', () => {
  expect([0, 812, 1_000, 4_200_000, 2.5e12].map(shownBytes)).toEqual([
    '0 bytes',
    '812 bytes',
    '1.0 kB',
    '4.2 MB',
    '2.5 TB',
  ])
})
