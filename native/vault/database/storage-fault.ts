import type { Failure } from '../../../core/failure.ts'
import { StoreFault } from '../../../core/ports/vault/vault-store.ts'
import { Sqlite } from './sqlite.ts'

/** Another process (or another part of this one) has the database open. The host knows who, and words it as `vault-busy`. */
export type DatabaseBusy = { readonly kind: 'database-busy' }

/**
 * Thrown by reads when the storage does not give what it should: damaged pages, rows that are no records, a disk that fails. Damaged
 * data never looks like an answer. Changes and notes answer `failure` instead of throwing.
 */
export class StorageFault extends StoreFault {
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure, `the vault's database: ${failure.kind}`, options)
  }
}

/** Fails a read with a row or value that is not as its writers make it; `detail` names the table and column, never a value. */
export function damagedRecord(detail: string): StorageFault {
  return new StorageFault({ kind: 'database-damaged', detail: `${detail} does not fit` })
}

const full: ReadonlySet<string> = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])
const closed: ReadonlySet<string> = new Set(['SQLITE_CANTOPEN', 'SQLITE_PERM', 'EACCES', 'EPERM', 'EROFS'])

function codeOf(error: unknown): string {
  if (error instanceof Sqlite.SqliteError) return error.code
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** True where the database is open elsewhere. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
}

/**
 * What an error of SQLite or of the file system says about the storage; null where it says nothing about it (a constraint, a bug).
 * `name` is the file's, without its folder.
 */
export function storageFailure(error: unknown, name: string): Failure | null {
  if (error instanceof StorageFault) return error.failure
  const code = codeOf(error)
  if (full.has(code)) return { kind: 'disk-full', name }
  if (closed.has(code) || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return { kind: 'not-writable', name }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return { kind: 'database-damaged', detail: 'a page is not what was written, or the key is another one' }
  if (code.startsWith('SQLITE_IOERR')) return { kind: 'file-unreadable', name }
  return null
}
