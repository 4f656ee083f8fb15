/**
 * Set-up: makes a fresh clone ready, then hands over to the project's own Node.
 *
 *   node tools/setup.mjs [--for-tests] [--then FILE ARGUMENT...]
 *
 * Runs on any Node from 18 on, needs nothing but npm, and does no work twice: each step looks first whether what it
 * makes is there. Speaks on standard error only, so that the output of what follows stays clean.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { constants as system } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The folder of the project that this script belongs to. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)))

/** Why set-up could not do its part: one sentence for a person. */
export class SetUpError extends Error {}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {string} home @returns {string} */
export function projectNode(home) {
  return join(home, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * @param {string} home
 * @param {readonly string[]} paths files and folders (read whole) relative to `home`
 * @returns {string} changes when any name or byte among them does
 */
export function hashOf(home, paths) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const add = (path) => {
    const full = join(home, path)
    const found = statSync(full, { throwIfNoEntry: false })
    if (found?.isDirectory()) for (const name of readdirSync(full).sort()) add(join(path, name))
    if (!found?.isFile()) return
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** @param {string} path @returns {string} its text, or nothing when it is not there */
function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/**
 * Written last and in one move: an interrupted step leaves no stamp, so the next run does it again.
 * @param {string} path @param {string} text
 */
function writeStamp(path, text) {
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

/**
 * Whether what npm says it installed is what the lock asks for (a person may have run npm by hand).
 * @param {string} lockText package-lock.json
 * @param {string} installedText node_modules/.package-lock.json, which npm writes when it is done
 */
export function installedAsLocked(lockText, installedText) {
  if (installedText === '') return false
  /** @type {Record<string, { version?: string, optional?: boolean }>} */
  const locked = JSON.parse(lockText).packages
  /** @type {Record<string, { version?: string }>} */
  const installed = JSON.parse(installedText).packages
  const asked = Object.entries(locked).filter(([path]) => path !== '')
  const wanted = asked.every(([path, { version, optional }]) => {
    const found = installed[path]
    return found === undefined ? optional === true : found.version === version
  })
  return wanted && Object.keys(installed).every((path) => locked[path] !== undefined)
}

/**
 * npm as the system has it: not run by the Node below node_modules, which npm is about to replace.
 * @param {string} home @param {readonly string[]} args
 */
function npm(home, args) {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const { status, error } = spawnSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: home,
    env: { ...process.env, PATH: path.join(delimiter) },
    shell: process.platform === 'win32',
    stdio: ['ignore', 2, 2],
  })
  if (error === undefined && status === 0) return
  throw new SetUpError(
    `Set-up stopped: "npm ${args[0]}" ${error ? `could not be run (${error.message})` : `ended with ${status}`}; ` +
      'check the network and run the same command again.',
  )
}

/**
 * Packages of the lock, without running any of their scripts but those that package.json's `allowScripts` names:
 * others would download binaries from elsewhere.
 * @param {string} home
 */
export function installPackages(home) {
  const stamp = join(home, 'node_modules/.occlude-installed')
  const wanted = hashOf(home, ['package-lock.json', '.npmrc'])
  const node = projectNode(home)
  if (textOf(stamp) === wanted && existsSync(node)) return
  const locked = textOf(join(home, 'package-lock.json'))
  if (!installedAsLocked(locked, textOf(join(home, 'node_modules/.package-lock.json')))) {
    say('Installing the packages (only when they changed; well under a minute on a good line) ...')
    npm(home, ['ci', '--ignore-scripts'])
  }
  /** @type {{ allowScripts: Record<string, boolean> }} */
  const { allowScripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name])
  if (!existsSync(node)) npm(home, ['rebuild', ...allowed, '--ignore-scripts=false'])
  if (!existsSync(node)) throw new SetUpError('Set-up stopped: the package "node" brought no program; run it again.')
  writeStamp(stamp, wanted)
}

/**
 * The WebAssembly kernels, from their sources.
 * @param {string} home
 */
export function buildKernels(home) {
  const stamp = join(home, 'node_modules/.occlude-kernels')
  const built = join(home, 'kernels/build/kernels.wasm')
  const wanted = hashOf(home, ['kernels/assembly', 'tools/build-kernels.mjs', 'package-lock.json'])
  if (textOf(stamp) === wanted && existsSync(built)) return
  say('Building the kernels ...')
  const { status } = spawnSync(projectNode(home), [join(home, 'tools/build-kernels.mjs')], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0 || !existsSync(built)) throw new SetUpError('Set-up stopped: the kernels could not be built.')
  writeStamp(stamp, wanted)
}

/** @param {string} program @returns {boolean} whether the search path has it */
function isInstalled(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      // Not in this folder: the next one may have it.
      return false
    }
  })
}

