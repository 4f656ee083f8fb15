import { ok, type Result } from '../../../core/result.ts'
import type { ClipRow } from '../../client/window-client.ts'
import type { ClipPage, LoadPage } from './clip-pages.ts'

/** Rows after a clip, in the order of the hits; `more`: these are not the last ones. */
export type LoadAfter = (
  after: string | null,
  limit: number,
  signal: AbortSignal,
) => Promise<Result<{ readonly clips: readonly ClipRow[]; readonly more: boolean }>>

/** Most rows that the vault hands over at once. */
const longestStep = 1_000

/**
 * Pages by their place, of a search that can only be walked from clip to clip: how far it has been walked is remembered, and a
 * place further on is walked to in the largest steps. Until the end is known, the total is one row more than what was seen.
 */
export function walkedPages(load: LoadAfter): LoadPage {
  /** The clip before each place that has been reached. */
  const before = new Map<number, string | null>([[0, null]])
  let seen = 0
  let end: number | null = null

  const walk = async (from: number, limit: number, signal: AbortSignal): Promise<Result<readonly ClipRow[]>> => {
    const answer = await load(before.get(from) ?? null, limit, signal)
    if (!answer.ok) return answer
    const { clips, more } = answer.value
    const reached = from + clips.length
    const last = clips.at(-1)
    if (last) before.set(reached, last.clip)
    seen = Math.max(seen, reached)
    if (!more) end = reached
    return ok(clips)
  }

  const reach = async (place: number, signal: AbortSignal): Promise<Result<void>> => {
    for (;;) {
      const nearest = Math.max(...[...before.keys()].filter((at) => at <= place))
      if (nearest === place || (end !== null && nearest >= end)) return ok(undefined)
      const step = await walk(nearest, Math.min(place - nearest, longestStep), signal)
      if (!step.ok) return step
    }
  }

  return async (offset, limit, signal): Promise<Result<ClipPage>> => {
    const reached = await reach(offset, signal)
    if (!reached.ok) return reached
    const rows = before.has(offset) ? await walk(offset, limit, signal) : ok([])
    return rows.ok ? ok({ rows: rows.value, total: end ?? seen + 1 }) : rows
  }
}
