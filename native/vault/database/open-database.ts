import { basename } from 'node:path'
import { sha256 } from '../../../core/clips/clip-index.ts'
import { instant } from '../../../core/ports/clock.ts'
import { failed, type Result } from '../../../core/result.ts'
import type { SlotTableFacts } from '../../../core/vault/slot-table.ts'
import {
  attempt,
  closeConnection,
  createConnection,
  type OpenFailure,
  openConnection,
  removeDatabase,
} from './connection.ts'
import { migrate, schemaVersion, schemaVersionOf } from './migrations.ts'
import type { Row } from './record-tables.ts'
import type { DeviceKey } from './record-writer.ts'
import type { Connection } from './sqlite.ts'
import { damagedRecord } from './storage-fault.ts'
import { isCount, isHash, isMoment, isText, type RecordShape, wrongField } from './value-checks.ts'
import { type DatabasePorts, VaultDatabase } from './vault-database.ts'

/** What has to be known before the log can be written: which slot table belongs to the database, and the keys that sign. */
export type DatabaseIdentity = {
  /** Null only where making the vault was never finished. */
  readonly slotTable: SlotTableFacts | null
  readonly devices: readonly DeviceKey[]
}

/** A database that is open in this process alone and still to be given its ports. */
export type OpenedDatabase = {
  readonly identity: DatabaseIdentity
  /** Version of the schema before this opening; null where nothing had to be migrated. */
  readonly migratedFrom: number | null
  /** Makes it ready for use; to be called once. Fails with `database-damaged`. */
  start(ports: DatabasePorts): Result<VaultDatabase, OpenFailure>
  /** Closes it where it is not started. */
  close(): void
}

const slotTableShape: RecordShape = { signerPublicKey: isText, tableVersion: isCount, sha256: isHash }

function slotTableOf(connection: Connection): SlotTableFacts | null {
  const row = connection.prepare("SELECT value FROM vault_facts WHERE name = 'slotTable'").get() as Row | undefined
  if (row === undefined) return null
  const facts: unknown = JSON.parse(String(row['value']))
  if (wrongField(facts, slotTableShape) !== null) throw damagedRecord('vault_facts.slotTable')
  return facts as SlotTableFacts
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array
const deviceShape: RecordShape = {
  fingerprint: isHash,
  public_key: isBytes,
  wrapped: isBytes,
  generation: isCount,
  added_at: isMoment,
}

function devicesOf(connection: Connection): readonly DeviceKey[] {
  const rows = connection.prepare('SELECT * FROM devices ORDER BY added_at, fingerprint').all()
  return rows.map((row) => {
    const wrong = wrongField(row, deviceShape)
    if (wrong !== null) throw damagedRecord(`devices.${wrong}`)
    const found = row as {
      readonly fingerprint: string
      readonly public_key: Uint8Array
      readonly wrapped: Uint8Array
      readonly generation: number
      readonly added_at: string
    }
    return {
      fingerprint: sha256(found.fingerprint),
      publicKey: found.public_key,
      wrapped: found.wrapped,
      generation: found.generation,
      addedAt: instant(found.added_at),
    }
  })
}

function openedFrom(connection: Connection, path: string): Result<OpenedDatabase, OpenFailure> {
  const found = attempt(path, () => schemaVersionOf(connection))
  if (!found.ok) return found
  if (found.value > schemaVersion)
    return failed({ kind: 'vault-newer', name: basename(path), found: found.value, known: schemaVersion })
  return attempt(path, () => {
    migrate(connection)
    return {
      identity: { slotTable: slotTableOf(connection), devices: devicesOf(connection) },
      migratedFrom: found.value < schemaVersion ? found.value : null,
      start: (ports) => attempt(path, () => new VaultDatabase(connection, ports)),
      close: () => closeConnection(connection),
    }
  })
}

/**
 * Opens a vault's database for this process alone and brings its schema up to date. Fails with `vault-missing`, `not-encrypted`,
 * `database-damaged` (also for a wrong key: nothing tells the two apart), `database-busy` where another process or this one has it
 * open, `vault-newer`, `not-writable`, `disk-full`, `file-unreadable`. While it is open, nothing else in this process may open the
 * file, not even to read or hash it: closing it there would end the lock.
 */
export function openDatabase(path: string, key: Uint8Array): Result<OpenedDatabase, OpenFailure> {
  const connection = openConnection(path, key)
  if (!connection.ok) return connection
  const opened = openedFrom(connection.value, path)
  if (!opened.ok) closeConnection(connection.value)
  return opened
}

/**
 * Makes the database of a new vault under a 32-byte key, for its owner alone to read, and opens it. Fails with `vault-exists` where
 * something is there, `folder-missing`, `not-writable`, `disk-full`; then nothing is left.
 */
export function createDatabase(path: string, key: Uint8Array): Result<OpenedDatabase, OpenFailure> {
  const connection = createConnection(path, key)
  if (!connection.ok) return connection
  const opened = openedFrom(connection.value, path)
  if (!opened.ok) {
    closeConnection(connection.value)
    removeDatabase(path)
  }
  return opened
}
