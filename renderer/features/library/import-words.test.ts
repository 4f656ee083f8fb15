import { expect, test } from 'vitest'
import type { Progress } from '../../../core/ports/work.ts'
import { type ImportItem, progressWords, timeLeft, troublesByReason } from './import-words.ts'

const at = (done: number, total: number, files: Progress['files']): Progress => ({
  stage: 'import',
  done,
  total,
  seconds: 0,
  ...(files ? { files } : {}),
})

test('the time left is told once all files are counted and some time has gone by', () => {
  const counted = { done: 1, all: 10 }
  expect(timeLeft(at(10, 100, { done: 1, all: null }), 20)).toBeNull()
  expect(timeLeft(at(10, 100, counted), 1)).toBeNull()
  expect(timeLeft(at(100, 100, counted), 60)).toBeNull()
  expect([4, 7, 40, 400, 1_600].map((seconds) => timeLeft(at(10, 100, counted), seconds))).toEqual([
    'less than a minute left',
    'about a minute left',
    'about 6 minutes left',
    'about an hour left',
    'about 4 hours left',
  ])
})

test('what is not known yet is left out', () => {
  expect(progressWords(null, 3, 10)).toBe('3 files done')
  expect(progressWords(at(1, 4, { done: 3, all: null }), 3, 10)).toBe('3 files done')
  expect(progressWords(at(50, 100, { done: 3, all: 8 }), 2, 2)).toBe('3 of 8 files, 52.4 MB of 104.9 MB')
})

test('refusals are told by their reasons, the most frequent first', () => {
  const item = (path: string, status: ImportItem['status'], why: string | null) =>
    ({ path, status, why, clip: null, sha256: null, notes: [] }) as ImportItem
  const items = [
    item('a', 'imported', null),
    item('b', 'unindexed', 'not-media'),
    item('c', 'refused', 'not-stable'),
    item('d', 'refused', 'not-stable'),
  ]
  expect(troublesByReason(items).map(([reason, of]) => [reason, of.map(({ path }) => path)])).toEqual([
    ['still being written: wait until copying has ended', ['c', 'd']],
    ['no video or sound that Occlude knows', ['b']],
  ])
})
