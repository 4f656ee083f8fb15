import { expect, test } from 'vitest'
import { choiceAmong, isEmptied } from './redaction-choice.ts'

const rows = (...ids: readonly string[]) => ids.map((redaction) => ({ redaction }))

test('the first row, once it is meant, stays meant where the list is sorted anew', () => {
  const first = choiceAmong(rows('a', 'b'), null)
  expect(first).toBe('a')
  expect(choiceAmong(rows('b', 'a'), first)).toBe('a')
})

test('a row that has left leaves its choice to the first, and an empty page to nobody', () => {
  expect(choiceAmong(rows('b', 'c'), 'a')).toBe('b')
  expect(choiceAmong([], 'a')).toBeNull()
})

test('a later page without rows is left while the list has some', () => {
  expect(isEmptied([], 100, 100)).toBe(true)
  expect([isEmptied([], 0, 100), isEmptied([], 100, 0), isEmptied(rows('a'), 101, 100)]).toEqual([false, false, false])
})
