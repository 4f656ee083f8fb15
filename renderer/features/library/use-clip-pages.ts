import { useDeferredValue, useEffect, useMemo } from 'react'
import type { AskVault } from '../../client/window-client.ts'
import { ClipPages } from './clip-pages.ts'
import { type Filters, queryOf } from './filters.ts'
import { walkedPages } from './page-walk.ts'

/** The hits of what is looked for; made anew when that changes, or when `turn` does. */
export function useClipPages(ask: AskVault, filters: Filters, turn: number): ClipPages {
  // What is typed is shown at once; the search follows when the window has time for it.
  const asked = useDeferredValue(filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again
  const pages = useMemo(() => {
    const query = queryOf(asked)
    return new ClipPages(
      walkedPages((after, limit, signal) =>
        ask('clip.list', { query: { ...query, ...(after === null ? {} : { after }), limit }, keep: null }, { signal }),
      ),
    )
  }, [ask, asked, turn])
  useEffect(() => () => pages.close(), [pages])
  return pages
}
