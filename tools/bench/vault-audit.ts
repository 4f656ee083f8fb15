import { hash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { auditBounds } from '../../core/audit/audit-entry.ts'
import type { AuditRow } from '../../native/vault/audit/log-walk.ts'
import { verifyEntries } from '../../native/vault/audit/verify-entries.ts'
import { writeLog } from '../audit-log.ts'
import { type Measure, measured } from './measure.ts'

/** Entries as bytes one after the other, as a database page or a file would hand them out; objects of them all would fill the memory. */
class PackedRows {
  readonly #texts: Buffer
  readonly #ends: Float64Array
  readonly #leaves: Buffer
  #count = 0

  constructor(entries: number) {
    this.#texts = Buffer.alloc(entries * 600)
    this.#ends = new Float64Array(entries + 1)
    this.#leaves = Buffer.alloc(entries * 32)
  }

  add({ text, leaf }: AuditRow): void {
    const end = this.#ends[this.#count] ?? 0
    this.#leaves.set(leaf, this.#count * 32)
    this.#ends[++this.#count] = end + this.#texts.write(text, end)
  }

  bytes(seq: number): Buffer {
    return this.#texts.subarray(this.#ends[seq], this.#ends[seq + 1])
  }

  *rows(): Generator<AuditRow> {
    for (let seq = 0; seq < this.#count; seq++)
      yield { seq, text: this.bytes(seq).toString('utf8'), leaf: this.#leaves.subarray(seq * 32, seq * 32 + 32) }
  }
}

/** What a log without a tree would do: each hash over the one before and the entry, nothing read and nothing judged. */
function chain(packed: PackedRows, entries: number): void {
  const scratch = Buffer.alloc(32 + auditBounds.entryBytes)
  let filled = 32
  for (let seq = 0; seq < entries; seq++) {
    filled = 32 + packed.bytes(seq).copy(scratch, 32)
    scratch.write(hash('sha256', scratch.subarray(0, filled), 'binary'), 0, 'latin1')
  }
}

/** Seconds of the quickest of some runs, since other programs only ever add time. */
async function best(work: () => void | Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const from = performance.now()
    await work()
    least = Math.min(least, (performance.now() - from) / 1000)
  }
  return least
}

/** Full verification of a log, checkpoints included: `baseline` is a plain SHA-256 chain over the same bytes. */
export async function benchVaultAudit(entries = 1_000_000): Promise<readonly Measure[]> {
  const packed = new PackedRows(entries)
  const promised = writeLog(entries, 1000, (row) => {
    packed.add(row)
  })
  const baseline = await best(() => chain(packed, entries))
  const value = await best(async () => {
    const verified = await verifyEntries({ ...promised, rows: packed.rows(), anchors: [] })
    if (!verified.ok || !verified.value.ok) throw new Error('the log does not verify')
  })
  return [measured(`audit verify, ${entries} entries`, value, 's', { baseline, goal: { most: 6 } })]
}
