import { EventEmitter } from 'node:events'
import process from 'node:process'
import type * as Electron from 'electron'
import { StandInApp } from './app.ts'
import { StandInWindow } from './browser-window.ts'
import { chosenBeforehand, standInDialogs } from './dialogs.ts'
import { loud } from './loud.ts'
import { StandInPort } from './message-ports.ts'
import { done, ipcMessages, loopback, type Rules, rules } from './program.ts'
import { StandInScreens } from './screens.ts'
import { standInProcesses } from './utility-process.ts'

/**
 * The `electron` module for machines without Electron's binary: the program's main, preload and workstation scripts run unmodified, on
 * Node and an installed Chromium. A test double: it proves wiring, not Electron (docs/SECURITY.md). What it lacks throws.
 */

let isReady = false
const standInApp = new StandInApp()
standInApp.whenReady().then(
  () => {
    isReady = true
  },
  () => undefined,
)

export const app = loud<Electron.App>('app', standInApp)

/** What `new` gives is what the program sees: a window that throws for what it lacks. */
export const BrowserWindow = new Proxy(StandInWindow, {
  construct: (Window, [options]: [Electron.BrowserWindowConstructorOptions?]) => new Window(options).face,
}) as unknown as typeof Electron.BrowserWindow

export const dialog = loud<Electron.Dialog>('dialog', standInDialogs)

export const ipcMain = loud<Electron.IpcMain>('ipcMain', ipcMessages)

export const Menu = loud<typeof Electron.Menu>('Menu', {
  buildFromTemplate: (template: readonly unknown[]) => loud<Electron.Menu>('Menu', { template }),
  setApplicationMenu: () => void done.push({ what: 'menu', value: true }),
})

class StandInChannel {
  readonly port1: Electron.MessagePortMain
  readonly port2: Electron.MessagePortMain
  constructor() {
    const [one, other] = StandInPort.pair()
    this.port1 = one as unknown as Electron.MessagePortMain
    this.port2 = other as unknown as Electron.MessagePortMain
  }
}

export const MessageChannelMain: typeof Electron.MessageChannelMain = StandInChannel

const power = new EventEmitter()
export const powerMonitor = loud<Electron.PowerMonitor>('powerMonitor', power)

export const protocol = loud<Electron.Protocol>('protocol', {
  registerSchemesAsPrivileged: () => {
    if (isReady) throw new Error('schemes are registered before the program is ready')
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    if (!isReady) throw new Error('protocols are handled once the program is ready')
    loopback.handlers.set(scheme, handler)
  },
})

const screens = new StandInScreens()
export const screen = loud<Electron.Screen>('screen', screens)

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: (rule: Rules['permission']) => {
    rules.permission = rule
  },
  setPermissionCheckHandler: () => undefined,
  setDevicePermissionHandler: () => undefined,
  setSpellCheckerEnabled: () => undefined,
  webRequest: loud<Electron.WebRequest>('webRequest', {
    onBeforeRequest: (rule: Rules['request']) => {
      rules.request = rule
    },
  }),
})
export const session = loud<typeof Electron.session>('session', {
  defaultSession: loud<Electron.Session>('session', defaultSession),
})

export const utilityProcess = standInProcesses satisfies Pick<typeof Electron.utilityProcess, 'fork'>

/** What a test asks of the program over the channel to the process that started it. */
type Asked =
  | { readonly ask: 'done' }
  | { readonly ask: 'choose'; readonly paths: readonly string[] }
  | { readonly ask: 'emit'; readonly event: string }
  | { readonly ask: 'displays'; readonly displays: number }

process.on('message', (asked: Asked) => {
  if (asked.ask === 'choose') chosenBeforehand.push(asked.paths)
  if (asked.ask === 'emit') power.emit(asked.event)
  if (asked.ask === 'displays') screens.put(asked.displays)
  process.send?.({ answered: asked.ask, done: asked.ask === 'done' ? done : null })
})
