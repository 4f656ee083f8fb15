import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../core/failure.ts'
import type { ClipPages } from '../../client/clip-pages.ts'
import type { LibraryStore } from './library-store.ts'
import { type Choosing, choose, chooseRange, rangeTo } from './selection.ts'

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
      const range = rangeTo(store.getState().selection, at)
      const held = pages.heldRows(range)
      store.select((before) => (held ? chooseRange(before, at, held) : { ...before, at }))
      if (held) return
      setChoosing(true)
      const rows = await pages.rows(range, own.signal)
      if (own.signal.aborted) return
      setChoosing(false)
      if (rows.ok) store.select((before) => chooseRange(before, at, rows.value))
      else setFailure(rows.failure)
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
