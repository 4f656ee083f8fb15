import Database from 'better-sqlite3-multiple-ciphers'

/** A prepared statement. */
export type Statement = {
  readonly reader: boolean
  run(...parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...parameters: readonly unknown[]): unknown
  all(...parameters: readonly unknown[]): unknown[]
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>
}

/** A connection to a database. Everything on it is synchronous. */
export type Connection = {
  /** Path of the file. */
  readonly name: string
  readonly inTransaction: boolean
  prepare(text: string): Statement
  exec(text: string): unknown
  /** Adds a function to SQL. `directOnly`: for statements alone, never for what the schema does. */
  function(
    name: string,
    options: { readonly deterministic: boolean; readonly directOnly: boolean; readonly varargs: boolean },
    run: (...values: unknown[]) => string | null,
  ): unknown
  pragma(text: string, options?: { readonly simple: boolean }): unknown
  close(): unknown
}

type SqliteModule = {
  /** `timeout`: milliseconds to wait for another connection's lock. */
  new (path: string, options: { readonly fileMustExist: boolean; readonly timeout: number }): Connection
  /** What SQLite fails with; `code` is its extended result code by name, for example `SQLITE_IOERR_WRITE`. */
  readonly SqliteError: new (
    message: string,
    code: string,
  ) => Error & { readonly code: string }
}

/**
 * SQLite with encryption: the part of the package that is used. Its own declarations hold values without a type, and lie where its export
 * map does not lead: tsconfig.base.json says where.
 */
export const Sqlite = Database as SqliteModule
