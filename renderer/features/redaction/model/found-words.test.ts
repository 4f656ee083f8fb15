import { expect, test } from 'vitest'
import { frameIndex } from '../../../../core/time.ts'
import { findingWords, foundWords, hidFoundWords, openWords } from './found-words.ts'

const span = (from: number, until: number) => [frameIndex(from), frameIndex(until)] as const

test('a finding is named with its frames, the last one included', () => {
  expect(findingWords({ class: 'face', span: span(1840, 1853) })).toBe('A face, frames 1840 to 1852')
  expect(findingWords({ class: 'person', part: 'hand', span: span(7, 8) })).toBe('A hand, frame 7')
  expect(findingWords({ class: 'text', span: span(0, 2) })).toBe('Writing, frames 0 to 1')
})

test('what was found, what is left and what was hidden is counted', () => {
  expect(foundWords(1)).toBe('One thing that should be hidden was found in the copy')
  expect(foundWords(1200)).toBe('1,200 things that should be hidden were found in the copy')
  expect([openWords(3, 3), openWords(1, 3)]).toEqual(['', '1 of 3 would still show.'])
  expect(openWords(0, 3)).toMatch(/^Nothing of it/)
  expect([hidFoundWords(1), hidFoundWords(3)]).toEqual([
    'hid a thing that was found in the copy',
    'hid 3 things that were found in the copy',
  ])
})
