import type { RedactionRow } from './redaction-words.ts'

type Rows = readonly Pick<RedactionRow, 'redaction'>[]

/**
 * Which redaction is chosen among the rows that are there now. It stays so wherever its row goes: also the first one, which nobody has
 * chosen by hand. Where it has left, the first takes its place; null: there are no rows.
 */
export function choiceAmong(rows: Rows, chosen: string | null): string | null {
  return rows.some(({ redaction }) => redaction === chosen) ? chosen : (rows[0]?.redaction ?? null)
}

/** Whether a page has been emptied although the list has not: it goes back to its first one. */
export function isEmptied(rows: Rows, total: number, offset: number): boolean {
  return rows.length === 0 && total > 0 && offset > 0
}
