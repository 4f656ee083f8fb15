import type { Failure } from '../../core/failure.ts'
import { ok, type Result } from '../../core/result.ts'
import type { ClipRow } from './window-client.ts'

/** Rows `[offset, offset + rows.length)` of a search's hits, how many hits there are in all, and how many are kept from the asker. */
export type ClipPage = { readonly rows: readonly ClipRow[]; readonly total: number; readonly restricted: number }

/** Places `[first, last]` of the hits. */
export type Places = { readonly first: number; readonly last: number }

/** The row at a place; null where it is not known. */
export type RowAt = (at: number) => ClipRow | null

/** Asks for a page. What is cancelled fails with `cancelled`. */
export type LoadPage = (offset: number, limit: number, signal: AbortSignal) => Promise<Result<ClipPage>>

/** What is known of a search's hits at one moment. */
export type ClipPagesState = {
  /** Null until the first page has come. */
  readonly total: number | null
  /** Hits of which the asker may only know that they exist. */
  readonly restricted: number
  readonly failure: Failure | null
  /** Changes whenever a row may have. */
  readonly version: number
}

const pageRows = 100
/** So many rows are fetched at a time where somebody wants many: the most that the vault answers. */
const rowsAtOnce = 1_000
/** So many pages are kept; at 100,000 hits the rest is asked for again when somebody scrolls back. */
const keptPages = 30
/** So many pages are asked for at the same time: what is in sight lies on two at most. */
const atOnce = 2

/** The rows of places that are all known; null where one is not. */
export function knownRows({ first, last }: Places, known: RowAt): readonly ClipRow[] | null {
  const rows: ClipRow[] = []
  for (let at = first; at <= last; at++) {
    const row = known(at)
    if (row === null) return null
    rows.push(row)
  }
  return rows
}

/** The last place that is not known; the first one where all are. */
function lastUnknown({ first, last }: Places, known: RowAt): number {
  let at = last
  while (at > first && known(at) !== null) at -= 1
  return at
}

/**
 * The hits of one search, of which only the pages near to what is shown are held. Pages that were only scrolled past are
 * not asked for, and those that nobody looks at any more are not kept, so the memory does not grow with the number of hits.
 */
export class ClipPages {
  readonly #load: LoadPage
  readonly #listeners = new Set<() => void>()
  /** The page asked for longest ago comes first. */
  readonly #pages = new Map<number, readonly ClipRow[]>()
  readonly #loading = new Set<number>()
  readonly #controller = new AbortController()
  #wanted: readonly number[] = []
  #state: ClipPagesState = { total: null, restricted: 0, failure: null, version: 0 }

  constructor(load: LoadPage) {
    this.#load = load
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): ClipPagesState => this.#state

  /** The row at a place of the hits; null while it is being fetched. */
  rowAt(at: number): ClipRow | null {
    return this.#pages.get(Math.floor(at / pageRows))?.[at % pageRows] ?? null
  }

  /**
   * The rows of any places: those that `known` has, the others fetched many at a time and not kept. Where there are fewer hits by then,
   * fewer rows.
   */
  async rows({ first, last }: Places, known: RowAt, signal: AbortSignal): Promise<Result<readonly ClipRow[]>> {
    const rows: ClipRow[] = []
    for (let at = first; at <= last; at = first + rows.length) {
      const row = known(at)
      if (row) {
        rows.push(row)
        continue
      }
      const until = lastUnknown({ first: at, last: Math.min(last, at + rowsAtOnce - 1) }, known)
      const answer = await this.#load(at, until - at + 1, signal)
      if (!answer.ok) return answer
      if (answer.value.rows.length === 0) break
      for (const each of answer.value.rows) rows.push(each)
    }
    return ok(rows)
  }

  /** Says which rows are shown now: they are fetched next, and what was only scrolled past never is. */
  want(first: number, last: number): void {
    const wanted: number[] = []
    for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page++) wanted.push(page)
    this.#wanted = wanted
    for (const page of wanted) {
      const rows = this.#pages.get(page)
      if (!rows) continue
      this.#pages.delete(page)
      this.#pages.set(page, rows)
    }
    this.#fetchWanted()
  }

  /** Puts a changed clip in the place of the row that was shown for it. */
  replace(row: ClipRow): void {
    for (const [page, rows] of this.#pages)
      if (rows.some(({ clip }) => clip === row.clip)) {
        const changed = rows.map((each) => (each.clip === row.clip ? row : each))
        this.#pages.set(page, changed)
      }
    this.#tell({})
  }

  /** Gives up everything that is under way. */
  close(): void {
    this.#controller.abort()
  }

  /** Few questions at a time: while somebody scrolls on, every one that is asked keeps the next one waiting. */
  #fetchWanted(): void {
    for (const page of this.#wanted) {
      if (this.#loading.size >= atOnce) return
      if (!this.#pages.has(page) && !this.#loading.has(page)) void this.#fetch(page)
    }
  }

  async #fetch(page: number): Promise<void> {
    this.#loading.add(page)
    const answer = await this.#load(page * pageRows, pageRows, this.#controller.signal)
    this.#loading.delete(page)
    if (this.#controller.signal.aborted) return
    if (!answer.ok) {
      // Asked for again when somebody scrolls or tries again, and not by itself.
      this.#tell({ failure: answer.failure })
      return
    }
    this.#pages.set(page, answer.value.rows)
    this.#forgetOldest()
    const { total, restricted } = answer.value
    this.#tell({ total, restricted, failure: null })
    this.#fetchWanted()
  }

  #forgetOldest(): void {
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= keptPages) return
      this.#pages.delete(oldest)
    }
  }

  #tell(change: Partial<ClipPagesState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 }
    for (const listener of this.#listeners) listener()
  }
}
