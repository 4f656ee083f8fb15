import { BrowserWindow, type Display, type Screen } from 'electron'
import { secondPage } from './content-policy.ts'
import { preloadFile } from './places.ts'
import { secureWebPreferences } from './secure-web-preferences.ts'

/** What the window on the second display needs of the program. */
export type SecondWindowHost = {
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'>
  /** Nobody at that display can leave it: whoever works closes it from the other window. */
  readonly isKiosk: boolean
  /** Whether windows are left out of screenshots and recordings. */
  readonly isProtected: () => boolean
  /** It has opened or closed. */
  readonly onChange: () => void
}

/** The first display beside the one that a window is on; null where that is the only one. */
export function displayBeside(screen: SecondWindowHost['screen'], window: BrowserWindow): Display | null {
  const own = screen.getDisplayMatching(window.getBounds()).id
  return screen.getAllDisplays().find(({ id }) => id !== own) ?? null
}

/** The window that fills the second display with the picture alone. It has the settings of every window, a port of its own, and no menu. */
export class SecondWindow {
  readonly #host: SecondWindowHost
  #window: BrowserWindow | null = null
  #display: number | null = null

  constructor(host: SecondWindowHost) {
    this.#host = host
  }

  get isOpen(): boolean {
    return this.#window !== null
  }

  /** Opens it on a display that `beside` is not on. Does nothing where it is open, or where there is no such display. */
  async open(beside: BrowserWindow): Promise<void> {
    const display = this.#window ? null : displayBeside(this.#host.screen, beside)
    if (!display) return
    const window = new BrowserWindow({
      ...display.bounds,
      show: false,
      frame: false,
      fullscreen: true,
      kiosk: this.#host.isKiosk,
      autoHideMenuBar: true,
      title: 'Occlude: picture',
      backgroundColor: '#000000',
      webPreferences: secureWebPreferences(preloadFile),
    })
    this.#window = window
    this.#display = display.id
    window.setContentProtection(this.#host.isProtected())
    // Whoever works goes on in the window where they are.
    window.once('ready-to-show', () => window.showInactive())
    window.on('closed', () => this.#closed(window))
    window.webContents.on('render-process-gone', () => window.close())
    this.#host.onChange()
    await window.loadURL(secondPage)
  }

  close(): void {
    this.#window?.close()
  }

  /** Closes it where its own display has gone: elsewhere it would cover the work. */
  displayGone(display: number): void {
    if (this.#display === display) this.close()
  }

  #closed(window: BrowserWindow): void {
    if (this.#window !== window) return
    this.#window = null
    this.#display = null
    this.#host.onChange()
  }
}
