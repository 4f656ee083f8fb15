import { expect, test } from 'vitest'
import { endWords, filesWords, heldBackWords, pageWords } from './register-words.ts'

const file = (name: string) => ({ name })

test('says what lay in the folder, and what in an archive', () => {
  expect(filesWords({ files: ['a.mp4', 'a.schedule.pdf'].map(file) })).toBe('2 files')
  expect(filesWords({ files: [file('a.mp4')] })).toBe('1 file')
  expect(filesWords({ files: [] })).toBe('no files')
  const sealed = ['a.zip.age', 'a.how-to-open.txt', 'a.zip.age/a.mp4', 'a.zip.age/a.schedule.pdf'].map(file)
  expect(filesWords({ files: sealed })).toBe('Encrypted archive of 2 files')
})

test('says how it ended, and why where that is known', () => {
  expect(endWords({ state: 'completed', files: [], failure: null })).toBe('Completed')
  expect(endWords({ state: 'failed', files: [], failure: null })).toBe('Failed: nothing was handed over')
  const failure = { kind: 'medium-gone', name: 'stick', registered: false } as const
  const said = endWords({ state: 'failed', files: [], failure })
  expect(said).toContain('Failed: nothing was handed over. stick cannot be written to any more')
})

test('says what was held back, each with its reason', () => {
  expect(heldBackWords({ heldBack: [] })).toBe('nothing')
  const heldBack = [
    { row: 2, what: 'row', reason: 'a witness' },
    { row: 3, what: 'ground', reason: 'a child' },
  ]
  expect(heldBackWords({ heldBack })).toBe('row 2: a witness; ground of row 3: a child')
})

test('says which lines of how many', () => {
  expect([pageWords(100, 100, 10_000), pageWords(0, 0, 0)]).toEqual(['101 to 200 of 10,000', '0 of 0'])
})
