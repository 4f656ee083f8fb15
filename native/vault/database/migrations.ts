import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './sqlite.ts'

/** The steps of the schema; the place in the list, from 1, is the schema's version after it. Never changed once shipped. */
const steps = [
  '0001-records.sql',
  '0002-audit-log.sql',
  '0003-words.sql',
  '0004-decode-pass.sql',
  '0005-bookmarks.sql',
  '0006-orders.sql',
  '0007-due-order.sql',
  '0008-redactions.sql',
  '0009-reviews.sql',
  '0010-disclosures.sql',
  '0011-proposed.sql',
  '0012-redaction-queue.sql',
  '0013-register.sql',
  '0014-edits.sql',
] as const

/** The schema's version that this version of Occlude works with. */
export const schemaVersion: number = steps.length

/** The steps as files: beside the sources, or in the sources beside the compiled `dist`. */
function stepFile(name: string): string {
  const beside = join(import.meta.dirname, 'migrations', name)
  if (existsSync(beside)) return beside
  return join(import.meta.dirname, '../../../../native/vault/database/migrations', name)
}

/** The version that a database's schema has; 0 for a fresh one. */
export function schemaVersionOf(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }))
}

/** Applies the steps that are missing up to `version`, each in a transaction of its own that either happens whole or not at all. */
export function migrate(connection: Connection, version: number = schemaVersion): void {
  for (const [index, name] of steps.slice(0, version).entries()) {
    if (index < schemaVersionOf(connection)) continue
    const text = readFileSync(stepFile(name), 'utf8')
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec(text)
      connection.pragma(`user_version=${index + 1}`)
      connection.exec('COMMIT')
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }
}
