import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { electronWords } from './choose-program.ts'
import type { Done, Workstation } from './launch-workstation.ts'
import { patience } from './until.ts'

const home = join(import.meta.dirname, '..')

/** Nobody is there to read what the program says in dialogs: it is kept, and the first answer is given. */
function keepMessages(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ dialog }) => {
    const said: { what: string; value: unknown }[] = []
    Object.assign(globalThis, { saidInDialogs: said })
    dialog.showMessageBox = (...asked: unknown[]) => {
      const { message, defaultId = 0 } = asked.at(-1) as { readonly message: string; readonly defaultId?: number }
      said.push({ what: 'message', value: message })
      return Promise.resolve({ response: defaultId, checkboxChecked: false })
    }
  })
}

function showDisplays(app: ElectronApplication, count: number): Promise<void> {
  return app.evaluate(({ screen }, asked) => {
    const before = screen.getAllDisplays()
    const [first] = before
    if (!first) throw new Error('a machine without a display')
    // Those that are not there lie where the first one is.
    const now = Array.from({ length: asked }, (_, at) => before[at] ?? { ...first, id: first.id + at })
    screen.getAllDisplays = () => now
    for (const display of now.slice(before.length)) screen.emit('display-added', {}, display)
    for (const display of before.slice(asked)) screen.emit('display-removed', {}, display)
  }, count)
}

/** Starts the compiled program on Electron itself. Needs `tsc -b electron` before. */
export async function launchOnElectron(userData: string, words: readonly string[]): Promise<Workstation> {
  const app = await _electron.launch({ args: electronWords(home, userData, words), timeout: patience })
  app.context().setDefaultTimeout(patience)
  let said = ''
  app.process().stderr?.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
  await keepMessages(app)
  return {
    page: await app.firstWindow(),
    pages: () => app.windows(),
    userData,
    pid: app.process().pid ?? 0,
    choose: (paths) =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
      }, paths),
    happen: (_of, event) => app.evaluate(({ powerMonitor }, asked) => void powerMonitor.emit(asked), event),
    displays: (count) => showDisplays(app, count),
    done: () => app.evaluate(() => (globalThis as unknown as { readonly saidInDialogs: Done }).saidInDialogs),
    lookAgain: () => app.firstWindow(),
    said: () => said,
    ended,
    close: () => app.close(),
  }
}
