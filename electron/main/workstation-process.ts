import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import { type FromWorkstation, fromWorkstation, type ToWorkstation } from '../../contract/window/between-processes.ts'

/** Longest pause before the process is started again after it ended by itself (milliseconds); it doubles up to this. */
const longestPause = 10_000

/** How long the process may take to close the vault before it is ended (milliseconds). */
const graceAtEnd = 5_000

/** What the workstation process is told first, but for how often it was started before. */
export type Beginning = Omit<Extract<ToWorkstation, { kind: 'start' }>, 'kind' | 'restarts'>

/** What it needs of the main process. */
export type WorkstationHost = {
  /** Its script, absolute. */
  readonly script: string
  /** Words for its command line. */
  readonly words: readonly string[]
  readonly beginning: () => Beginning
  readonly onMessage: (message: FromWorkstation) => void
  /** It has ended, whether it is started again or not. */
  readonly onEnd: () => void
}

/**
 * The process that holds the vault. When it ends by itself it is started again, empty: keys died with it, and windows, whose ports
 * closed with it, ask for new ones.
 */
export class WorkstationProcess {
  readonly #host: WorkstationHost
  #process: UtilityProcess | null = null
  #restarts = 0
  #startedAt = 0
  #pause = 100
  #isEnding = false

  constructor(host: WorkstationHost) {
    this.#host = host
  }

  start(): void {
    const child = utilityProcess.fork(this.#host.script, [...this.#host.words], {
      serviceName: 'Occlude workstation',
      stdio: 'inherit',
    })
    this.#process = child
    this.#startedAt = performance.now()
    child.on('message', (raw: unknown) => {
      const message = fromWorkstation.safeParse(raw)
      if (!message.success) throw new Error('the workstation process said what it cannot say')
      this.#host.onMessage(message.data)
    })
    child.once('exit', () => this.#ended(child))
    this.tell({ kind: 'start', restarts: this.#restarts, ...this.#host.beginning() })
  }

  tell(message: ToWorkstation): void {
    this.#process?.postMessage(message)
  }

  /** Gives a window's port to the process; closed at once while there is none, so that the window asks again. */
  lend(window: number, port: MessagePortMain): void {
    if (this.#process) this.#process.postMessage({ kind: 'window', window } satisfies ToWorkstation, [port])
    else port.close()
  }

  /** Gives it the port to an engine process that it asked for. */
  lendEngine(engine: number, port: MessagePortMain): void {
    this.#process?.postMessage({ kind: 'engine', engine } satisfies ToWorkstation, [port])
  }

  /** Closes the vault and ends the process; answers when it is gone. */
  end(): Promise<void> {
    this.#isEnding = true
    const child = this.#process
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill(), graceAtEnd)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      child.postMessage({ kind: 'end' } satisfies ToWorkstation)
    })
  }

  #ended(child: UtilityProcess): void {
    if (this.#process !== child) return
    this.#process = null
    this.#host.onEnd()
    if (this.#isEnding) return
    const livedLong = performance.now() - this.#startedAt > longestPause
    this.#pause = livedLong ? 100 : Math.min(this.#pause * 2, longestPause)
    this.#restarts += 1
    setTimeout(() => {
      if (!this.#isEnding) this.start()
    }, this.#pause)
  }
}
