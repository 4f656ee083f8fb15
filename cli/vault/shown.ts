import { displayName } from '../../core/intake/display-name.ts'
import { shownDate, shownMoment as utcMoment } from '../../core/shown-date.ts'

/** What stands where nothing is known. */
const unknown = '-'

/** What somebody typed once, fit for a terminal: a word of a table. */
export function shownText(text: string | null): string {
  return text === null || text === '' ? unknown : displayName(text)
}

/** The day of a moment or day in UTC, for people: `22 Nov 2026`. */
export function shownDay(at: string | null): string {
  return shownDate(at ?? '') ?? shownText(at)
}

/** A moment in UTC, for people: `22 Nov 2026, 14:05 UTC`. */
export function shownMoment(at: string | null): string {
  return utcMoment(at ?? '') ?? shownText(at)
}

/** `1 clip`, `2 clips`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** The widest cell of a table, in characters: one endless name would push all else off the terminal. */
const widestCell = 80

function cell(text: string): string {
  const letters = [...text]
  return letters.length <= widestCell ? text : `${letters.slice(0, widestCell - 3).join('')}...`
}

/** Rows under a heading, in columns as wide as what is in them; long cells but the last are cut. None where there is nothing to list. */
export function columns(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return []
  const all = [heading, ...rows.map((row) => row.map((text, at) => (at === row.length - 1 ? text : cell(text))))]
  const widths = heading.map((_, at) => Math.max(...all.map((row) => [...(row[at] ?? '')].length)))
  const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(width - [...text].length, 0))
  return all.map((row) =>
    row
      .map((text, at) => padded(text, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Facts one below the other, their names in one column. */
export function factLines(facts: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => name.length), 11)
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}
