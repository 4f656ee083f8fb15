import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

const home = join(import.meta.dirname, '..')
const clone = mkdtempSync(join(tmpdir(), 'fresh-clone-'))

afterAll(() => {
  rmSync(clone, { recursive: true })
})

/** As a stranger's shell would: with the system's Node and npm, and nothing from this folder. */
function run(program: string, ...args: readonly string[]) {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST|NODE_|INIT_CWD)/.test(name))
  const env = { ...Object.fromEntries(own), PATH: path.join(delimiter) }
  return spawnSync(program, args, { cwd: clone, encoding: 'utf8', env, maxBuffer: 2 ** 26 })
}

test('a fresh clone sets itself up, and the second run does no work again', () => {
  expect(run('git', 'clone', '--quiet', home, '.').stderr).toBe('')
  const first = run('npm', 'run', '-s', 'occlude', '--', '--help')
  expect(first.stderr).toContain('Installing the packages')
  expect(first.status).toBe(0)

  const second = run('npm', 'run', '-s', 'occlude', '--', '--help')
  expect(second.stderr).not.toContain('Installing')
  expect(second.stderr).not.toContain('Building')
  expect(second.stdout).toBe(first.stdout)
  expect(second.status).toBe(0)

  expect(run('git', 'status', '--porcelain').stdout).toBe('')
})
