import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { electronWords, hasElectron, programFor } from './choose-program.ts'

let project: string
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'occlude-choice-'))
})
afterAll(() => rm(project, { recursive: true }))

it('knows Electron by its binary: the package alone has none', async () => {
  const folder = join(project, 'node_modules/electron')
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{}')
  expect(hasElectron(project)).toBe(false)
  await writeFile(join(folder, 'dist/version'), '45.4.1')
  expect(hasElectron(project)).toBe(true)
})

it.each([
  [{}, true, 'electron'],
  [{}, false, 'stand-in'],
  [{ testPage: true }, true, 'stand-in'],
  [{ sample: true }, true, 'stand-in'],
] as const)('starts %j with Electron there: %s on %s', (asked, isThere, program) => {
  expect(programFor(asked, isThere)).toBe(program)
})

it('starts the compiled program with a folder of its own, and what else was asked', () => {
  expect(electronWords('/project', '/data', ['--vault', '/vault'])).toEqual([
    join('/project', 'dist/electron/main/main.js'),
    '--no-keyring',
    '--user-data-dir=/data',
    '--vault',
    '/vault',
  ])
})
