import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'vite'

/**
 * Makes what runs inside a page, yet is no part of the window, one file each: the preload script (build/preload), which a sandbox takes
 * as one CommonJS file only; the stand-in's half in the page and a page for tests of the host, which are no part of the product.
 */

const home = join(import.meta.dirname, '..')

type Script = {
  readonly entry: string
  readonly folder: string
  readonly file: string
  readonly format: 'cjs' | 'iife'
}

const scripts: readonly Script[] = [
  { entry: 'electron/preload/preload.ts', folder: 'build/preload', file: 'preload.cjs', format: 'cjs' },
  { entry: 'e2e/electron-stand-in/page/page-side.ts', folder: 'build/stand-in', file: 'page-side.js', format: 'iife' },
  { entry: 'e2e/test-page/test-page.ts', folder: 'build/test-page', file: 'test-page.js', format: 'iife' },
]

for (const { entry, folder, file, format } of scripts) {
  await build({
    configFile: false,
    root: home,
    logLevel: process.argv.includes('--quiet') ? 'warn' : 'info',
    build: {
      outDir: join(home, folder),
      emptyOutDir: true,
      target: 'chrome140',
      minify: false,
      lib: { entry: join(home, entry), formats: [format], name: 'pageSide', fileName: () => file },
      rolldownOptions: { external: ['electron'] },
    },
  })
}

const page = '<!doctype html><html lang="en"><title>test</title><script src="./test-page.js"></script></html>\n'
await writeFile(join(home, 'build/test-page/index.html'), page)
