import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { completeLock, gapsIn, type Lock } from './complete-lock.ts'

const optional = { 'reader-linux-x64-gnu': '2.0.0', 'reader-linux-x64-musl': '2.0.0', 'reader-win32-arm64': '2.0.0' }
const lock: Lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/host': { version: '1.0.0', dev: true },
    'node_modules/host/node_modules/reader': { version: '2.0.0', dev: true, optionalDependencies: optional },
    'node_modules/host/node_modules/reader-linux-x64-gnu': { version: '2.0.0', dev: true, optional: true },
    'node_modules/reader-win32-arm64': { version: '1.0.0', optional: true },
  },
}

test('a package for another system that is missing, or there in another version only, is a gap', () => {
  expect(gapsIn(lock).map(({ name }) => name)).toEqual(['reader-linux-x64-musl', 'reader-win32-arm64'])
})

test('gaps are filled beside the package that asks, with the system that the name tells', () => {
  const { packages } = completeLock(lock)
  expect(packages['node_modules/host/node_modules/reader-linux-x64-musl']).toEqual({
    version: '2.0.0',
    cpu: ['x64'],
    dev: true,
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  })
  expect(packages['node_modules/host/node_modules/reader-win32-arm64']?.os).toEqual(['win32'])
  expect(packages['node_modules/reader-win32-arm64']?.version).toBe('1.0.0')
  expect(gapsIn({ packages })).toEqual([])
})

test('a missing package that is not for one system is not papered over', () => {
  const asked = { 'node_modules/host': { version: '1.0.0', optionalDependencies: { extras: '1.0.0' } } }
  expect(() => completeLock({ packages: asked })).toThrow('extras does not say which system it is for')
})

test('the lock of this project is complete', () => {
  const own: Lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'))
  expect(gapsIn(own)).toEqual([])
})
