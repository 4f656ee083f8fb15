import type { Order } from './filters.ts'

/** A column of the list; those with an `order` can be sorted by. `ascends`: the usual order goes from A, from the oldest, or from the soonest. */
export type Column = {
  readonly id: 'name' | 'recordedOn' | 'length' | 'officer' | 'category' | 'incident' | 'imported' | 'retention'
  readonly name: string
  /** Least width in CSS pixels, and its share of what is left over; 0 for one that needs no more. */
  readonly least: number
  readonly share: number
  readonly order?: Order['by']
  readonly ascends?: boolean
}

const columns: readonly Column[] = [
  { id: 'name', name: 'Clip', least: 168, share: 4 },
  { id: 'recordedOn', name: 'Recorded on', least: 172, share: 0, order: 'recorded' },
  { id: 'length', name: 'Length', least: 52, share: 0 },
  { id: 'officer', name: 'Officer', least: 60, share: 1, order: 'officer', ascends: true },
  { id: 'category', name: 'Category', least: 88, share: 0, order: 'category', ascends: true },
  { id: 'incident', name: 'Incident', least: 80, share: 1 },
  { id: 'imported', name: 'Imported', least: 104, share: 0, order: 'imported' },
  { id: 'retention', name: 'Retention', least: 140, share: 0, order: 'due', ascends: true },
]

/** Where there is not room for all, these go first; the others stay. */
const firstToGo: readonly Column['id'][] = ['imported', 'incident', 'length', 'category', 'officer']

/** Between columns, and before the first and after the last, in CSS pixels (spacingHorizontalM). */
const gap = 12

function leastWidth(shown: readonly Column[]): number {
  return shown.reduce((all, { least }) => all + least + gap, gap)
}

/** The columns for which a list of so many CSS pixels has room without scrolling sideways. */
export function columnsFor(width: number): readonly Column[] {
  let shown = columns
  for (const id of firstToGo) {
    if (leastWidth(shown) <= width) break
    shown = shown.filter((column) => column.id !== id)
  }
  return shown
}

/** Widths of columns, as CSS has them. */
export function templateOf(shown: readonly Column[]): string {
  return shown.map(({ least, share }) => (share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`)).join(' ')
}
