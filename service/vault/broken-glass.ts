import type { Result } from '../../core/result.ts'
import type { ClipId } from '../../core/vault/ids.ts'

/** An act of breaking glass: who is not on a clip's access list looks at it all the same, in one session, for one reason. */
type GlassAct = { readonly session: string; readonly clip: ClipId; readonly reason: string }

/**
 * Which acts have been told to information governance. A window asks for many things of the clip that it shows, each through the
 * glass: together they are one act, told once, before the first of them is answered.
 */
export class BrokenGlass {
  readonly #told = new Map<string, Promise<Result<unknown>>>()

  /** Tells of an act that was not told yet; else waits until it is. What could not be told is told with the next call. */
  async tell({ session, clip, reason }: GlassAct, told: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
    const act = JSON.stringify([session, clip, reason.trim()])
    const before = this.#told.get(act)
    if (before) return before
    const telling = told()
    this.#told.set(act, telling)
    const isTold = await telling.then(
      ({ ok }) => ok,
      () => false,
    )
    if (!isTold) this.#told.delete(act)
    return telling
  }

  /** A session is over: whoever breaks the glass again does so anew. */
  endSession(session: string): void {
    for (const act of this.#told.keys()) if (JSON.parse(act)[0] === session) this.#told.delete(act)
  }

  /** All sessions are over. */
  endAll(): void {
    this.#told.clear()
  }
}
