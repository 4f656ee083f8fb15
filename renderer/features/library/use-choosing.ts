import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { Result } from '../../../core/result.ts'
import { type ClipPages, knownRows, type Places, type RowAt } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import type { LibraryStore } from './library-store.ts'
import { type Choosing, choose, chooseRange, rangeTo, rowOfRange } from './selection.ts'

/** Rows of some hits that are fetched to be chosen: those that were asked for last, and no others. */
class RangeFetch {
  readonly #pages: ClipPages
  #running: AbortController | null = null

  constructor(pages: ClipPages) {
    this.#pages = pages
  }

  /** Null where they were given up meanwhile. */
  async rows(places: Places, known: RowAt): Promise<Result<readonly ClipRow[]> | null> {
    const own = new AbortController()
    this.#running = own
    const fetched = await this.#pages.rows(places, known, own.signal)
    return own.signal.aborted ? null : fetched
  }

  stop(): void {
    this.#running?.abort()
    this.#running = null
  }
}

/** Chooses rows. Of a range it fetches what the list does not hold; whatever is chosen meanwhile counts instead. */
export function useChoosing(pages: ClipPages, store: LibraryStore) {
  const [choosing, setChoosing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const range = useMemo(() => new RangeFetch(pages), [pages])
  const stop = useCallback(() => {
    range.stop()
    setChoosing(false)
  }, [range])
  // What was asked for of other hits is nobody's any more.
  useEffect(() => stop, [stop])
  const chooseThrough = useCallback(
    async (at: number): Promise<void> => {
      const before = store.getState().selection
      const places = rangeTo(before, at)
      const known = (each: number) => pages.rowAt(each) ?? rowOfRange(before, each)
      const take = (rows: readonly ClipRow[]): void =>
        store.select((now) => chooseRange(now, at, { first: places.first, rows }))
      const rows = knownRows(places, known)
      if (rows) return take(rows)
      store.select((now) => ({ ...now, at }))
      setChoosing(true)
      const fetched = await range.rows(places, known)
      if (fetched === null) return
      setChoosing(false)
      if (fetched.ok) take(fetched.value)
      else setFailure(fetched.failure)
    },
    [pages, range, store],
  )
  const onChoose = useCallback(
    (at: number, how: Choosing): void => {
      stop()
      setFailure(null)
      if (how === 'through') void chooseThrough(at)
      else store.select((before) => choose(before, at, how, pages.rowAt(at)))
    },
    [pages, store, stop, chooseThrough],
  )
  return { onChoose, choosing, failure }
}
