import { join } from 'node:path'
import { build } from 'vite'

const home = join(import.meta.dirname, '../..')

/** Makes the bench's page from its sources; answers the folder of its files. */
export async function buildPlayerPage(outDir = join(home, 'build/player-page')): Promise<string> {
  const { default: react } = await import('@vitejs/plugin-react')
  await build({
    ...{ configFile: false, root: join(home, 'tools/player-page'), base: './', logLevel: 'error' },
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome140', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  })
  return outDir
}
