/** Which rows of the hits are selected, and the one that the keyboard is on. Rows are told apart by their clip. */
export type Selection = {
  /** Place in the hits. */
  readonly at: number
  /** Where a range begins. */
  readonly anchor: number
  readonly clips: ReadonlySet<string>
}

/** Nothing is selected yet. */
export const noSelection: Selection = { at: 0, anchor: 0, clips: new Set() }

/** How a row was chosen: `only` that, that one `too` (or no longer), or all `through` to it. */
export type Choosing = 'only' | 'too' | 'through'

/** The selection after a row was chosen; `clipAt` knows the rows that are held. */
export function choose(
  selection: Selection,
  at: number,
  how: Choosing,
  clipAt: (at: number) => string | null,
): Selection {
  const clip = clipAt(at)
  if (how === 'through') {
    const [first, last] = [Math.min(selection.anchor, at), Math.max(selection.anchor, at)]
    const clips = new Set<string>()
    for (let each = first; each <= last; each++) {
      const held = clipAt(each)
      if (held !== null) clips.add(held)
    }
    return { ...selection, at, clips }
  }
  if (clip === null) return { ...selection, at, anchor: at }
  if (how === 'only') return { at, anchor: at, clips: new Set([clip]) }
  const clips = new Set(selection.clips)
  if (!clips.delete(clip)) clips.add(clip)
  return { at, anchor: at, clips }
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
