import { resolve } from 'node:path'
import process from 'node:process'
import { app, dialog, ipcMain, Menu, powerMonitor, protocol, screen, session } from 'electron'
import type { FromWorkstation } from '../../contract/window/between-processes.ts'
import { serveFolder } from './app-protocol.ts'
import { choosePaths } from './choose-paths.ts'
import { EngineProcesses } from './engine-processes.ts'
import { menuTemplate } from './menu.ts'
import { engineFile, ownVersion, rendererFolder, workstationFile } from './places.ts'
import { handOverPorts } from './port-hand-over.ts'
import { lockWithTheMachine } from './power-locks.ts'
import { refuseInEveryPage, refuseInSession } from './refuse-everything.ts'
import { SecondWindow } from './second-window.ts'
import { Windows } from './windows.ts'
import { WorkstationProcess } from './workstation-process.ts'

/** The desktop host's first process: windows, what a page may, and the process that holds the vault. It knows nothing of policing. */

/** What Chromium would open connections for by itself. */
const silenced = ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'no-pings']

/** The folder after `--vault`, from where the program was started. */
function askedVault(): string | null {
  const at = process.argv.indexOf('--vault')
  const given = at === -1 ? undefined : process.argv[at + 1]
  return given === undefined ? null : resolve(given)
}

const windows: Windows = new Windows({
  dialog,
  onPageGone: () => workstation.tell({ kind: 'lock', why: 'window' }),
  onClosed: () => second.close(),
})
const second: SecondWindow = new SecondWindow({
  screen,
  isKiosk: process.argv.includes('--second-display-kiosk'),
  isProtected: () => windows.isProtected,
  onChange: tellDisplays,
})
const workstation: WorkstationProcess = new WorkstationProcess({
  script: workstationFile,
  // Passphrases alone, where there is no credential store to try with.
  words: process.argv.filter((word) => word === '--no-keyring'),
  beginning: () => ({
    preferences: app.getPath('userData'),
    occlude: ownVersion(),
    displays: screen.getAllDisplays().length,
    second: second.isOpen,
    vault: askedVault(),
  }),
  onMessage: (message) => onWorkstation(message),
  onEnd: () => engines.endAll(),
})
const engines: EngineProcesses = new EngineProcesses(engineFile, workstation)

async function choose(asked: Extract<FromWorkstation, { kind: 'choose' }>): Promise<void> {
  const paths = await choosePaths(dialog, asked)
  workstation.tell({ kind: 'chosen', request: asked.request, paths: [...paths] })
}

function tellDisplays(): void {
  workstation.tell({ kind: 'displays', displays: screen.getAllDisplays().length, second: second.isOpen })
}

function showOnSecond(show: boolean): void {
  if (!show) second.close()
  else if (windows.work) second.open(windows.work).catch(secondFailed)
}

/** It could not be loaded, or was closed before it was: the work goes on without it. */
function secondFailed(error: unknown): void {
  process.emitWarning(`the second display: ${error instanceof Error ? error.message : String(error)}`)
  second.close()
}

function onWorkstation(message: FromWorkstation): void {
  if (message.kind === 'second-display') showOnSecond(message.show)
  if (message.kind === 'protect') windows.protect(message.on)
  if (message.kind === 'choose') choose(message).catch(fatal)
  if (message.kind === 'start-engine') engines.start(message.engine)
  if (message.kind === 'end-engine') engines.end(message.engine)
}

async function open(): Promise<void> {
  refuseInSession(session.defaultSession)
  protocol.handle('app', serveFolder(rendererFolder))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))
  lockWithTheMachine(powerMonitor, (why) => workstation.tell({ kind: 'lock', why }))
  screen.on('display-added', tellDisplays)
  screen.on('display-removed', (_event, { id }) => {
    second.displayGone(id)
    tellDisplays()
  })
  handOverPorts(ipcMain, (window, port) => workstation.lend(window, port))
  workstation.start()
  await windows.open()
}

let isClosed = false

async function closeAndQuit(): Promise<void> {
  await workstation.end()
  isClosed = true
  app.quit()
}

/** The vault is closed before the program ends. */
function closeFirst(event: { preventDefault(): void }): void {
  if (isClosed) return
  event.preventDefault()
  closeAndQuit().catch(fatal)
}

app.enableSandbox()
for (const name of silenced) app.commandLine.appendSwitch(name)
// Fields for dates begin with the day.
app.commandLine.appendSwitch('lang', 'en-GB')
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
])
if (app.requestSingleInstanceLock()) {
  refuseInEveryPage(app)
  app.on('second-instance', () => void windows.open().catch(fatal))
  app.on('activate', () => void windows.open().catch(fatal))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', closeFirst)
  app.whenReady().then(open).catch(fatal)
} else {
  app.quit()
}

function fatal(error: unknown): void {
  process.stderr.write(`Occlude could not be started: ${error instanceof Error ? error.message : String(error)}\n`)
  app.exit(1)
}
