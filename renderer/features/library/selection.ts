import type { Places } from '../../client/clip-pages.ts'
import type { ClipRow } from '../../client/window-client.ts'

/** Which rows of the hits are selected, and the one that the keyboard is on. */
export type Selection = {
  /** Place in the hits. */
  readonly at: number
  /** Where a range begins. */
  readonly anchor: number
  /** The selected rows by their clips, whether the list holds them or not. */
  readonly clips: ReadonlyMap<string, ClipRow>
  /** The rows of a range from their first place on, so that it can be drawn otherwise without asking for them again; null for no range. */
  readonly range: { readonly first: number; readonly rows: readonly ClipRow[] } | null
}

/** Nothing is selected yet. */
export const noSelection: Selection = { at: 0, anchor: 0, clips: new Map(), range: null }

/** So many clips can be selected at a time: what is done with them is done clip by clip. */
export const mostSelected = 10_000

/** How a row was chosen: `only` that, that one `too` (or no longer), or all `through` to it. */
export type Choosing = 'only' | 'too' | 'through'

/** The rows from where a range began to a place; of more than can be selected, those next to where it began. */
export function rangeTo({ anchor }: Selection, at: number): Places {
  return at < anchor
    ? { first: Math.max(at, anchor - mostSelected + 1), last: anchor }
    : { first: anchor, last: Math.min(at, anchor + mostSelected - 1) }
}

function byClip(rows: readonly ClipRow[]): ReadonlyMap<string, ClipRow> {
  return new Map(rows.map((row) => [row.clip, row]))
}

/** The selection after one row was chosen; `row` null where it is not held yet: it can be passed, and not selected. */
export function choose(selection: Selection, at: number, how: 'only' | 'too', row: ClipRow | null): Selection {
  if (row === null) return { ...selection, at, anchor: at, range: null }
  if (how === 'only') return { at, anchor: at, clips: byClip([row]), range: null }
  const clips = new Map(selection.clips)
  if (!clips.delete(row.clip)) clips.set(row.clip, row)
  return { at, anchor: at, clips, range: null }
}

/** The selection after the rows of a range to `at` were chosen, of which the first stands at `first`. */
export function chooseRange(selection: Selection, at: number, range: NonNullable<Selection['range']>): Selection {
  return { ...selection, at, clips: byClip(range.rows), range }
}

/** The row that a range has at a place; null for none. */
export function rowOfRange({ range }: Selection, at: number): ClipRow | null {
  return range?.rows[at - range.first] ?? null
}

/** The selection with a changed clip in the place of what was selected. */
export function withChanged(selection: Selection, row: ClipRow): Selection {
  if (!selection.clips.has(row.clip)) return selection
  const { range } = selection
  const rows = range?.rows.map((each) => (each.clip === row.clip ? row : each))
  return {
    ...selection,
    clips: new Map(selection.clips).set(row.clip, row),
    range: range && rows ? { ...range, rows } : null,
  }
}

/** Where a key leads from a row among `total`, with so many rows in sight; null for other keys. */
export function rowAfterKey(key: string, at: number, total: number, inSight: number, columns = 1): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    ...(columns > 1 ? { ArrowRight: 1, ArrowLeft: -1 } : {}),
    PageDown: inSight,
    PageUp: -inSight,
    Home: -total,
    End: total,
  }
  const step = steps[key]
  return step === undefined || total === 0 ? null : Math.min(Math.max(at + step, 0), total - 1)
}
