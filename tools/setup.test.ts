import { expect, test } from 'vitest'
import { installedAsLocked } from './setup.mjs'

const lock = JSON.stringify({
  packages: {
    '': { version: '0.1.0' },
    'node_modules/kept': { version: '1.0.0' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
})

function installed(packages: Record<string, { version: string }>): boolean {
  return installedAsLocked(lock, JSON.stringify({ packages }))
}

test('what npm installed is taken for the lock when every version is the same', () => {
  expect(installed({ 'node_modules/kept': { version: '1.0.0' } })).toBe(true)
})

test('another version, a missing package, one too many and an interrupted installation are not', () => {
  expect(installed({ 'node_modules/kept': { version: '1.0.1' } })).toBe(false)
  expect(installed({})).toBe(false)
  expect(installed({ 'node_modules/kept': { version: '1.0.0' }, 'node_modules/stray': { version: '1.0.0' } })).toBe(
    false,
  )
  expect(installedAsLocked(lock, '')).toBe(false)
})
