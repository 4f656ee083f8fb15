import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import { userData, userDataIsOurs } from './user-data.ts'
import { chromiumProgram, debuggingPort, headless } from './words.ts'

/** An answer or event of the debugging protocol. */
type Arrived = {
  readonly id?: number
  readonly method?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

type Waiting = { resolve(result: Readonly<Record<string, unknown>>): void; reject(error: Error): void }

/** What the browser's first window shows until the program's own page is loaded into it. */
export const firstPage = 'data:text/html,<title>Occlude</title>'

/** Chromium must open no connection of its own, and keep no password. */
const switches = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--metrics-recording-only',
  '--no-pings',
  '--password-store=basic',
  '--use-mock-keychain',
  '--remote-debugging-pipe',
]

function wordsFor(extra: readonly string[]): readonly string[] {
  return [
    ...switches,
    ...extra,
    `--user-data-dir=${join(userData, 'chromium')}`,
    ...(headless ? ['--headless=new'] : []),
    // A root without user namespaces has no sandbox to offer; everybody else has.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(debuggingPort === null ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    // Without a frame of a browser's around it, where anybody sees it.
    headless ? firstPage : `--app=${firstPage}`,
  ]
}

/** On Linux a browser takes its language from its surroundings, where Electron takes it from the switch. */
function environment(extra: readonly string[]): NodeJS.ProcessEnv {
  const language = extra.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
  return language === undefined ? process.env : { ...process.env, LANGUAGE: language.replace('-', '_') }
}

/** The installed Chromium, spoken to over a pipe that no other program can reach. Emits `gone` when it ends. */
export class Chromium extends EventEmitter {
  readonly #process: ChildProcess
  readonly #out: Writable
  readonly #waiting = new Map<number, Waiting>()
  #id = 0
  #rest = Buffer.alloc(0)

  constructor(extra: readonly string[]) {
    super()
    this.setMaxListeners(0)
    this.#process = spawn(chromiumProgram, wordsFor(extra), {
      env: environment(extra),
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    this.#out = this.#process.stdio[3] as Writable
    this.#out.on('error', () => undefined)
    ;(this.#process.stdio[4] as Readable).on('data', (bytes: Buffer) => this.#take(bytes))
    this.#process.once('error', () => this.#gone())
    this.#process.once('exit', () => this.#gone())
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Calls a method of the protocol, of the browser or of one page's session. */
  call(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#id
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
    })
  }

  /** Ends it and everything it has kept. */
  async end(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve))
      this.#process.kill('SIGKILL')
      await ended
    }
    if (userDataIsOurs) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (let at = this.#rest.indexOf(0); at !== -1; at = this.#rest.indexOf(0)) {
      const text = this.#rest.subarray(0, at).toString('utf8')
      this.#rest = this.#rest.subarray(at + 1)
      this.#arrived(JSON.parse(text) as Arrived)
    }
  }

  #arrived({ id, method, params, result, error, sessionId }: Arrived): void {
    if (method !== undefined) {
      this.emit(method, params, sessionId)
      return
    }
    const waiting = this.#waiting.get(id ?? -1)
    this.#waiting.delete(id ?? -1)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result ?? {})
  }

  #gone(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended'))
    this.#waiting.clear()
    this.emit('gone')
  }
}
