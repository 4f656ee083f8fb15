import { BrowserWindow, type Dialog } from 'electron'
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
  /** The window for work was closed. */
  readonly onClosed: () => void
}

/** The window for work, of which there is one, and what holds for all windows. */
export class Windows {
  readonly #host: WindowsHost
  #work: BrowserWindow | null = null
  /** Footage in screenshots and recordings is footage outside of the vault: left out until something says otherwise. */
  #isProtected = true

  constructor(host: WindowsHost) {
    this.#host = host
  }

  /** The window for work, while it is open. */
  get work(): BrowserWindow | null {
    return this.#work
  }

  /** Whether windows are left out of screenshots and recordings. */
  get isProtected(): boolean {
    return this.#isProtected
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
      this.#host.onClosed()
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      // Ended in order: the window was closed, or its page loaded again.
      if (reason !== 'clean-exit') this.#offerAgain(window).catch(() => window.close())
    })
    await window.loadURL(appPage)
  }

  /** Leaves windows out of screenshots and recordings, or not. */
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
