import type { WindowEvent } from '../../contract/window/window-shapes.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'

/** A window that listens: it takes one event after the other, and stops when `signal` says so. */
export type Listening = {
  readonly signal: StopSignal
  readonly onItem: (event: WindowEvent) => Promise<void>
}

/** Events of which only the latest counts: an older one that still waits is forgotten. */
function outdates(newer: WindowEvent, older: WindowEvent): boolean {
  if (newer.kind === 'work') return older.kind === 'work' && newer.work === older.work
  return (newer.kind === 'picture' || newer.kind === 'log') && older.kind === newer.kind
}

/** What waits for one window. However slow that is, there is little of it. */
class Waiting {
  readonly #events: WindowEvent[]
  #wake: () => void = () => undefined

  constructor(first: readonly WindowEvent[]) {
    this.#events = [...first]
  }

  put(event: WindowEvent): void {
    const at = this.#events.findIndex((each) => outdates(event, each))
    if (at !== -1) this.#events.splice(at, 1)
    this.#events.push(event)
    this.#wake()
  }

  wake(): void {
    this.#wake()
  }

  async next(signal: StopSignal): Promise<WindowEvent | null> {
    while (!signal.aborted) {
      const event = this.#events.shift()
      if (event) return event
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return null
  }
}

/** What happens, told to every window that listens. */
export class WindowEvents {
  readonly #listeners = new Set<(event: WindowEvent) => void>()

  tell(event: WindowEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Listens until the returned function is called. */
  listen(listener: (event: WindowEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells a window `first`, and then what happens, until it stops listening. */
  async follow(first: readonly WindowEvent[], { signal, onItem }: Listening): Promise<Result<Record<string, never>>> {
    const waiting = new Waiting(first)
    const stop = this.listen((event) => waiting.put(event))
    signal.addEventListener('abort', () => waiting.wake())
    try {
      for (let event = await waiting.next(signal); event; event = await waiting.next(signal)) await onItem(event)
      return ok({})
    } finally {
      stop()
    }
  }
}
