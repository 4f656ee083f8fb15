import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from 'playwright'
import type { Workstation } from './launch-workstation.ts'

const home = join(import.meta.dirname, '..')

/** True where the `electron` package has its binary: the same journeys then run on it. */
export const hasElectron = existsSync(join(home, 'node_modules/electron/dist/version'))

/** Starts the compiled program on Electron itself. Needs `tsc -b electron` before. */
export async function launchOnElectron(userData: string, words: readonly string[]): Promise<Workstation> {
  const main = join(home, 'dist/electron/main/main.js')
  const app = await _electron.launch({ args: [main, '--no-keyring', `--user-data-dir=${userData}`, ...words] })
  let said = ''
  app.process().stderr?.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
  const browser = app.context().browser()
  const page = await app.firstWindow()
  if (!browser) throw new Error('a program without a browser')
  return {
    page,
    browser,
    userData,
    pid: app.process().pid ?? 0,
    choose: (paths) =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
      }, paths),
    happen: (_of, event) => app.evaluate(({ powerMonitor }, asked) => void powerMonitor.emit(asked), event),
    displays: (count) =>
      app.evaluate(({ screen }, asked) => {
        const before = screen.getAllDisplays()
        const [first] = before
        if (!first) throw new Error('a machine without a display')
        // Those that are not there lie where the first one is.
        const now = Array.from({ length: asked }, (_, at) => before[at] ?? { ...first, id: first.id + at })
        screen.getAllDisplays = () => now
        for (const display of now.slice(before.length)) screen.emit('display-added', {}, display)
        for (const display of before.slice(asked)) screen.emit('display-removed', {}, display)
      }, count),
    done: async () => [],
    lookAgain: () => app.firstWindow(),
    said: () => said,
    ended,
    close: () => app.close(),
  }
}
