import fc from 'fast-check'
import { expect, it } from 'vitest'
import { userNameFault, userNameKey } from './user-name.ts'

it.each([
  ['Ann Example', null],
  ["Siobhán O'Neill-Smith (A 1234)", null],
  ['李小龍', null],
  ['a'.repeat(100), null],
  ['\u{1F642}'.repeat(100), null],
  ['a'.repeat(101), 'too-long'],
  ['x'.repeat(100_000), 'too-long'],
  ['', 'empty'],
  [' ', 'empty'],
  [' Ann', 'spaces'],
  ['Ann ', 'spaces'],
  ['Ann  Example', 'spaces'],
  ['Ann\u00a0 Example', 'spaces'],
  ['Ann\nExample', 'invisible'],
  ['Ann\u0000', 'invisible'],
  ['\u202enimda', 'invisible'],
  ['Ann\u2066x\u2069', 'invisible'],
  ['An\u200bn', 'invisible'],
  ['An\u00adn', 'invisible'],
  ['Ann\u2028', 'invisible'],
  ['Ann\ud800', 'invisible'],
] as const)('judges %j as %s', (name, fault) => {
  expect(userNameFault(name)).toBe(fault)
})

it('takes spellings of one name for one user, and different names for different ones', () => {
  expect(userNameKey('ZOE\u0308 Lead')).toBe(userNameKey('Zoë lead'))
  expect(userNameKey('Ann')).not.toBe(userNameKey('Anne'))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => userNameKey(userNameKey(name)) === userNameKey(name)),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => userNameKey(name.normalize('NFD')) === userNameKey(name)),
  )
})
