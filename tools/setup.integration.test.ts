import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, test } from 'vitest'

let home: string
let bin: string

/** Stands for npm: notes what it was asked, and installs what set-up looks for, unless it is told to fail half-way. */
const npm = `#!/bin/sh
echo "$@" >> "$HOME_UNDER_TEST/npm.log"
cd "$HOME_UNDER_TEST" || exit 1
case "$1" in
  ci) rm -rf node_modules; mkdir node_modules
      [ -e "$HOME_UNDER_TEST/break" ] && { echo "no network" >&2; exit 7; }
      cp package-lock.json node_modules/.package-lock.json ;;
  rebuild) mkdir -p node_modules/node/bin; ln -s "$NODE_UNDER_TEST" node_modules/node/bin/node ;;
esac
`

const apt = `#!/bin/sh
echo "$@" >> "$HOME_UNDER_TEST/apt.log"
[ "$1" = install ] && [ -e "$HOME_UNDER_TEST/updated" ] || { touch "$HOME_UNDER_TEST/updated"; [ "$1" = update ]; exit; }
for tool in recorder; do printf '#!/bin/sh\\n' > "$BIN_UNDER_TEST/$tool"; chmod +x "$BIN_UNDER_TEST/$tool"; done
`

function program(name: string, text: string): void {
  writeFileSync(join(bin, name), text)
  chmodSync(join(bin, name), 0o755)
}

function setUp(...args: readonly string[]) {
  const env = {
    PATH: [bin, '/usr/bin', '/bin'].join(delimiter),
    HOME_UNDER_TEST: home,
    BIN_UNDER_TEST: bin,
    NODE_UNDER_TEST: process.execPath,
    INIT_CWD: '/elsewhere',
  }
  return spawnSync(process.execPath, [join(home, 'tools/setup.mjs'), ...args], { cwd: home, encoding: 'utf8', env })
}

