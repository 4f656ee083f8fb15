import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { shippedLicences } from './licences/shipped-licences.ts'

/** Makes the window's files (build/renderer) from the renderer's sources; the desktop host serves them over app://. */

const home = join(import.meta.dirname, '..')
await build({
  configFile: false,
  root: join(home, 'renderer'),
  base: './',
  plugins: [react()],
  logLevel: process.argv.includes('--quiet') ? 'warn' : 'info',
  build: {
    outDir: join(home, 'build/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: false,
    // The strict content policy has no room for scripts and styles within the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
// Data, not part of a script: it is read where somebody asks for it.
writeFileSync(join(home, 'build/renderer/licences.json'), JSON.stringify(shippedLicences(home)))
