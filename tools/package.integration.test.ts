import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchWorkstation } from '../e2e/launch-workstation.ts'
import type { TestPage } from '../e2e/test-page/test-page.ts'
import { packagesOfThePage } from './package.ts'

declare const testPage: TestPage

const home = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'package-'))
const resources = join(folder, 'out/linux-unpacked/resources')

/** Before the switches in Electron's program: 32 bytes by which the packer finds them, a version, how many there are. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

type Entry = { readonly files?: Readonly<Record<string, Entry>>; readonly unpacked?: boolean; readonly size?: number }

let said = ''
let archive: Buffer
let list: Entry
const inside = new Map<string, boolean>()

/** A folder with the shape of Electron's, whose program is nothing but the switches. */
function stubElectron(): string {
  const stub = join(folder, 'electron')
  mkdirSync(stub)
  const program = Buffer.concat([
    Buffer.from('stub'),
    Buffer.from(sentinel),
    Buffer.from([1, 9]),
    Buffer.from('101100010'),
  ])
  writeFileSync(join(stub, 'electron'), program)
  chmodSync(join(stub, 'electron'), 0o755)
  writeFileSync(join(stub, 'LICENSE'), 'stub')
  writeFileSync(join(stub, 'version'), '45.4.1')
  return stub
}

/** The list at the head of an archive: four lengths of 32 bits, then JSON. */
function readList(archive: Buffer): Entry {
  return JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')) as Entry
}

function note(path: string, { files, unpacked = false }: Entry): void {
  if (!files) inside.set(path, unpacked)
  for (const [name, entry] of Object.entries(files ?? {})) note(path === '' ? name : `${path}/${name}`, entry)
}

function textInside(path: string): string {
  const entry = path.split('/').reduce<Entry | undefined>((at, name) => at?.files?.[name], list)
  const from = 8 + archive.readUInt32LE(4) + Number((entry as { readonly offset?: string } | undefined)?.offset)
  return archive.subarray(from, from + (entry?.size ?? 0)).toString('utf8')
}

beforeAll(() => {
  const words = ['--dir', '--linux', '--x64', `--config.electronDist=${stubElectron()}`]
  const run = spawnSync(
    process.execPath,
    [join(home, 'tools/package.ts'), ...words, `--config.directories.output=${join(folder, 'out')}`],
    { cwd: home, encoding: 'utf8', maxBuffer: 2 ** 26 },
  )
  said = run.stdout + run.stderr
  if (run.status !== 0) throw new Error(`packing failed: ${said.slice(-2_000)}`)
  archive = readFileSync(join(resources, 'app.asar'))
  list = readList(archive)
  note('', list)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Files in the archive whose path fits. */
function found(pattern: RegExp): readonly string[] {
  return [...inside.keys()].filter((path) => pattern.test(path))
}

describe('the packed product', () => {
  it('starts with the compiled main process, and has what it serves and loads', () => {
    expect(JSON.parse(textInside('package.json'))).toMatchObject({
      main: 'dist/electron/main/main.js',
      name: 'occlude',
    })
    const needed = [
      'dist/electron/main/main.js',
      'dist/electron/workstation/workstation.js',
      'dist/native/engine/worker.js',
      'native/vault/audit/verifier/verify-audit.mjs',
      'build/preload/preload.cjs',
      'build/renderer/index.html',
      'kernels/build/kernels.wasm',
      'native/vault/database/migrations/0001-records.sql',
      'resources/profiles/essex.json',
      'LICENSE',
    ]
    expect(needed.filter((path) => !inside.has(path))).toEqual([])
  })

  it('has every module that its modules load', () => {
    const modules = found(/^dist\/.*\.js$/)
    const loaded = modules.flatMap((path) =>
      [...textInside(path).matchAll(/(?:from |import\(|import |new URL\()["'](\.{1,2}\/[^"']+\.js)["']/g)].map(
        ([, name]) => posix.join(posix.dirname(path), name ?? ''),
      ),
    )
    expect(loaded.length).toBeGreaterThan(modules.length)
    expect(loaded.filter((path) => !inside.has(path))).toEqual([])
  })

  it('has no sources, tests, tools or stand-in', () => {
    expect(found(/\.tsx?$|\.test\.|\.map$/)).toEqual([])
    expect(found(/^(?!node_modules\/)(?:.*\/)?(?:e2e|tools|cli|synthetic|stand-in|test-page|docs)\//)).toEqual([])
    expect(found(/stand-in|fake-|killed-|trial-vault/)).toEqual([])
    expect(textInside('build/preload/preload.cjs')).not.toContain('standIn')
  })

  it('has the packages of its processes, and neither those of development nor those of the page', () => {
    const { devDependencies, dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>
      readonly dependencies: Readonly<Record<string, string>>
    }
    const has = (name: string): boolean => found(new RegExp(`^node_modules/${name}/`)).length > 0
    expect(Object.keys(devDependencies).filter(has)).toEqual([])
    expect(['react', 'react-dom', '@fluentui/react-components', 'zustand'].filter(has)).toEqual([])
    const page = new Set(packagesOfThePage(home))
    const ofProcesses = Object.keys(dependencies).filter((name) => !page.has(`node_modules/${name}`))
    expect(ofProcesses).toContain('better-sqlite3-multiple-ciphers')
    expect(ofProcesses.filter((name) => !has(name))).toEqual([])
  })

  it('has native code and models beside the archive, and for this platform only', () => {
    const native = found(/\.node$|\.so(?:\.\d+)*$|\.dll$|\.dylib$|\.onnx$/)
    expect(native.filter((path) => inside.get(path) !== true)).toEqual([])
    for (const wanted of [
      /prebuilds\/linux-x64\.node$/,
      /libonnxruntime\.so/,
      /node-av\.node$/,
      /argon2.*\.node$/,
      /keyring.*\.node$/,
    ])
      expect(native.some((path) => wanted.test(path))).toBe(true)
    expect(native.filter((path) => /win32|darwin/.test(path))).toEqual([])
    const { models } = JSON.parse(readFileSync(join(home, 'models/manifest.json'), 'utf8')) as {
      readonly models: readonly { readonly file: string }[]
    }
    expect(models.filter(({ file }) => inside.get(`models/${file}`) !== true)).toEqual([])
  })

  it('runs from what was compiled: pages are served, the workstation process answers', async () => {
    const workstation = await launchWorkstation({ compiled: true, testPage: true })
    try {
      await workstation.page.evaluate(() => testPage.connect('desktop'))
      const state = await workstation.page.evaluate(() => testPage.call('window.state', {}))
      expect(state).toMatchObject({ ok: true, value: { phase: 'no-vault', profiles: [{ name: 'essex' }, {}, {}, {}] } })
      expect(workstation.said()).toBe('')
    } finally {
      await workstation.close()
    }
  })

  it('has the switches of its program set', () => {
    const program = readFileSync(join(folder, 'out/linux-unpacked/occlude'), 'latin1')
    const at = program.indexOf(sentinel) + sentinel.length + 2
    // Electron's order: run as Node, cookie encryption, NODE_OPTIONS, --inspect, integrity, archive only, own snapshot, file protocol.
    expect(program.slice(at, at + 8)).toBe('01001100')
  })
})
