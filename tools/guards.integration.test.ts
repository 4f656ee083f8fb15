import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedRefusals, forbiddenImports } from './rooms/refusals.ts'

const home = join(import.meta.dirname, '..')
const project = mkdtempSync(join(tmpdir(), 'guards-'))

/** The wrong files under the right rules: every configuration is the one that the project itself is held to. */
beforeAll(() => {
  cpSync(forbiddenImports, project, { recursive: true })
  const configurations = ['package.json', 'biome.json', 'knip.json', 'tsconfig.base.json']
  const rooms = ['core', 'contract', 'service'].map((room) => `${room}/tsconfig.json`)
  for (const file of [...configurations, ...rooms]) cpSync(join(home, file), join(project, file))
  symlinkSync(join(home, 'node_modules'), join(project, 'node_modules'))
})

afterAll(() => {
  rmSync(project, { recursive: true })
})

function run(program: string, ...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'node_modules', program), ...args], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return { status, stdout: stdout + stderr }
}

/** Of what the fixtures expect, `path: message`, that which no line of a report says. */
function missed(expected: readonly string[], report: readonly string[]): readonly string[] {
  return expected.filter((refusal) => {
    const cut = refusal.indexOf(': ')
    const [path, message] = [refusal.slice(0, cut), refusal.slice(cut + 2)]
    return !report.some((line) => line.includes(path) && line.includes(message))
  })
}

test('the linter refuses each planted construct', () => {
  const { status, stdout } = run('@biomejs/biome/bin/biome', 'lint', '--reporter=github', '--max-diagnostics=none')
  expect(missed(expectedRefusals('lint'), stdout.split('\n'))).toEqual([])
  expect(stdout).not.toContain('core/allowed.ts')
  expect(status).not.toBe(0)
})

test('the check for unused code finds the planted file, export and type', () => {
  const { status, stdout } = run('knip/bin/knip.js', '--no-progress', '--reporter', 'json')
  const { issues } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    issues: readonly ({ readonly file: string } & Readonly<Record<string, readonly unknown[] | string>>)[]
  }
  const found = issues.flatMap((issue) =>
    Object.entries(issue).map(([kind, list]) => (list.length > 0 ? `${issue.file}: ${kind}` : '')),
  )
  expect(missed(expectedRefusals('unused'), found)).toEqual([])
  expect(status).not.toBe(0)
})

test('the licence gate refuses a package under AGPL, a model without commercial use, and an empty project', () => {
  const gate = join(home, 'tools/check-licences.ts')
  const judge = (folder: string) => spawnSync(process.execPath, [gate, folder], { encoding: 'utf8' })
  const write = (path: string, value: unknown): void => {
    mkdirSync(join(project, path, '..'), { recursive: true })
    writeFileSync(join(project, path), JSON.stringify(value))
  }
  write('shop/package.json', { name: 'shop', version: '1.0.0', dependencies: { closed: '1.0.0', open: '1.0.0' } })
  write('shop/node_modules/open/package.json', { name: 'open', version: '1.0.0', license: 'MIT' })
  write('shop/node_modules/closed/package.json', { name: 'closed', version: '1.0.0', license: 'AGPL-3.0-only' })
  write('shop/models/manifest.json', {
    models: [{ id: 'faces', licences: { package: 'MIT', weights: 'CC-BY-NC-4.0' } }],
  })
  const shop = judge(join(project, 'shop'))
  expect(shop.stdout).toContain('closed: AGPL-3.0-only is not on the list')
  expect(shop.stdout).toContain('models/faces: MIT AND CC-BY-NC-4.0 is not on the list')
  expect(shop.stdout).not.toContain('open:')
  expect(shop.status).toBe(1)

  write('bare/package.json', { name: 'bare', version: '1.0.0' })
  const bare = judge(join(project, 'bare'))
  expect(bare.stdout).toContain('no package read')
  expect(bare.status).toBe(1)
})

test('the compiler refuses what a room has no types for', () => {
  // A forbidden import can bring types of its own along, so those files must not be near.
  for (const refusal of expectedRefusals('rooms')) rmSync(join(project, refusal.split(': ')[0] ?? ''), { force: true })
  for (const room of ['core', 'service']) {
    const { status, stdout } = run('typescript/bin/tsc', '-b', room, '--pretty', 'false')
    const expected = expectedRefusals('types').filter((refusal) => refusal.startsWith(`${room}/`))
    expect(expected).not.toEqual([])
    expect(missed(expected, stdout.split('\n'))).toEqual([])
    expect(stdout).not.toContain('core/allowed.ts')
    expect(status).not.toBe(0)
  }
})
