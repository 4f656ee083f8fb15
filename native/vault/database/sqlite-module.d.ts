/**
 * The part of better-sqlite3-multiple-ciphers that the database uses. The package's own declarations lie where its export map does not
 * lead, and are full of values without a type.
 */
declare module 'better-sqlite3-multiple-ciphers' {
  namespace Database {
    type Statement = {
      readonly reader: boolean
      run(...parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
      get(...parameters: readonly unknown[]): unknown
      all(...parameters: readonly unknown[]): unknown[]
      iterate(...parameters: readonly unknown[]): IterableIterator<unknown>
    }
    class SqliteError extends Error {
      /** SQLite's extended result code by name, for example `SQLITE_IOERR_WRITE`. */
      readonly code: string
    }
  }
  class Database {
    constructor(path: string, options: { readonly fileMustExist: boolean; readonly timeout: number })
    static readonly SqliteError: typeof Database.SqliteError
    readonly name: string
    readonly inTransaction: boolean
    prepare(text: string): Database.Statement
    exec(text: string): this
    pragma(text: string, options?: { readonly simple: boolean }): unknown
    close(): this
  }
  export = Database
}
