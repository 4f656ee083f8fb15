import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { hashOf } from './setup.mjs'

/** Everything that the window's files are made from. */
const sources = [
  'core',
  'contract',
  'kernels',
  'renderer',
  'electron/preload',
  'e2e/electron-stand-in',
  'e2e/test-page',
]
const recipes = [
  'tools/build-renderer.ts',
  'tools/build-preload.ts',
  'tools/licences',
  'models/manifest.json',
  'models/cards',
  'LICENSE',
  'package-lock.json',
]
const made = [
  'build/renderer/index.html',
  'build/renderer/licences.json',
  'build/preload/preload.cjs',
  'build/stand-in/page-side.js',
  'build/test-page/index.html',
]

/** Makes the window's files where they are missing or older than their sources. Fails with false; the builder has said why. */
export function buildWindow(home: string): boolean {
  const stamp = join(home, 'node_modules/.occlude-window')
  const wanted = hashOf(home, [...sources, ...recipes])
  const isThere = made.every((file) => existsSync(join(home, file)))
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  process.stderr.write('Building the window ...\n')
  const isBuilt = ['tools/build-renderer.ts', 'tools/build-preload.ts'].every(
    (file) =>
      spawnSync(process.execPath, [join(home, file), '--quiet'], { cwd: home, stdio: ['ignore', 2, 2] }).status === 0,
  )
  if (isBuilt) writeFileSync(stamp, wanted)
  return isBuilt
}

if (process.argv[1] === import.meta.filename && !buildWindow(join(import.meta.dirname, '..'))) process.exitCode = 1
