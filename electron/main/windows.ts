import { BrowserWindow, type Dialog, type Screen } from 'electron'
import { appPage } from './content-policy.ts'
import { preloadFile } from './places.ts'
import { secureWebPreferences } from './secure-web-preferences.ts'

const size = { width: 1440, height: 900, minWidth: 640, minHeight: 480 } as const

/** What is said when a page has ended by itself. */
const ended = {
  type: 'error',
  title: 'Occlude',
  message: 'The window of Occlude has stopped.',
  detail: 'The vault was locked. What was saved is safe. Load the window again and give your passphrase to go on.',
  buttons: ['Load the window again', 'Quit Occlude'],
  defaultId: 0,
  cancelId: 1,
  noLink: true,
} as const

/** What windows need of the program. */
export type WindowsHost = {
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  /** A page ended by itself: nobody sees any more who is signed in. */
  readonly onPageGone: () => void
}

/** The windows of this program: one for work, and in time one for the people at the other screen. */
export class Windows {
  readonly #host: WindowsHost
  #work: BrowserWindow | null = null
  /** Footage in screenshots and recordings is footage outside of the vault: left out until something says otherwise. */
  #isProtected = true

  constructor(host: WindowsHost) {
    this.#host = host
  }

  /** Opens the window for work, or comes back to it. */
  async open(): Promise<void> {
    if (this.#work) return this.#comeBack(this.#work)
    const window = new BrowserWindow({
      ...size,
      show: false,
      title: 'Occlude',
      backgroundColor: '#141414',
      webPreferences: secureWebPreferences(preloadFile),
    })
    this.#work = window
    window.setContentProtection(this.#isProtected)
    window.once('ready-to-show', () => window.show())
    window.on('closed', () => {
      this.#work = null
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      // Ended in order: the window was closed, or its page loaded again.
      if (reason !== 'clean-exit') this.#offerAgain(window).catch(() => window.close())
    })
    await window.loadURL(appPage)
  }

  /** Whether windows are left out of screenshots and recordings. */
  protect(on: boolean): void {
    this.#isProtected = on
    for (const window of BrowserWindow.getAllWindows()) window.setContentProtection(on)
  }

  async #offerAgain(window: BrowserWindow): Promise<void> {
    this.#host.onPageGone()
    const { response } = await this.#host.dialog.showMessageBox(window, { ...ended, buttons: [...ended.buttons] })
    if (response === ended.defaultId) window.webContents.reload()
    else window.close()
  }

  #comeBack(window: BrowserWindow): void {
    if (window.isMinimized()) window.restore()
    window.focus()
  }
}

/** Tells how many screens there are, whenever that changes. */
export function followDisplays(screen: Screen, tell: (displays: number) => void): void {
  const count = () => tell(screen.getAllDisplays().length)
  screen.on('display-added', count)
  screen.on('display-removed', count)
}
