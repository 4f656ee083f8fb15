import { displayName } from '../../../core/intake/display-name.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { AskVault, ClipRow } from '../../client/window-client.ts'
import type { Bookmark, RecordedStart } from '../player/index.ts'

/** Whose wall clocks are shown. */
const zone = 'Europe/London'

/** What is kept of a clip and shown beside its footage. */
export type ClipRecords = {
  readonly clip: ClipRow
  readonly title: string
  /** Null: nobody knows when it was recorded. */
  readonly recorded: RecordedStart | null
  readonly bookmarks: readonly Bookmark[]
}

function recordedOf({ recordedOn }: ClipRow, offsetSeconds: number): RecordedStart | null {
  const startMilliseconds = recordedOn === null ? Number.NaN : Date.parse(recordedOn)
  return Number.isNaN(startMilliseconds) ? null : { startMilliseconds, offsetSeconds, zone }
}

/** Reads what is kept of a clip. None of it is footage. */
export async function recordsOf(ask: AskVault, clip: string, signal: AbortSignal): Promise<Result<ClipRecords>> {
  const [shown, clock, list] = await Promise.all([
    ask('clip.show', { clip }, { signal }),
    ask('clip.clock', { clip }, { signal }),
    ask('bookmark.list', { clip }, { signal }),
  ])
  if (!shown.ok) return shown
  if (!clock.ok) return clock
  if (!list.ok) return list
  const row = shown.value.clip
  const bookmarks = list.value.bookmarks.flatMap(({ bookmark, frame, text }) =>
    frame === null ? [] : [{ id: bookmark, frame, note: text }],
  )
  return ok({ clip: row, title: displayName(row.name), recorded: recordedOf(row, clock.value.seconds), bookmarks })
}

/** The start of a clip of which nobody knows when it was recorded, put where another one begins. */
export function startWith(others: readonly (RecordedStart | null)[]): RecordedStart {
  const known = others.flatMap((start) =>
    start === null ? [] : [start.startMilliseconds + start.offsetSeconds * 1000],
  )
  return { startMilliseconds: known.length === 0 ? 0 : Math.min(...known), offsetSeconds: 0, zone }
}