function log(name: string): readonly string[] {
  const path = join(home, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'set-up-'))
  bin = join(home, 'bin')
  for (const folder of ['bin', 'tools', 'kernels/assembly']) mkdirSync(join(home, folder), { recursive: true })
  cpSync(join(import.meta.dirname, 'setup.mjs'), join(home, 'tools/setup.mjs'))
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ type: 'module', allowScripts: { node: true, stranger: false } }),
  )
  writeFileSync(join(home, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }))
  writeFileSync(join(home, 'kernels/assembly/index.ts'), 'export {}')
  writeFileSync(
    join(home, 'tools/build-kernels.mjs'),
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
     appendFileSync('kernels.log', 'built\\n'); console.log('talkative'); mkdirSync('kernels/build', { recursive: true })
     writeFileSync('kernels/build/kernels.wasm', '')`,
  )
  const list = [{ program: 'recorder', package: 'sound-recorder', purpose: "makes the tests' sound" }]
  writeFileSync(join(home, 'tools/debian-packages.json'), JSON.stringify(list))
  writeFileSync(
    join(home, 'tools/then.mjs'),
    `console.log(JSON.stringify([process.argv.slice(2), process.env.INIT_CWD])); process.exitCode = 5`,
  )
  program('npm', npm)
  // The window's builder needs packages that this clone has not got; the test of the window's files is the window's.
  writeFileSync(join(home, 'tools/build-window.ts'), '')
})

afterEach(() => {
  rmSync(home, { recursive: true })
})

test('the first run installs and builds, the second does neither', () => {
  expect(setUp().status).toBe(0)
  const asked = log('npm.log')
  expect(asked.map((line) => line.split(' --loglevel')[0])).toEqual([
    'ci --ignore-scripts',
    'rebuild node --ignore-scripts=false',
  ])
  expect(log('kernels.log')).toEqual(['built'])

  const second = setUp()
  expect(second.status).toBe(0)
  expect(second.stderr).toBe('')
  expect(log('npm.log')).toEqual(asked)
  expect(log('kernels.log')).toEqual(['built'])
})

test('a changed lock installs again, a changed kernel builds again, and neither does the other', () => {
  setUp()
  appendFileSync(join(home, 'kernels/assembly/index.ts'), '// changed')
  setUp()
  expect(log('npm.log')).toHaveLength(2)
  expect(log('kernels.log')).toHaveLength(2)
  writeFileSync(
    join(home, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/new': { version: '1.0.0' } } }),
  )
  setUp()
  expect(log('npm.log')[2]).toContain('ci --ignore-scripts')
})

test('an interrupted installation is done again, and says in one sentence why it stopped', () => {
  writeFileSync(join(home, 'break'), '')
  const broken = setUp('--then', 'tools/then.mjs')
  expect(broken.status).toBe(1)
  expect(broken.stdout).toBe('')
  expect(broken.stderr).toContain('Set-up stopped: "npm ci" ended with 7')
  expect(broken.stderr).not.toContain('    at ')
  rmSync(join(home, 'break'))
  expect(setUp().status).toBe(0)
  expect(existsSync(join(home, 'node_modules/node/bin/node'))).toBe(true)
})

/** With `execve` the script takes this process's place, without (Node before 22.15) it is a child: both must look alike. */
const handovers = [
  ['in the same process', []],
  ['in a child process', ['--import', 'data:text/javascript,delete process.execve']],
] as const

test.each(handovers)(
  'what follows %s gets its arguments untouched and a clean output, and its exit code counts',
  (_, flags) => {
    setUp()
    const { status, stdout } = spawnSync(
      process.execPath,
      [...flags, join(home, 'tools/setup.mjs'), '--then', 'tools/then.mjs', '--then', 'a b', '--for-tests'],
      { encoding: 'utf8', env: { PATH: bin, INIT_CWD: '/elsewhere' } },
    )
    expect(JSON.parse(stdout)).toEqual([['--then', 'a b', '--for-tests'], '/elsewhere'])
    expect(status).toBe(5)
  },
)

test.each(handovers)('what follows %s hears the signals that stop it', async (_, flags) => {
  setUp()
  writeFileSync(
    join(home, 'tools/then.mjs'),
    `process.on('SIGINT', () => process.exit(130)); setInterval(() => {}, 1000); console.log('ready')`,
  )
  const script = [...flags, join(home, 'tools/setup.mjs'), '--then', 'tools/then.mjs']
  const running = spawn(process.execPath, script, { env: { PATH: bin }, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => running.on('exit', resolve))
  running.stdout.once('data', () => running.kill('SIGINT'))
  expect(await ended).toBe(130)
})

test('without apt a missing program is named with the way to get it, and so is it by what calls it', () => {
  expect(setUp().stderr).not.toContain('recorder')
  writeFileSync(
    join(home, 'tools/then.mjs'),
    `import { spawn, spawnSync } from 'node:child_process'
     console.log(spawnSync('recorder', { encoding: 'utf8' }).stderr)`,
  )
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(home, 'tools/setup.mjs'), '--for-tests', '--then', 'tools/then.mjs'],
    { encoding: 'utf8', env: { PATH: bin, HOME_UNDER_TEST: home } },
  )
  const sentence =
    'Missing: recorder, which makes the tests\' sound; get it with "apt-get install sound-recorder" as root.'
  expect(stderr).toBe(`${sentence} The tests that need it will fail.\n`)
  expect(stdout.trim()).toBe(sentence)
})

test.runIf(process.getuid?.() === 0)(
  'root gets missing programs from apt, after one update when its lists are old',
  () => {
    program('apt-get', apt)
    expect(setUp('--for-tests').stderr).not.toContain('Missing')
    expect(log('apt.log').map((line) => line.split(' ')[0])).toEqual(['install', 'update', 'install'])
    setUp('--for-tests')
    expect(log('apt.log')).toHaveLength(3)
  },
)
