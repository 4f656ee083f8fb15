import { accessSync, closeSync, constants, openSync, readSync, realpathSync, rmSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { teachDueDates } from './due-dates.ts'
import { teachFoldedCase } from './folded-case.ts'
import { type Connection, Sqlite } from './sqlite.ts'
import { type DatabaseBusy, isBusy, storageFailure } from './storage-fault.ts'

/** Why a database does not open. */
export type OpenFailure = Failure | DatabaseBusy

/** First bytes of a database that is not encrypted (SQLite file format, 1.3.1). */
const plainMagic = Buffer.from('SQLite format 3\0', 'latin1')

/** `Occl`, in the header's application id: a database of something else is refused. */
const applicationId = 0x4f63636c

/**
 * Databases that this process has open. To open such a file once more, even just to look at its first bytes, would end SQLite's lock
 * on it: POSIX locks go with the first descriptor that is closed (SQLite, How To Corrupt, 2.2).
 */
const openHere = new Set<string>()

/** Text of a key for SQLite: raw, so that no passphrase derivation takes place. */
function keyText(key: Uint8Array): string {
  if (key.length !== 32) throw new RangeError('a database key has 32 bytes')
  return `"x'${Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex')}'"`
}

/** Tells a fresh connection how the file is encrypted (SQLCipher 4), before anything is read. */
function unlock(connection: Connection, key: Uint8Array): void {
  connection.pragma("cipher='sqlcipher'")
  connection.pragma('legacy=4')
  connection.pragma(`key=${keyText(key)}`)
  connection.pragma('locking_mode=EXCLUSIVE')
}

function prepare(connection: Connection): void {
  connection.pragma('journal_mode=WAL')
  connection.pragma('synchronous=FULL')
  connection.pragma('foreign_keys=ON')
  connection.pragma('secure_delete=ON')
  connection.pragma('temp_store=MEMORY')
  connection.pragma('trusted_schema=OFF')
  // Otherwise what INSERT OR REPLACE removes would pass by the triggers that keep records.
  connection.pragma('recursive_triggers=ON')
  // A page that does not decrypt is found by its HMAC; this finds rows that decrypt and are no rows.
  connection.pragma('cell_size_check=ON')
  teachDueDates(connection)
  teachFoldedCase(connection)
}

/** What the file's first bytes say before a key is tried; null for nothing. */
function plainFault(path: string): Failure | null {
  // SQLite would open a file that may not be written all the same, and then fail to lock it with an error that says nothing.
  accessSync(path, constants.R_OK | constants.W_OK)
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(plainMagic.length)
    const size = readSync(file, head, 0, head.length, 0)
    if (size < head.length) return { kind: 'database-damaged', detail: 'the file is empty' }
    return head.equals(plainMagic) ? { kind: 'not-encrypted', name: basename(path) } : null
  } finally {
    closeSync(file)
  }
}

function failureOf(error: unknown, path: string): OpenFailure {
  if (isBusy(error)) return { kind: 'database-busy' }
  const failure = storageFailure(error, basename(path))
  if (failure === null) throw error
  return failure
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}

/** The file's path without links: by that SQLite knows it. */
function placeOf(path: string): Result<string, OpenFailure> {
  try {
    const place = realpathSync(path)
    return openHere.has(place) ? failed({ kind: 'database-busy' }) : ok(place)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return failed({ kind: 'vault-missing', name: basename(path) })
    return failed(failureOf(error, path))
  }
}

/** Runs what may fail with the storage; bugs go through. */
export function attempt<T>(path: string, work: () => T): Result<T, OpenFailure> {
  try {
    return ok(work())
  } catch (error) {
    return failed(failureOf(error, path))
  }
}

function connect(path: string, key: Uint8Array, set: (connection: Connection) => void): Connection {
  const connection = new Sqlite(path, { fileMustExist: true, timeout: 0 })
  try {
    unlock(connection, key)
    set(connection)
    openHere.add(path)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function holdAndProve(connection: Connection): Result<Connection, OpenFailure> {
  if (connection.pragma('application_id', { simple: true }) === applicationId) return ok(connection)
  closeConnection(connection)
  return failed({ kind: 'database-damaged', detail: 'it is a database of something else' })
}

/**
 * Opens an encrypted database for this connection alone. Fails with `vault-missing`, `not-encrypted`, `database-damaged` (also for a
 * wrong key: nothing tells the two apart), `database-busy`, `not-writable`, `disk-full`.
 */
export function openConnection(path: string, key: Uint8Array): Result<Connection, OpenFailure> {
  const place = placeOf(path)
  if (!place.ok) return place
  const plain = attempt(path, () => plainFault(place.value))
  if (!plain.ok) return plain
  if (plain.value) return failed(plain.value)
  const opened = attempt(path, () => connect(place.value, key, prepare))
  return opened.ok ? holdAndProve(opened.value) : opened
}

/**
 * Makes an empty encrypted database that only its owner may read. Fails with `vault-exists`, `not-writable`, `disk-full`, and leaves
 * nothing then.
 */
export function createConnection(path: string, key: Uint8Array): Result<Connection, OpenFailure> {
  const made = makeFile(path)
  if (!made.ok) return made
  const opened = attempt(path, () =>
    connect(realpathSync(path), key, (connection) => {
      prepare(connection)
      connection.pragma(`application_id=${applicationId}`)
    }),
  )
  if (!opened.ok) removeDatabase(path)
  return opened
}

function makeFile(path: string): Result<void, OpenFailure> {
  try {
    closeSync(openSync(path, 'wx', 0o600))
    return ok(undefined)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return failed({ kind: 'vault-exists', name: basename(path) })
    if (code === 'ENOENT') return failed({ kind: 'folder-missing', name: basename(dirname(path)) })
    return failed(failureOf(error, path))
  }
}

/** Closes a connection; its log goes into the file. Safe to call twice. */
export function closeConnection(connection: Connection): void {
  openHere.delete(connection.name)
  connection.close()
}

/** Removes a database file that nobody has open, with its log and journal. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-journal', '-shm']) rmSync(`${resolve(path)}${suffix}`, { force: true })
}

/**
 * Gives a copy (`copyTo`) a key of its own: every page is written anew. The file is nobody's yet: when this fails or is killed, it is
 * to be removed. Fails as `openConnection` does.
 */
export function rekeyFile(path: string, oldKey: Uint8Array, newKey: Uint8Array): Result<void, OpenFailure> {
  const place = placeOf(path)
  if (!place.ok) return place
  return attempt(path, () => {
    const connection = connect(place.value, oldKey, (fresh) => {
      // Rekeying does not work with a write-ahead log; with the journal in memory no page of the old key is left on the disk.
      fresh.pragma('journal_mode=MEMORY')
      fresh.pragma('synchronous=FULL')
    })
    try {
      connection.pragma(`rekey=${keyText(newKey)}`)
    } finally {
      closeConnection(connection)
    }
  })
}
