import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { buildWindow } from './build-window.ts'
import { readRoomTable } from './rooms/room-table.ts'

/**
 * `npm run package [-- --dir] [-- --config.electronDist=FOLDER]`: packs the product with electron-builder (electron-builder.yml). Packages that
 * only the page uses are inside its built files, so that no room of the processes asks for them: they are left out.
 */

const home = join(import.meta.dirname, '..')

/** Rooms that run in the product's processes. The page's room is built into files. */
const rooms = ['core', 'contract', 'service', 'hosts', 'native', 'electron']

/** The binaries of every platform lie side by side in some packages: those of others are left out. */
const foreign = {
  linux: ['onnxruntime-node/bin/napi-v*/{darwin,win32}', 'better-sqlite3-multiple-ciphers/prebuilds/{darwin,win32}-*'],
  win: [
    'onnxruntime-node/bin/napi-v*/{darwin,linux}',
    'better-sqlite3-multiple-ciphers/prebuilds/{darwin,linux,linuxmusl}-*',
  ],
  mac: [
    'onnxruntime-node/bin/napi-v*/{linux,win32}',
    'better-sqlite3-multiple-ciphers/prebuilds/{win32,linux,linuxmusl}-*',
  ],
} as const

/** The platform that is packed for: as asked, else this one. One at a time: their contents differ. */
function platformOf(words: readonly string[]): keyof typeof foreign {
  if (words.includes('--linux')) return 'linux'
  if (words.includes('--win')) return 'win'
  if (words.includes('--mac')) return 'mac'
  return process.platform === 'win32' ? 'win' : process.platform === 'darwin' ? 'mac' : 'linux'
}

type Locked = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly dev?: boolean
}

/** Where a package's own copy of another one is, or the shared one: as Node looks. */
function pathOf(packages: Readonly<Record<string, Locked>>, from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (packages[path]) return path
    if (at === '') return null
  }
}

/** The packages that the processes use, with what those use, as paths below the project. */
export function packagesOfProcesses(root: string): ReadonlySet<string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
  const table = readRoomTable(readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8'))
  const asked = rooms.flatMap((room) => table.get(room)?.packages ?? [])
  const waiting = asked
    .filter((name) => name !== 'all' && !name.startsWith('node:') && name !== 'electron')
    .map((name) => ({ from: '', name }))
  const used = new Set<string>()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const path = pathOf(lock.packages, next.from, next.name)
    if (path === null || used.has(path)) continue
    used.add(path)
    const { dependencies = {}, optionalDependencies = {} } = lock.packages[path] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) waiting.push({ from: path, name })
  }
  return used
}

/** Production packages that no process uses. */
export function packagesOfThePage(root: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const used = packagesOfProcesses(root)
  return Object.entries(packages).flatMap(([path, { dev }]) => (path === '' || dev || used.has(path) ? [] : [path]))
}

function step(name: string, words: readonly string[]): boolean {
  process.stderr.write(`${name} ...\n`)
  return spawnSync(process.execPath, [...words], { cwd: home, stdio: ['ignore', 2, 2] }).status === 0
}

/** The configuration with what is left out of it, as one file for the packer. */
async function writeConfiguration(): Promise<string> {
  const text = readFileSync(join(home, 'electron-builder.yml'), 'utf8')
  const others = foreign[platformOf(process.argv)].map((path) => `node_modules/${path}`)
  const leftOut = [...packagesOfThePage(home), ...others].map((path) => `  - "!${path}{,/**}"`)
  const file = join(home, 'build/electron-builder.yml')
  await mkdir(join(home, 'build'), { recursive: true })
  writeFileSync(
    file,
    text.replace(/^files:\n(?: {2}.*\n)+/m, (files) => `${files}${leftOut.join('\n')}\n`),
  )
  return file
}

/** What was compiled from a source that is no more. The compiler leaves it. */
function removeStale(): void {
  for (const path of readdirSync(join(home, 'dist'), { recursive: true, encoding: 'utf8' })) {
    const source = join(home, path.replace(/\.js$/, '.ts'))
    if (path.endsWith('.js') && !existsSync(source) && !existsSync(`${source}x`)) rmSync(join(home, 'dist', path))
  }
}

async function pack(): Promise<boolean> {
  if (!buildWindow(home)) return false
  if (!step('Compiling', ['node_modules/typescript/bin/tsc', '-b', 'electron'])) return false
  removeStale()
  const configuration = await writeConfiguration()
  const builder = 'node_modules/electron-builder/cli.js'
  const words = [
    '--config',
    configuration,
    '--config.extraMetadata.main=dist/electron/main/main.js',
    '--publish',
    'never',
  ]
  return step('Packing', [builder, ...words, ...process.argv.slice(2)])
}

if (process.argv[1] === import.meta.filename && !(await pack())) process.exitCode = 1
