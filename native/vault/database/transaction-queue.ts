import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * One thing after the other on a connection that can do only one: a read never sees half of a change, and no change begins within
 * another. What a change itself reads goes at once, on whatever way it asks; a change within a change is a bug and throws instead of
 * waiting for itself.
 */
export class TransactionQueue {
  #last: Promise<unknown> = Promise.resolve()
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>()

  /** Runs a change once everything before it has ended. */
  change<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open) throw new Error('a change within a change')
    return this.#enqueue(() => {
      const here = { open: true }
      return this.#inside.run(here, work).finally(() => {
        here.open = false
      })
    })
  }

  /** Runs a read: within a change at once, otherwise in its turn. */
  read<T>(work: () => Promise<T>): Promise<T> {
    return this.#inside.getStore()?.open ? work() : this.#enqueue(work)
  }

  /** Answers once everything that was asked for before has ended. */
  idle(): Promise<void> {
    return this.#enqueue(() => Promise.resolve())
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(work)
    // Whoever asked hears of a failure; the next in line only waits for its end.
    this.#last = answer.then(
      () => undefined,
      () => undefined,
    )
    return answer
  }
}
