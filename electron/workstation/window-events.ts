import type { WindowEvent } from '../../contract/window/window-shapes.ts'

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
}
