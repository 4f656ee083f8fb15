import type { Connection } from './sqlite.ts'

/** Name of the function in SQL that folds the case of a text as this program does: SQLite's own knows the English letters alone. */
export const foldFunction = 'folded_case'

/** Teaches a connection to compare texts in any case. */
export function teachFoldedCase(connection: Connection): void {
  const options = { deterministic: true, directOnly: true, varargs: false }
  connection.function(foldFunction, options, (text) => String(text).toLowerCase())
}
