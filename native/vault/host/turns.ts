import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * One after the other, in the order of asking. Whoever asks from within a turn of their own would wait for ever: that is a bug
 * and throws at once.
 */
export class Turns {
  readonly #inside = new AsyncLocalStorage<{ over: boolean }>()
  #last: Promise<unknown> = Promise.resolve()

  take<T>(run: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.over === false) throw new Error('a change of the vault was asked for within another')
    const turn = { over: false }
    const taken = this.#last.then(() => this.#inside.run(turn, run))
    const ended = (): void => {
      turn.over = true
    }
    this.#last = taken.then(ended, ended)
    return taken
  }
}
