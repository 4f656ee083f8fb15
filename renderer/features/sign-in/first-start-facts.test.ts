import { expect, test } from 'vitest'
import { isWithin, type NewVault, problemOf, steps } from './first-start-facts.ts'

const whole: NewVault = {
  folder: '/data/vault',
  profile: 'essex',
  administrator: 'Admin',
  passphrase: 'four words that differ',
  again: 'four words that differ',
  sheets: '/data/sheets',
}

test('nothing is wrong with a vault whose every step is filled in', () => {
  expect(steps.map((step) => problemOf(step, whole))).toEqual([null, null, null, null])
})

test('each step says what it needs', () => {
  const wrong = (step: Parameters<typeof problemOf>[0], change: Partial<NewVault>): string | null =>
    problemOf(step, { ...whole, ...change })
  expect(wrong('folder', { folder: '' })).toContain('Choose a folder')
  expect(wrong('profile', { profile: '' })).toContain('policy')
  expect(wrong('administrator', { administrator: '  ' })).toContain('name')
  expect(wrong('administrator', { passphrase: 'short', again: 'short' })).toContain('15 characters')
  expect(wrong('administrator', { again: 'other' })).toContain('not the same')
  expect(wrong('sheets', { sheets: '' })).toContain('recovery sheets')
})

test('recovery sheets never lie in the vault', () => {
  expect(problemOf('sheets', { ...whole, sheets: '/data/vault/sheets' })).toContain('must not lie')
  expect(isWithin('C:\\vault\\', 'C:\\vault')).toBe(true)
  expect(isWithin('/data/vault-sheets', '/data/vault')).toBe(false)
})
