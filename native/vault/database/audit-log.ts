import { type AuditEntry, auditEntryOf } from '../../../core/audit/audit-entry.ts'
import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import { appendLeaf, type Peaks, peaksFromBytes, peaksToBytes, rootOf } from '../../../core/audit/merkle.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { CertificateSigner } from '../../../core/ports/certificate-signer.ts'
import type { Clock } from '../../../core/ports/clock.ts'
import type { AuditDraft } from '../../../core/ports/vault/vault-records.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import { auditLeafOf } from '../audit/audit-leaf.ts'
import { hashBytes } from '../audit/hash-bytes.ts'
import type { AuditRow } from '../audit/log-walk.ts'
import { signCheckpoint } from '../audit/signed-checkpoint.ts'
import { checkpoints, type Row } from './record-tables.ts'
import type { Connection, Statement } from './sqlite.ts'
import { damagedRecord } from './storage-fault.ts'

/** What the log needs to stamp its entries. */
export type AuditPorts = {
  readonly now: Clock
  /** Milliseconds on a monotonic clock since this process began. */
  readonly elapsed: () => number
  /** Version of Occlude. */
  readonly software: string
  /** Fingerprint of this workstation's signing key. */
  readonly device: Sha256
  /** Null while the key is forgotten: the checkpoint that is due is then made later. */
  readonly sign: () => CertificateSigner | null
}

/** A checkpoint is made when so many entries have none. */
const stride = 256

/** The edits of a clip; exported for the test of what it costs. */
export const editsOfClip = `
  SELECT seq, text, leaf FROM audit
  WHERE text ->> '$.action' = 'clip.edit' AND text ->> '$.object.id' = ? ORDER BY seq
`

/** The audit log in its tables. Everything here happens within a transaction of whoever calls. */
export class AuditLog {
  readonly #connection: Connection
  readonly #ports: AuditPorts
  /** Prepared once: to prepare them takes as long as to run them. */
  readonly #insert: Statement
  readonly #keepPeaks: Statement
  readonly #edits: Statement
  #peaks: Peaks
  #checkpointed: number

  /** Throws a `StorageFault` where the log's tables do not fit each other. */
  constructor(connection: Connection, ports: AuditPorts) {
    this.#connection = connection
    this.#ports = ports
    this.#insert = connection.prepare('INSERT INTO audit (seq, text, leaf) VALUES (?, ?, ?)')
    this.#keepPeaks = connection.prepare('UPDATE audit_state SET size = ?, peaks = ?')
    this.#edits = connection.prepare(editsOfClip)
    this.#peaks = this.#readPeaks()
    this.#checkpointed = this.#readCheckpointed()
  }

  /** How many entries there are. */
  get size(): number {
    return this.#peaks.size
  }

  /** Adds an entry, and a checkpoint when one is due. Gives the entry's seq. */
  append(draft: AuditDraft): number {
    const seq = this.#peaks.size
    const { now, elapsed, software, device } = this.#ports
    const elapsedMs = Math.max(0, Math.floor(elapsed()))
    const { text, leaf } = auditLeafOf({ version: 1, seq, at: now(), elapsedMs, device, software, ...draft })
    this.#insert.run(seq, text, leaf)
    this.#peaks = appendLeaf(hashBytes, this.#peaks, leaf)
    this.#keepPeaks.run(this.#peaks.size, peaksToBytes(this.#peaks))
    if (this.#peaks.size - this.#checkpointed >= stride) this.checkpoint()
    return seq
  }

  /** The signed head of the log now; the one that was made before, if nothing came after it. Null while nobody can sign. */
  checkpoint(): Checkpoint | null {
    const { device, now, sign } = this.#ports
    const { size } = this.#peaks
    const made = this.#connection.prepare('SELECT * FROM checkpoints WHERE size = ? AND device = ?').get(size, device)
    if (made) return { version: 1, ...checkpoints.fromRow(made as Row) }
    const signer = sign()
    if (signer === null) return null
    const fresh = signCheckpoint({ size, root: rootOf(hashBytes, this.#peaks) }, now(), device, signer)
    this.#connection
      .prepare('INSERT INTO checkpoints (size, root, at, device, signature) VALUES (?, ?, ?, ?, ?)')
      .run(size, fresh.root, fresh.at, device, fresh.signature)
    this.#checkpointed = size
    return fresh
  }

  /** Takes back what a transaction that was rolled back has added. */
  forget(): void {
    this.#peaks = this.#readPeaks()
    this.#checkpointed = this.#readCheckpointed()
  }

  /** Rows from `from` on as they are stored, at most `limit`. */
  rows(from: number, limit: number): readonly AuditRow[] {
    return this.#connection
      .prepare('SELECT seq, text, leaf FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?')
      .all(from, limit) as AuditRow[]
  }

  /** Entries from `from` on, at most `limit`. */
  entries(from: number, limit: number): readonly AuditEntry[] {
    return this.rows(from, limit).map(entryOf)
  }

  /** Entries of edits of a clip's facts, in order; said in the words of the index `audit_of_edits`, or SQLite would not use it. */
  edits(clip: ClipId): readonly AuditEntry[] {
    const rows = this.#edits.all(clip) as AuditRow[]
    return rows.map(entryOf)
  }

  /** Entries of calls that began and of which nothing says how they ended. */
  open(): readonly AuditEntry[] {
    const rows = this.#connection
      .prepare('SELECT seq, text, leaf FROM audit JOIN audit_open USING (seq) ORDER BY seq')
      .all() as AuditRow[]
    return rows.map(entryOf)
  }

  /** All checkpoints in the order in which they were made. */
  checkpoints(): readonly Checkpoint[] {
    const rows = this.#connection.prepare('SELECT * FROM checkpoints ORDER BY row').all() as Row[]
    return rows.map((row) => ({ version: 1, ...checkpoints.fromRow(row) }))
  }

  #readPeaks(): Peaks {
    const state = this.#connection.prepare('SELECT size, peaks FROM audit_state').get() as
      | { readonly size: number; readonly peaks: Uint8Array }
      | undefined
    const last = this.#connection.prepare('SELECT coalesce(max(seq) + 1, 0) AS size FROM audit').get() as {
      readonly size: number
    }
    const peaks = state && state.size === last.size ? peaksFromBytes(state.size, state.peaks) : null
    if (peaks === null) throw damagedRecord('audit_state')
    return peaks
  }

  #readCheckpointed(): number {
    const row = this.#connection.prepare('SELECT coalesce(max(size), 0) AS size FROM checkpoints').get()
    return (row as { readonly size: number }).size
  }
}

function entryOf({ seq, text }: AuditRow): AuditEntry {
  const entry = auditEntryOf(JSON.parse(text))
  if (!entry.ok || entry.value.seq !== seq) throw damagedRecord(`audit.${entry.ok ? 'seq' : entry.failure.field}`)
  return entry.value
}
