import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appOf, httpOf } from './addresses.ts'
import type { Chromium } from './chromium.ts'
import type { StandInPort } from './message-ports.ts'
import { dropHeld } from './page/dropped-files.ts'
import { portClosing } from './page/port-events.ts'
import { loopback, rules } from './program.ts'

/** The world beside the page's own that the preload script runs in. */
const world = 'occlude-preload'

/** As tools/build-preload.ts makes it. */
const pageSide = join(import.meta.dirname, '../..', 'build/stand-in/page-side.js')

type Paused = {
  readonly requestId: string
  readonly request: { readonly url: string }
  readonly resourceType: string
  readonly frameId: string
}

function preloadSource(file: string): string {
  const module = 'const module = { exports: {} }'
  const preload = readFileSync(file, 'utf8')
  return `(() => { ${readFileSync(pageSide, 'utf8')}\n${module};\n((require, module, exports) => {\n${preload}\n})(pageSide.requireInPreload, module, module.exports) })()`
}

/**
 * A page of the browser under the program's rules. Emits `message` (channel, words), `navigate` (an event that can be prevented, the
 * address), `loaded`, `crashed`, `gone`.
 */
export class Page extends EventEmitter {
  readonly #chromium: Chromium
  readonly target: string
  readonly #session: string
  #context: number | null = null
  #address = 'about:blank'
  #isOwnNavigation = false

  private constructor(chromium: Chromium, target: string, session: string) {
    super()
    this.#chromium = chromium
    this.target = target
    this.#session = session
  }

  /** Takes a page of the browser and puts it under the rules, before anything is loaded into it. */
  static async of(chromium: Chromium, target: string, preload: string): Promise<Page> {
    const { sessionId } = await chromium.call('Target.attachToTarget', { targetId: target, flatten: true })
    const page = new Page(chromium, target, String(sessionId))
    page.#listen()
    await page.call('Page.enable')
    await page.call('Runtime.enable')
    await page.call('Runtime.addBinding', { name: 'standInTell', executionContextName: world })
    await page.call('Page.addScriptToEvaluateOnNewDocument', { source: preloadSource(preload), worldName: world })
    await page.call('Page.addScriptToEvaluateOnNewDocument', { source: portClosing })
    await page.call('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    return page
  }

  get address(): string {
    return this.#address
  }

  call(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.#chromium.call(method, params, this.#session)
  }

  async load(address: string): Promise<void> {
    this.#isOwnNavigation = true
    const loaded = new Promise((resolve) => this.once('loaded', resolve))
    const { errorText } = await this.call('Page.navigate', { url: httpOf(address, loopback.port) })
    if (errorText !== undefined) throw new Error(`${address} could not be loaded: ${String(errorText)}`)
    await loaded
  }

  /** Loads what it shows again, even where its process has ended. */
  reload(): void {
    this.#isOwnNavigation = true
    this.call('Page.reload').catch(() => undefined)
  }

  /** Tells the preload script something, and gives it ports. */
  tell(channel: string, words: readonly unknown[], ports: readonly StandInPort[]): void {
    const { origin } = new URL(httpOf(this.#address, loopback.port))
    const tokens = ports.map((port) => {
      const { up, down } = port.goToPage()
      return { up: loopback.expectUp(origin, up), down: loopback.expectDown(down) }
    })
    // A page that has gone meanwhile hears nothing, as with a real one.
    this.#callInPage('standInReceive', JSON.stringify({ channel, words, ports: tokens })).catch(() => undefined)
  }

  close(): void {
    this.#chromium.call('Target.closeTarget', { targetId: this.target }).catch(() => undefined)
  }

  /** Calls a function of the stand-in's half in the page, and answers what it gave. */
  async #callInPage(name: string, ...words: readonly unknown[]): Promise<Readonly<Record<string, unknown>>> {
    const { result } = await this.call('Runtime.callFunctionOn', {
      functionDeclaration: `function(...words) { return globalThis.${name}(...words) }`,
      executionContextId: this.#context,
      arguments: words.map((value) => ({ value })),
    })
    return result as Readonly<Record<string, unknown>>
  }

  /** Tells the page where files lie that were dropped onto it: the browser knows, a page of its does not. */
  async #lookUp([drop, count]: readonly unknown[]): Promise<void> {
    const paths: string[] = []
    for (let at = 0; at < Number(count); at += 1) {
      const { objectId } = await this.#callInPage('standInFile', drop, at)
      const { path } = await this.call('DOM.getFileInfo', { objectId })
      paths.push(String(path))
    }
    await this.#callInPage('standInDrop', drop, paths)
  }

  #listen(): void {
    const own = (method: string, take: (params: Readonly<Record<string, unknown>>) => void): void => {
      this.#chromium.on(method, (params: Readonly<Record<string, unknown>>, session?: string) => {
        if (session === this.#session) take(params)
      })
    }
    own('Runtime.executionContextCreated', ({ context }) => {
      const { id, name } = context as { readonly id: number; readonly name: string }
      if (name === world) this.#context = id
    })
    own('Runtime.bindingCalled', ({ payload, name }) => {
      if (name !== 'standInTell') return
      const { channel, words } = JSON.parse(String(payload)) as { readonly channel: string; readonly words: unknown[] }
      if (channel === dropHeld) this.#lookUp(words).catch(() => undefined)
      else this.emit('message', channel, words)
    })
    own('Page.frameNavigated', ({ frame }) => {
      const { url, parentId } = frame as { readonly url: string; readonly parentId?: string }
      if (parentId === undefined) this.#address = appOf(url)
    })
    own('Page.loadEventFired', () => this.emit('loaded'))
    own('Fetch.requestPaused', (params) => {
      // A page that has gone meanwhile asks for nothing any more.
      this.#judge(params as unknown as Paused).catch(() => undefined)
    })
    this.#chromium.on('Target.targetCrashed', ({ targetId }: { readonly targetId: string }) => {
      if (targetId === this.target) this.emit('crashed')
    })
    this.#chromium.on('Target.targetDestroyed', ({ targetId }: { readonly targetId: string }) => {
      if (targetId === this.target) this.emit('gone')
    })
  }

  /** Every request is held until the program's own rules have spoken. */
  async #judge({ requestId, request, resourceType, frameId }: Paused): Promise<void> {
    const address = appOf(request.url)
    const isTop = resourceType === 'Document' && frameId === this.target
    // No content: the page stays where it is, as after `preventDefault`.
    if (isTop && this.#isRefusedNavigation(address))
      await this.call('Fetch.fulfillRequest', { requestId, responseCode: 204 })
    else if (await isRefusedRequest(address))
      await this.call('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
    else await this.call('Fetch.continueRequest', { requestId })
  }

  #isRefusedNavigation(address: string): boolean {
    if (this.#isOwnNavigation) {
      this.#isOwnNavigation = false
      return false
    }
    let isPrevented = false
    const preventDefault = (): void => {
      isPrevented = true
    }
    this.emit('navigate', { preventDefault, url: address, isMainFrame: true, isSameDocument: false }, address)
    return isPrevented
  }
}

function isRefusedRequest(url: string): Promise<boolean> {
  const { request: rule } = rules
  if (!rule) return Promise.resolve(false)
  return new Promise((resolve) => rule({ url }, ({ cancel }) => resolve(cancel === true)))
}
