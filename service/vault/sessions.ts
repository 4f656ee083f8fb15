import type { Role } from '../../core/access/roles.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { UserId } from '../../core/vault/ids.ts'

/** Somebody who has signed in, until they leave or nothing of theirs has happened for a while. */
export type Session = {
  readonly id: string
  readonly user: UserId
  readonly lastUsed: number
  readonly roles: readonly Role[]
}

/** Who is signed in. Time is monotonic milliseconds: a clock that is set forward ends no session, one set back keeps none. */
export class Sessions {
  readonly #open = new Map<string, Session>()
  readonly #elapsed: () => number

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  open(id: string, user: UserId, roles: readonly Role[]): void {
    this.#open.set(id, { id, user, roles, lastUsed: this.#elapsed() })
  }

  /** The session, kept awake by being used. Fails with `not-signed-in` once it is over. */
  use(id: string, idleMinutes: number): Result<Session> {
    const session = this.#open.get(id)
    if (!session) return failed({ kind: 'not-signed-in' })
    if (this.#elapsed() - session.lastUsed > idleMinutes * 60_000) {
      this.#open.delete(id)
      return failed({ kind: 'not-signed-in' })
    }
    const used = { ...session, lastUsed: this.#elapsed() }
    this.#open.set(id, used)
    return ok(used)
  }

  /** Sessions that have been idle for too long; they are over now. */
  expire(idleMinutes: number): readonly Session[] {
    const idle = [...this.#open.values()].filter(({ lastUsed }) => this.#elapsed() - lastUsed > idleMinutes * 60_000)
    for (const { id } of idle) this.#open.delete(id)
    return idle
  }

  close(id: string): Session | null {
    const session = this.#open.get(id) ?? null
    this.#open.delete(id)
    return session
  }

  /** Ends all of a person's sessions, or everybody's. */
  closeAll(user: UserId | null): readonly Session[] {
    const ended = [...this.#open.values()].filter((session) => user === null || session.user === user)
    for (const { id } of ended) this.#open.delete(id)
    return ended
  }

  get count(): number {
    return this.#open.size
  }
}
