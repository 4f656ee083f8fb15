import { expect, test } from 'vitest'
import { isAllowed, judgeLicences, type LicenceRules } from './judge-licences.ts'
import rules from './licence-rules.json' with { type: 'json' }

const real: LicenceRules = rules

test.each([
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'PolyForm-Noncommercial-1.0.0',
  'SSPL-1.0',
  'BUSL-1.1',
  'GPL-2.0-only',
  'UNLICENSED',
  'UNKNOWN',
  'BSD*',
  'SEE LICENSE IN LICENSE.md',
  '',
  'FDK-AAC',
  'MIT AND AGPL-3.0-only',
  '(MIT OR Apache-2.0) AND CC-BY-NC-4.0',
  '(MIT',
])('refuses %s', (licence) => {
  expect(judgeLicences([{ name: 'stranger', licence }], real)).toHaveLength(1)
})

test.each([
  'MIT',
  'MPL-2.0',
  '(MIT OR CC0-1.0)',
  'AGPL-3.0-only OR MIT',
  '(AGPL-3.0-only OR MIT) AND ISC',
  'GPL-3.0-or-later',
])('allows %s', (licence) => {
  expect(judgeLicences([{ name: 'friend', licence }], real)).toEqual([])
})

test('a licence outside the list is accepted for the package that a decision names, and for no other', () => {
  expect(judgeLicences([{ name: '@seydx/node-av-linux-x64', licence: 'MIT' }], real)).toEqual([])
  const undecided = real.readByHand.map(({ decision: _, ...entry }) => entry)
  expect(
    judgeLicences([{ name: '@seydx/node-av-linux-x64', licence: 'MIT' }], { ...real, readByHand: undecided }),
  ).toHaveLength(1)
  expect(isAllowed('FDK-AAC', real.allowed)).toBe(false)
})

test('what was read by hand goes before what the package says', () => {
  const readByHand = [{ package: 'liar', licence: 'AGPL-3.0-only', evidence: 'its LICENSE file' }]
  expect(judgeLicences([{ name: 'liar', licence: 'MIT' }], { allowed: ['MIT'], readByHand })).toEqual([
    'liar: AGPL-3.0-only is not on the list of allowed licences',
  ])
})

test('reading no package is no pass', () => {
  expect(judgeLicences([], real)).toEqual(['no package read: nothing was checked'])
})
