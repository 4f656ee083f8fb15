import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import { type ClipPages, knownRows } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'
import type { LibraryStore } from './library-store.ts'
import { type Choosing, choose, chooseRange, rangeTo, rowOfRange } from './selection.ts'

/** Chooses rows. Of a range it fetches what the list does not hold; whatever is chosen meanwhile counts instead. */
export function useChoosing(pages: ClipPages, store: LibraryStore) {
  const [choosing, setChoosing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const fetching = useRef<AbortController | null>(null)
  const stop = useCallback(() => {
    fetching.current?.abort()
    fetching.current = null
    setChoosing(false)
  }, [])
  // What was asked for of other hits is nobody's any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pages are other hits
  useEffect(() => stop, [pages, stop])
  const chooseThrough = useCallback(
    async (at: number): Promise<void> => {
      const own = new AbortController()
      fetching.current = own
      const before = store.getState().selection
      const places = rangeTo(before, at)
      const known = (each: number) => pages.rowAt(each) ?? rowOfRange(before, each)
      const take = (rows: readonly ClipRow[]): void =>
        store.select((now) => chooseRange(now, at, { first: places.first, rows }))
      const rows = knownRows(places, known)
      if (rows) return take(rows)
      store.select((now) => ({ ...now, at }))
      setChoosing(true)
      const fetched = await pages.rows(places, known, own.signal)
      if (own.signal.aborted) return
      setChoosing(false)
      if (fetched.ok) take(fetched.value)
      else setFailure(fetched.failure)
    },
    [pages, store],
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
