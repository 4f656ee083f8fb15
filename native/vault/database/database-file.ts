import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Failure } from '../../../core/failure.ts'
import type { VaultProblem } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { syncFolder } from '../../evidence/place-file.ts'
import { removeDatabase } from './connection.ts'
import type { Connection } from './sqlite.ts'
import { storageFailure } from './storage-fault.ts'

/** Most problems that SQLite is asked to name. */
const mostProblems = 200

/** What a check says, line by line; `unreadable` where it comes upon a page that it cannot go on without. */
function linesOf(connection: Connection, pragma: string, unreadable: string): readonly string[] {
  try {
    const rows = connection.pragma(pragma) as readonly Readonly<Record<string, unknown>>[]
    const lines = rows.flatMap((row) => String(Object.values(row)[0]).split('\n'))
    return lines.filter((line) => line !== 'ok' && line !== '*** in database main ***')
  } catch (error) {
    if (storageFailure(error, '') === null) throw error
    return [unreadable]
  }
}

function tablesOf(connection: Connection): readonly string[] {
  const rows = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  return (rows as readonly { readonly name: string }[]).map(({ name }) => name)
}

const stopped = 'a page that the check needs is not what was written'

/** What a check of the whole says; one that could not go on is asked again table by table, to say where. */
function damageOf(connection: Connection, check: string): readonly string[] {
  const lines = linesOf(connection, `${check}(${mostProblems})`, stopped)
  if (!lines.includes(stopped)) return lines
  const where = tablesOf(connection).flatMap((table) =>
    linesOf(connection, `${check}('${table}')`, `table ${table} cannot be read`),
  )
  return [...lines, ...where]
}

/** What is wrong with an open database: pages that are not what was written, indices and references that do not fit their tables. */
export function problemsOf(connection: Connection, name: string, full: boolean): readonly VaultProblem[] {
  const damage = damageOf(connection, full ? 'integrity_check' : 'quick_check')
  // Each line is the table of a row whose reference leads nowhere. Of pages that cannot be read enough was said.
  const tables = damage.length === 0 ? linesOf(connection, 'foreign_key_check', 'some table') : []
  const dangling = tables.map((table) => `a row of ${table} refers to one that is not there`)
  return [...damage, ...dangling].map((detail) => ({ kind: 'database', name, detail }))
}

/** See `VaultDatabase.copyTo`. */
export async function copyInto(connection: Connection, path: string): Promise<Result<void>> {
  const name = basename(path)
  if (existsSync(path)) return failed<Failure>({ kind: 'file-exists', name })
  try {
    connection.prepare('VACUUM INTO ?').run(path)
    await makeDurable(path)
    return ok(undefined)
  } catch (error) {
    removeDatabase(path)
    const failure = storageFailure(error, name)
    if (failure === null) throw error
    return failed(failure)
  }
}

/** Makes a database file that nobody has open, and its name, durable. */
export async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(path)
}
