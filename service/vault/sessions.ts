import { failed, ok, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'

/** Somebody who has signed in, until they leave or have not been there for a while. */
export type Session = { readonly id: string; readonly user: UserId }

type Kept = Session & { lastUsed: number; calls: number }

/**
 * Who is signed in. Time is monotonic milliseconds: a clock that is set forward ends no session, one that is set back keeps
 * none. A session is idle from the end of its last call.
 */
export class Sessions {
  readonly #open = new Map<string, Kept>()
  readonly #elapsed: () => number

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  open(id: string, user: UserId): void {
    this.#open.set(id, { id, user, lastUsed: this.#elapsed(), calls: 0 })
  }

  /** The session, kept awake by being used. Fails with `not-signed-in` once it is over. */
  use(id: string, idleMinutes: number): Result<Session> {
    const session = this.#open.get(id)
    if (session && this.#isIdle(session, idleMinutes)) this.#open.delete(id)
    else if (session) {
      session.lastUsed = this.#elapsed()
      return ok(session)
    }
    return failed({ kind: 'not-signed-in' })
  }

  /** Whether a session has not been ended. */
  has(id: string): boolean {
    return this.#open.has(id)
  }

  /** Keeps a session awake until the returned function is called. */
  busy(id: string): () => void {
    const session = this.#open.get(id)
    if (session) session.calls += 1
    return () => {
      if (!session) return
      session.calls -= 1
      session.lastUsed = this.#elapsed()
    }
  }

  /** Ends the sessions that have been idle for too long, and answers them. */
  expire(idleMinutes: number): readonly Session[] {
    const idle = [...this.#open.values()].filter((session) => this.#isIdle(session, idleMinutes))
    for (const { id } of idle) this.#open.delete(id)
    return idle
  }

  /** Ends a session; null when it was over already. */
  close(id: string): Session | null {
    const session = this.#open.get(id) ?? null
    this.#open.delete(id)
    return session
  }

  closeAll(): void {
    this.#open.clear()
  }

  get count(): number {
    return this.#open.size
  }

  #isIdle({ calls, lastUsed }: Kept, idleMinutes: number): boolean {
    return calls === 0 && this.#elapsed() - lastUsed > idleMinutes * 60_000
  }
}
