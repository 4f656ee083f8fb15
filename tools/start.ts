import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import process from 'node:process'
import { buildWindow } from './build-window.ts'

/**
 * `npm start [-- --vault DIR]`: opens the workstation. On Electron where its binary is there; else, plainly said so, on the stand-in, which
 * opens demonstration vaults only; and where there is no display, says what to do.
 */

const home = join(import.meta.dirname, '..')
const words = process.argv.slice(2)

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Electron's program; null where its package has not got it. */
function electronProgram(): string | null {
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' } as const
  const name = process.platform === 'win32' || process.platform === 'darwin' ? names[process.platform] : 'electron'
  const program = join(home, 'node_modules/electron/dist', name)
  return existsSync(program) ? program : null
}

function onPath(...names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const programs = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return programs.find((program) => existsSync(program)) ?? null
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux' || words.includes('--headless')) return true
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== ''
}

function run(program: string, args: readonly string[]): void {
  // Relative folders are meant from where the person typed, which npm tells.
  const folder = process.env['INIT_CWD'] ?? process.cwd()
  const child = spawn(program, [...args, ...words], { cwd: resolve(folder), stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => void child.kill('SIGTERM'))
  child.on('error', (error) => {
    say(`${program} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}

/** Electron runs JavaScript: the sources are compiled first. */
function onElectron(program: string): void {
  const compiled = spawnSync(process.execPath, [join(home, 'node_modules/typescript/bin/tsc'), '-b', 'electron'], {
    cwd: home,
    stdio: ['ignore', 2, 2],
  })
  if (compiled.status === 0) run(program, [join(home, 'dist/electron/main/main.js')])
  else process.exitCode = 1
}

const withoutDisplay = `There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). What you can do:
  xvfb-run -a npm start        on a virtual display (apt-get install xvfb)
  npm start -- --headless      without any: for tests, which drive the page themselves
  npm run -s occlude -- help   everything on the command line`

function onStandIn(): void {
  say("Electron's binary is not here: the package fetches it from the internet, which this machine has not done.")
  const chromium = onPath('chromium', 'chromium-browser', 'google-chrome')
  if (!chromium) {
    say('Its stand-in needs Chromium, which is not here either (on Debian: apt-get install chromium).')
    process.exitCode = 1
  } else if (!hasDisplay()) {
    say(withoutDisplay)
    process.exitCode = 1
  } else {
    say(
      `Opening a stand-in for it on ${chromium}: it proves the wiring, not the sandbox, and opens DEMONSTRATION VAULTS ONLY.`,
    )
    say('(npm run -s occlude -- vault init --demo ... makes one; so does the window. Ctrl-C ends it.)')
    const data = words.some((word) => word.startsWith('--user-data-dir='))
      ? []
      : [`--user-data-dir=${join(home, 'build/stand-in-data')}`]
    const hook = join(home, 'e2e/electron-stand-in/hook.ts')
    run(process.execPath, [
      '--import',
      hook,
      join(home, 'electron/main/main.ts'),
      `--stand-in-chromium=${chromium}`,
      ...data,
    ])
  }
}

if (buildWindow(home)) {
  const program = electronProgram()
  if (program) onElectron(program)
  else onStandIn()
} else process.exitCode = 1
