import { basename } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import type { Failure } from '../../../core/failure.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { VaultProblem } from '../../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { AuditRow } from '../audit/log-walk.ts'
import { AuditLog, type AuditPorts } from './audit-log.ts'
import type { Tables } from './clip-search.ts'
import { closeConnection } from './connection.ts'
import { copyInto, problemsOf } from './database-file.ts'
import { keepStatements } from './kept-statements.ts'
import { type RecordAccess, RecordReader } from './record-reader.ts'
import { RecordWriter, type WrappedKeys } from './record-writer.ts'
import type { Connection } from './sqlite.ts'
import { StorageFault, storageFailure } from './storage-fault.ts'
import { TransactionQueue } from './transaction-queue.ts'

/** What a database takes from its host. */
export type DatabasePorts = AuditPorts & { readonly wrappedKeys: WrappedKeys }

/** Rows of the log that are read at a time. */
const auditBatch = 500

/** A vault's database, open in this process alone: its records, and every change of them together with its entry in the audit log. */
export class VaultDatabase {
  readonly #connection: Connection
  readonly #name: string
  readonly #ports: DatabasePorts
  readonly #queue = new TransactionQueue()
  readonly #log: AuditLog
  readonly #db: Kysely<Tables>
  #fault: Failure | null = null
  /** Reads, each in its turn between changes. */
  readonly read: RecordReader

  /** To be made by `openDatabase` and `createDatabase`. Throws a `StorageFault` where the log's tables do not fit each other. */
  constructor(connection: Connection, ports: DatabasePorts) {
    this.#connection = connection
    this.#name = basename(connection.name)
    this.#ports = ports
    this.#log = new AuditLog(connection, ports)
    this.#db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: keepStatements(connection) }) })
    this.read = new RecordReader(this.#access((work) => this.#queue.read(work)))
  }

  /**
   * Runs `run` in one transaction together with one audit entry. A failure of `run`, a throw, or storage that fails leaves nothing of
   * either. Fails with what `run` fails with, `disk-full`, `not-writable`, `database-damaged`, `file-unreadable`.
   */
  async change<T>(draft: AuditDraft, run: (write: RecordWriter) => Promise<Result<T>>): Promise<Result<T>> {
    const answer = await this.#transaction(async (write) => {
      const answered = await run(write)
      if (!answered.ok) return answered
      return ok({ value: answered.value, seq: this.#log.append(draft) })
    })
    return answer.ok ? ok(answer.value.value) : answer
  }

  /** Writes an audit entry alone, durable when it answers; gives its seq. Fails as `change` does. */
  note(draft: AuditDraft): Promise<Result<number>> {
    return this.#transaction(async () => ok(this.#log.append(draft)))
  }

  /** The head of the log with this workstation's signature, durable. Fails with `vault-locked` while its key is forgotten, else as `change`. */
  checkpoint(): Promise<Result<Checkpoint>> {
    return this.#transaction(async () => {
      const signed = this.#log.checkpoint()
      return signed ? ok(signed) : failed<Failure>({ kind: 'vault-locked' })
    })
  }

  /** Rows of the log as they are stored, from `from` until before `until`; for verification and export. Changes go on meanwhile. */
  async *auditRows(from = 0, until: number = Number.MAX_SAFE_INTEGER): AsyncGenerator<AuditRow> {
    for (let next = from; next < until; ) {
      const limit = Math.min(auditBatch, until - next)
      const rows = await this.#read(async () => this.#log.rows(next, limit))
      yield* rows
      if (rows.length < limit) return
      next += rows.length
    }
  }

  /** Calls that began and never ended; at opening, those that the end of the last process interrupted. */
  interruptedCalls(): Promise<readonly AuditEntry[]> {
    return this.#read(async () => this.#log.open())
  }

  /** What is wrong with the file: with `full` every index is held against its table. Takes as long as reading all of it. */
  check(full: boolean): Promise<readonly VaultProblem[]> {
    return this.#queue.read(async () => problemsOf(this.#connection, this.#name, full))
  }

  /**
   * Writes a copy of the database as it is now, under the same key, durable; `path` is not there yet. Fails with `file-exists`,
   * `disk-full`, `not-writable`, and leaves nothing then.
   */
  copyTo(path: string): Promise<Result<void>> {
    return this.#queue.read(() => copyInto(this.#connection, path))
  }

  /** Brings everything from the write-ahead log into the file and empties the log, so that it holds nothing of what was deleted. */
  checkpointLog(): Promise<Result<void>> {
    return this.#queue.read(async () => {
      try {
        this.#connection.pragma('wal_checkpoint(TRUNCATE)')
        return ok(undefined)
      } catch (error) {
        return failed(this.#failureOf(error))
      }
    })
  }

  /** Why the storage failed last. */
  fault(): Failure | null {
    return this.#fault
  }

  /** Closes the file once everything that was begun has ended. */
  async close(): Promise<void> {
    await this.#queue.idle()
    closeConnection(this.#connection)
  }

  #access(scope: RecordAccess['scope']): RecordAccess {
    return { db: this.#db, log: this.#log, scope: (work) => scope(() => this.#guarded(work)) }
  }

  #read<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.read(() => this.#guarded(work))
  }

  /** Turns what the storage throws into a `StorageFault`; bugs go through. */
  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw new StorageFault(this.#failureOf(error), { cause: error })
    }
  }

  /** What the storage is at fault for; bugs are thrown on. */
  #failureOf(error: unknown): Failure {
    const failure = storageFailure(error, this.#name)
    if (failure === null) throw error
    this.#fault = failure
    return failure
  }

  #transaction<T>(work: (write: RecordWriter) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#queue.change(async () => {
      let open = true
      const scope: RecordAccess['scope'] = (step) => {
        if (!open) throw new Error('the transaction is over')
        return step()
      }
      const write = new RecordWriter(this.#access(scope), this.#ports.wrappedKeys)
      try {
        this.#connection.exec('BEGIN IMMEDIATE')
        const answer = await work(write)
        open = false
        if (answer.ok) this.#connection.exec('COMMIT')
        else this.#rollBack()
        return answer
      } catch (error) {
        open = false
        this.#rollBack()
        return failed(this.#failureOf(error))
      } finally {
        // Whatever became of the change: what was read within it may not stand.
        if (write.changesClips) this.read.forgetKindsOfAccess()
      }
    })
  }

  #rollBack(): void {
    // SQLite may have rolled back by itself, for example when the disk is full.
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
    this.#log.forget()
  }
}
