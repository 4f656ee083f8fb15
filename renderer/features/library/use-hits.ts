import { useCallback, useMemo } from 'react'
import { ok } from '../../../core/result.ts'
import type { ClipPages, LoadPage } from '../../client/clip-pages.ts'
import { usePages } from '../../client/use-pages.ts'
import type { AskVault } from '../../client/window-client.ts'
import { type Filters, type Order, queryOf } from './filters.ts'

/** The hits of what is looked for, in an order; asked for anew when either changes, or `turn` does. Every question is an entry of the log. */
export function useHits(
  ask: AskVault,
  search: { readonly sought: Filters; readonly order: Order },
  turn: number,
): ClipPages {
  const { sought, order } = search
  const asked = useMemo(() => ({ sought, order, turn }), [sought, order, turn])
  const load: LoadPage = useCallback(
    async (offset, limit, signal) => {
      const query = { ...queryOf(asked.sought), order: asked.order, offset, limit }
      const answer = await ask('clip.list', { query, keep: null }, { signal })
      if (!answer.ok) return answer
      const { clips, total, restricted } = answer.value
      return ok({ rows: clips, total: total ?? clips.length, restricted })
    },
    [ask, asked],
  )
  return usePages(load)
}
