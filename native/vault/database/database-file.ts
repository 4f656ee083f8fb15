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

function linesOf(connection: Connection, pragma: string): readonly string[] {
  const rows = connection.pragma(pragma) as readonly Readonly<Record<string, unknown>>[]
  return rows.flatMap((row) => String(Object.values(row)[0]).split('\n'))
}

/** What is wrong with an open database: pages that are not what was written, indices and references that do not fit their tables. */
export function problemsOf(connection: Connection, name: string, full: boolean): readonly VaultProblem[] {
  const problem = (detail: string): VaultProblem => ({ kind: 'database', name, detail })
  try {
    const lines = linesOf(connection, `${full ? 'integrity_check' : 'quick_check'}(${mostProblems})`)
    const references = connection.pragma('foreign_key_check') as readonly { readonly table: string }[]
    const found = lines.filter((line) => line !== 'ok' && line !== '*** in database main ***').map(problem)
    return [...found, ...references.map(({ table }) => problem(`a row of ${table} refers to one that is not there`))]
  } catch (error) {
    if (storageFailure(error, name) === null) throw error
    return [problem('a page that everything hangs on is not what was written')]
  }
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
