import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { ok } from '../../../core/result.ts'
import type { AskVault } from '../../client/window-client.ts'
import { ClipPages } from './clip-pages.ts'
import { type Filters, type Order, queryOf } from './filters.ts'

/** What is looked for, and in which order it is listed. */
export type Search = { readonly filters: Filters; readonly order: Order }

/** The hits of what is looked for; made anew when that changes, or when `turn` does. */
export function useClipPages(ask: AskVault, search: Search, turn: number): ClipPages {
  // What is typed is shown at once; the search follows when the window has time for it.
  const { filters, order } = useDeferredValue(search)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again
  const pages = useMemo(() => {
    const query = { ...queryOf(filters), order }
    return new ClipPages(async (offset, limit, signal) => {
      const answer = await ask('clip.list', { query: { ...query, offset, limit }, keep: null }, { signal })
      if (!answer.ok) return answer
      const { clips, total, restricted } = answer.value
      return ok({ rows: clips, total: total ?? clips.length, restricted })
    })
  }, [ask, filters, order, turn])
  useEffect(() => () => pages.close(), [pages])
  return useSettled(pages)
}

/** The last search's hits stay on screen until the first of the new ones are there. */
function useSettled(pages: ClipPages): ClipPages {
  const [shown, setShown] = useState(pages)
  const { total, failure } = useSyncExternalStore(pages.subscribe, pages.state)
  useEffect(() => pages.want(0, 0), [pages])
  const isThere = total !== null || failure !== null
  if (isThere && shown !== pages) setShown(pages)
  return isThere ? pages : shown
}
