import { expect, test } from 'vitest'
import { knownAsIn } from './known-as.tsx'

test('names of a line are told apart by commas; an empty line is none, and not everybody', () => {
  expect(knownAsIn(' PC 1234, 4711,')).toEqual(['PC 1234', '4711'])
  expect(knownAsIn('  ')).toEqual([])
})
