import { CopyWork } from './copy-work.ts'

/** Pieces of work that are done one after the other. */
export class CopyTurns {
  #last: Promise<unknown> = Promise.resolve()
  #taken = 0

  /** Whether the next piece begins at once. */
  get isFree(): boolean {
    return this.#taken === 0
  }

  /** Runs it once everything before it has ended; null where it is stopped before that. */
  async take<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T | null> {
    let begun = false
    this.#taken += 1
    const turn = this.#last.then(() => {
      if (signal.aborted) return null
      begun = true
      return run()
    })
    this.#last = Promise.allSettled([turn])
    const stopped = new Promise<null>((resolve) =>
      signal.addEventListener('abort', () => resolve(null), { once: true }),
    )
    try {
      return await Promise.race([turn, stopped.then(() => (begun ? turn : null))])
    } finally {
      this.#taken -= 1
    }
  }
}

/**
 * The copies of all redactions that somebody works on: made one at a time, whatever is looked at. What runs goes on while the vault is
 * locked, and is there when the same person comes back to it.
 */
export class Copies {
  /** Whose they are; nobody else sees anything of them. */
  readonly person: string | null
  readonly #turns = new CopyTurns()
  readonly #works = new Map<string, CopyWork>()

  constructor(person: string | null) {
    this.person = person
  }

  /** That of a redaction. */
  copying(redaction: string): CopyWork {
    const work = this.#works.get(redaction) ?? new CopyWork(this.#turns)
    this.#works.set(redaction, work)
    return work
  }

  /**
   * Whoever was signed in has gone, or the vault is locked: what waits, for others or to be saved, is given up, since nobody else is to
   * begin it; what runs is the vault's; nothing is kept of the rest.
   */
  leave(): void {
    for (const [redaction, work] of this.#works) if (work.leave()) this.#works.delete(redaction)
  }
}
