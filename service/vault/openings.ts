import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { Failure } from '../../core/failure.ts'
import type { OpenClip } from '../../core/ports/vault/vault-objects.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import { StoreLocked, type VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipId } from '../../core/vault/ids.ts'
import { ServedRanges } from './served-ranges.ts'

/** Clips that one session may have open at once: four side by side, and those that take their place. */
const mostOpen = 8

/** What an opening begins with. */
export type NewOpening = {
  readonly id: string
  readonly session: string
  readonly clip: ClipId
  readonly source: OpenClip
  readonly index: ClipIndex | null
  /** Why the access list was passed over, for as long as it is open; null where it was not. */
  readonly brokenGlass: string | null
  /** Monotonic milliseconds when it was opened. */
  readonly openedAt: number
  /** The entry that ends the one which its beginning wrote, with the outcome `done`. */
  readonly ending: AuditDraft
}

/** A clip that is open for viewing. */
export type Opening = Omit<NewOpening, 'ending'> & {
  /** What was handed out of it. */
  readonly served: ServedRanges
  /**
   * Runs something that reads it; closing waits for that, and is told to `onEnd` of those who can stop. Fails with `not-open`, and runs
   * nothing, once it is being closed: whoever asked just before may come after.
   */
  use<T>(run: () => Promise<Result<T>>): Promise<Result<T>>
  /** Called once when the opening ends, before its bytes are closed. */
  onEnd(stop: () => Promise<void> | void): void
}

class Kept implements Opening {
  readonly id: string
  readonly session: string
  readonly clip: ClipId
  readonly source: OpenClip
  readonly index: ClipIndex | null
  readonly brokenGlass: string | null
  readonly openedAt: number
  readonly ending: AuditDraft
  readonly served: ServedRanges
  readonly #running = new Set<Promise<unknown>>()
  readonly #stops: (() => Promise<void> | void)[] = []
  #isEnding = false

  constructor(
    { id, session, clip, source, index, brokenGlass, openedAt, ending }: NewOpening,
    servedInAll: ServedRanges,
  ) {
    this.served = new ServedRanges(servedInAll)
    this.id = id
    this.session = session
    this.clip = clip
    this.source = source
    this.index = index
    this.brokenGlass = brokenGlass
    this.openedAt = openedAt
    this.ending = ending
  }

  async use<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#isEnding) return failed({ kind: 'not-open' })
    const running = run()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  onEnd(stop: () => Promise<void> | void): void {
    this.#stops.push(stop)
  }

  async close(): Promise<void> {
    this.#isEnding = true
    for (const stop of this.#stops) await stop()
    await Promise.allSettled(this.#running)
    await this.source.close()
  }
}

/** Why an opening ends: somebody closed it, or its session ended or may not see the clip any more. */
export type OpeningOutcome = 'done' | 'interrupted'

/** The clips that sessions have open for viewing. Each has begun in the log and is ended there. */
export class Openings {
  readonly #open = new Map<string, Kept>()
  /** What sessions were served of each clip, in all their openings of it. */
  readonly #served = new Map<string, Map<ClipId, ServedRanges>>()
  readonly #store: Pick<VaultStore, 'note'>

  constructor(store: Pick<VaultStore, 'note'>) {
    this.#store = store
  }

  /** Fails where the session has as many open as it may. */
  mayOpen(session: string): Result<void> {
    const failure: Failure = { kind: 'too-many-open', most: mostOpen }
    return this.#of(session).length < mostOpen ? ok(undefined) : failed(failure)
  }

  add(opening: NewOpening): void {
    const ofSession = this.#served.get(opening.session) ?? new Map<ClipId, ServedRanges>()
    const servedInAll = ofSession.get(opening.clip) ?? new ServedRanges()
    this.#served.set(opening.session, ofSession.set(opening.clip, servedInAll))
    this.#open.set(opening.id, new Kept(opening, servedInAll))
  }

  /** The opening, if it is this session's. */
  find(session: string, id: string): Opening | null {
    const found = this.#open.get(id)
    return found?.session === session ? found : null
  }

  /** Ends an opening: from now on nobody finds it; what is being read of it comes to its end first. */
  async end(id: string, outcome: OpeningOutcome): Promise<Result<void>> {
    const opening = this.#open.get(id)
    if (!opening) return ok(undefined)
    this.#open.delete(id)
    await opening.close()
    try {
      const noted = await this.#store.note({ ...opening.ending, outcome })
      return noted.ok ? ok(undefined) : noted
    } catch (error) {
      // A locked vault writes nothing; its next opening ends what was begun, as interrupted.
      if (error instanceof StoreLocked) return failed(error.failure)
      throw error
    }
  }

  /** Ends everything that a session has open. */
  async endSession(session: string): Promise<void> {
    for (const { id } of this.#of(session)) await this.end(id, 'interrupted')
    this.#served.delete(session)
  }

  /** Ends everything: the vault is about to be locked or closed. */
  async endAll(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.end(id, 'interrupted')
    this.#served.clear()
  }

  #of(session: string): readonly Kept[] {
    return [...this.#open.values()].filter((opening) => opening.session === session)
  }
}
