import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents, WebFrameMain } from 'electron'
import { firstPage } from './chromium.ts'
import { loud } from './loud.ts'
import type { StandInPort } from './message-ports.ts'
import { Page } from './page.ts'
import { done, ipcMessages, theBrowser } from './program.ts'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

let ids = 0
const open = new Map<number, StandInWindow>()
/** What every window tells the program as a whole. */
export const windowEvents = new EventEmitter()

/** What a window shows. */
class StandInContents
  extends EventEmitter
  implements Pick<WebContents, 'setWindowOpenHandler' | 'send' | 'getURL' | 'reload'>
{
  page: Page | null = null
  readonly mainFrame: WebFrameMain
  #openHandler: OpenHandler | null = null

  constructor() {
    super()
    const contents = this
    this.mainFrame = loud<WebFrameMain>('WebFrameMain', {
      get url() {
        return contents.getURL()
      },
      parent: null,
    })
  }

  reload(): void {
    this.page?.reload()
  }

  getURL(): string {
    return this.page?.address ?? ''
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  /** Whether a page that this one opened may stay. */
  mayOpen(url: string): boolean {
    const asked = {
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    }
    return this.#openHandler?.(asked as Parameters<OpenHandler>[0]).action !== 'deny'
  }

  send(channel: string, ...words: unknown[]): void {
    this.page?.tell(channel, words, [])
  }

  postMessage(channel: string, message: unknown, transfer: readonly StandInPort[] = []): void {
    this.page?.tell(channel, [message], transfer)
  }
}

/** A window of the browser in the place of one of Electron's; sandboxed and isolated ones only. */
export class StandInWindow extends EventEmitter {
  readonly id = ++ids
  readonly webContents: WebContents
  readonly #contents = new StandInContents()
  readonly #preload: string
  /** As the program sees it. */
  readonly face: BrowserWindow
  #isClosed = false

  constructor({ webPreferences = {} }: BrowserWindowConstructorOptions = {}) {
    super()
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, preload } = webPreferences
    if (!sandbox || !contextIsolation || nodeIntegration !== false || !webSecurity)
      throw new Error('the stand-in shows windows that are sandboxed and isolated, and no others')
    this.#preload = preload ?? ''
    this.webContents = loud<WebContents>('WebContents', this.#contents)
    this.face = loud<BrowserWindow>('BrowserWindow', this)
    open.set(this.id, this)
    windowEvents.emit('contents', this.webContents)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open.values()].map(({ face }) => face)
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...open.values()].find(({ webContents }) => webContents === contents)?.face ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return open.get(id)?.face ?? null
  }

  async loadURL(address: string): Promise<void> {
    const chromium = await theBrowser(() => this.#closed())
    const { targetInfos } = await chromium.call('Target.getTargets')
    const first = (
      targetInfos as readonly { readonly targetId: string; readonly type: string; readonly url: string }[]
    ).find(({ type, url }) => type === 'page' && url === firstPage)
    const target =
      first?.targetId ??
      String((await chromium.call('Target.createTarget', { url: 'about:blank', newWindow: true }))['targetId'])
    const page = await Page.of(chromium, target, this.#preload)
    this.#contents.page = page
    page.on('message', (channel: string, words: readonly unknown[]) => this.#heard(channel, words))
    page.on('navigate', (event: object, url: string) => this.#contents.emit('will-navigate', event, url))
    page.on('crashed', () => this.#contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    page.on('gone', () => this.#closed())
    chromium.on('Target.targetCreated', ({ targetInfo }: { readonly targetInfo: Opened }) => this.#opened(targetInfo))
    await page.load(address)
    this.#contents.emit('did-finish-load')
    this.emit('ready-to-show')
  }

  #opened({ targetId, openerId, url, type }: Opened): void {
    const page = this.#contents.page
    if (!page || type !== 'page' || openerId !== page.target || this.#contents.mayOpen(url)) return
    done.push({ what: 'window-refused', value: url })
    theBrowser(() => undefined)
      .then((chromium) => chromium.call('Target.closeTarget', { targetId }))
      .catch(() => undefined)
  }

  #heard(channel: string, words: readonly unknown[]): void {
    const { mainFrame } = this.#contents
    ipcMessages.emit(
      channel,
      loud('IpcMainEvent', { sender: this.webContents, senderFrame: mainFrame, ports: [] }),
      ...words,
    )
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    open.delete(this.id)
    this.emit('closed')
    if (open.size === 0) windowEvents.emit('all-closed')
  }

  setContentProtection(on: boolean): void {
    done.push({ what: 'content-protection', value: on })
  }

  show(): void {
    done.push({ what: 'show', value: this.id })
  }

  showInactive(): void {
    done.push({ what: 'show', value: this.id })
  }

  /** Where the browser puts it is the browser's business. */
  getBounds(): Rectangle {
    return { x: 0, y: 0, width: 1440, height: 900 }
  }

  focus(): void {
    done.push({ what: 'focus', value: this.id })
    this.#contents.page?.call('Page.bringToFront').catch(() => undefined)
  }

  isMinimized(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.#isClosed
  }

  close(): void {
    this.#contents.page?.close()
  }
}

type Opened = { readonly targetId: string; readonly openerId?: string; readonly url: string; readonly type: string }