/** @param {readonly string[]} packages @returns {boolean} */
function aptInstalled(packages) {
  /** @param {readonly string[]} args */
  const apt = (args) =>
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 2, 2],
    }).status === 0
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  return apt(install) || (apt(['update', '-qq']) && apt(install))
}

/**
 * Programs of the system that tests, and only tests, call: the list is tools/debian-packages.json.
 * @param {string} home
 */
export function installDebianPackages(home) {
  /** @type {{ program: string, package: string, purpose: string }[]} */
  const list = JSON.parse(readFileSync(join(home, 'tools/debian-packages.json'), 'utf8'))
  const missing = list.filter(({ program }) => !isInstalled(program))
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((entry) => entry.package))]
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    say(`Installing from Debian, for the tests: ${packages.join(', ')} ...`)
    if (aptInstalled(packages)) return
  }
  for (const { program, package: name, purpose } of missing) {
    const sentence = `Missing: ${program}, which ${purpose}; get it with "apt-get install ${name}" as root.`
    say(`${sentence} The tests that need it will fail.`)
    standIn(home, program, sentence)
  }
}

/**
 * Puts a program last on the search path that says what is missing, so that each test that needs it fails with that.
 * @param {string} home @param {string} program @param {string} sentence
 */
function standIn(home, program, sentence) {
  const folder = join(home, 'node_modules/.occlude-missing')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, program), `#!/bin/sh\necho '${sentence.replaceAll("'", "'\\''")}' >&2\nexit 127\n`, {
    mode: 0o755,
  })
  process.env['PATH'] = [process.env['PATH'], folder].join(delimiter)
}

/**
 * The files of the window, from their sources: its tests open it.
 * @param {string} home
 */
export function buildWindowFiles(home) {
  const { status } = spawnSync(projectNode(home), [join(home, 'tools/build-window.ts')], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new SetUpError('Set-up stopped: the window could not be built.')
}

/**
 * Everything that a command needs before it can start.
 * @param {{ home: string, forTests: boolean }} what
 */
export function setUp({ home, forTests }) {
  installPackages(home)
  buildKernels(home)
  if (!forTests) return
  buildWindowFiles(home)
  installDebianPackages(home)
}

/**
 * Runs a script with the project's own Node and ends as it ends. Replaces this process where Node can
 * (from 22.15 on, not on Windows); otherwise it waits, and passes on the signals that it gets.
 * @param {string} home
 * @param {readonly string[]} command the script, relative to `home`, and its arguments
 */
export function continueWith(home, [script = '', ...args]) {
  const node = projectNode(home)
  const line = [resolve(home, script), ...args]
  if (process.platform !== 'win32' && typeof process.execve === 'function') process.execve(node, [node, ...line])
  const child = spawn(node, line, { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal sends Ctrl-C to the child as well; passing it on would make it two.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal))
  }
  child.on('error', (error) => {
    say(`Could not start ${node}: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : system.signals[signal])
  })
}

/**
 * Sets up, then continues; an expected failure is one sentence and exit code 1.
 * @param {{ home: string, forTests: boolean, command: readonly string[] }} what
 */
export function setUpAndContinue({ home, forTests, command }) {
  try {
    setUp({ home, forTests })
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    say(error.message)
    process.exitCode = 1
    return
  }
  if (command.length > 0) continueWith(home, command)
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const then = process.argv.indexOf('--then')
  const own = process.argv.slice(2, then === -1 ? undefined : then)
  const command = then === -1 ? [] : process.argv.slice(then + 1)
  setUpAndContinue({ home: projectFolder, forTests: own.includes('--for-tests'), command })
}
