import type { MessagePortMain } from 'electron'
import type { FromWorkstation } from '../../contract/window/between-processes.ts'
import type { EngineChild, EngineStarter } from '../../native/engine/engine-process.ts'
import type { FromEngine, ToEngine } from '../../native/engine/messages.ts'

/** An engine process that the main process starts for this one; what is sent waits for its port. */
class RemoteEngine implements EngineChild {
  readonly #end: () => void
  readonly #waiting: ToEngine[] = []
  readonly #onMessage: ((message: FromEngine) => void)[] = []
  readonly #onExit: (() => void)[] = []
  #port: MessagePortMain | null = null

  constructor(end: () => void) {
    this.#end = end
  }

  onMessage(listener: (message: FromEngine) => void): void {
    this.#onMessage.push(listener)
  }

  /** Never: a process that cannot be started ends, which `onExit` tells. */
  onError(): void {}

  onExit(listener: () => void): void {
    this.#onExit.push(listener)
  }

  send(message: ToEngine): void {
    if (this.#port) this.#port.postMessage(message)
    else this.#waiting.push(message)
  }

  kill(): void {
    this.#end()
  }

  connect(port: MessagePortMain): void {
    this.#port = port
    port.on('message', ({ data }: { readonly data: unknown }) => {
      // Both ends are ours, of the same build; the engine's own edge is the clip.
      for (const listener of this.#onMessage) listener(data as FromEngine)
    })
    port.start()
    for (const message of this.#waiting.splice(0)) port.postMessage(message)
  }

  ended(): void {
    for (const listener of this.#onExit.splice(0)) listener()
  }
}

/** The engine processes of the workstation process. Electron lets the main process alone start others. */
export class EngineChildren {
  readonly #tell: (message: FromWorkstation) => void
  readonly #running = new Map<number, RemoteEngine>()
  #engines = 0

  constructor(tell: (message: FromWorkstation) => void) {
    this.#tell = tell
  }

  readonly start: EngineStarter = () => {
    const engine = ++this.#engines
    const child = new RemoteEngine(() => {
      if (this.#running.has(engine)) this.#tell({ kind: 'end-engine', engine })
    })
    this.#running.set(engine, child)
    this.#tell({ kind: 'start-engine', engine })
    return child
  }

  connected(engine: number, port: MessagePortMain): void {
    this.#running.get(engine)?.connect(port)
  }

  ended(engine: number): void {
    this.#running.get(engine)?.ended()
    this.#running.delete(engine)
  }
}
