/**
 * Runs tasks one after another while their maker prepares the next ones, at most `limit` of them unfinished at a time.
 * After a task has failed the later ones are not started.
 */
export class OrderedQueue {
  readonly #limit: number
  readonly #unfinished: Promise<Outcome>[] = []
  #last: Promise<Outcome> = Promise.resolve(null)

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Waits until one more task may be prepared. Throws what an earlier task threw. */
  async room(): Promise<void> {
    while (this.#unfinished.length >= this.#limit) await this.#settleOldest()
  }

  /** Accepts a task, to be run after all earlier ones. */
  add(task: () => Promise<void>): void {
    this.#last = runAfter(this.#last, task)
    this.#unfinished.push(this.#last)
  }

  /** Waits for every accepted task. Throws what one of them threw. */
  async finish(): Promise<void> {
    while (this.#unfinished.length > 0) await this.#settleOldest()
  }

  /** Waits until all tasks accepted so far have ended, or will never begin; failures stay where they are. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #settleOldest(): Promise<void> {
    const outcome = await this.#unfinished.shift()
    if (outcome) throw outcome.error
  }
}

/** Null for success; failures are carried as values so that none goes unhandled before somebody waits for it. */
type Outcome = { readonly error: unknown } | null

async function runAfter(before: Promise<Outcome>, task: () => Promise<void>): Promise<Outcome> {
  const outcome = await before
  if (outcome) return outcome
  try {
    await task()
    return null
  } catch (error) {
    return { error }
  }
}
