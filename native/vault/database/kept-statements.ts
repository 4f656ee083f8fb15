import type { Connection, Statement } from './sqlite.ts'

/** Texts that are kept prepared: more than the vault has, apart from combinations of filters. */
const most = 300

/**
 * A connection that prepares a text once and runs it as often as it is asked to. Statements hold up to 80 KiB outside of JavaScript's
 * heap, of which the collector knows nothing: prepared anew for each row, those of a long import would fill the memory. For statements
 * that are run to their end at once. What was used longest ago is forgotten.
 */
export function keepStatements(connection: Pick<Connection, 'prepare' | 'close'>) {
  const kept = new Map<string, Statement>()
  return {
    prepare(text: string): Statement {
      const statement = kept.get(text) ?? connection.prepare(text)
      kept.delete(text)
      kept.set(text, statement)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return statement
    },
    close(): void {
      kept.clear()
      connection.close()
    },
  }
}
