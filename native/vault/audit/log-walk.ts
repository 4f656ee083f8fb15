import type { Checkpoint } from '../../../core/audit/checkpoint.ts'
import { appendLeaf, equalHashes, type Peaks, peaksToBytes, rootOf } from '../../../core/audit/merkle.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import { leafOfText } from './audit-leaf.ts'
import { hashBytes } from './hash-bytes.ts'
import { LogNotes, type NotesState } from './log-notes.ts'
import { readEntryForm } from './read-entry-form.ts'
import { type CheckpointFault, checkpointFault, hexOf, type TrustedKeys } from './signed-checkpoint.ts'

/** A row of the log as it is stored: the entry's canonical text, and the hash of its leaf (32 bytes). */
export type AuditRow = { readonly seq: number; readonly text: string; readonly leaf: Uint8Array }

/**
 * What is wrong with a log.
 * - `missing`, `out-of-order`: sequence numbers leap, or come again.
 * - `unreadable`, `renumbered`, `altered`: the text is no entry; it says another number; it is not what was hashed when it was written.
 * - `other-root`, `too-short`: entries below a checkpoint are not those that it was signed for; the log ends before it.
 * - `anchor-root`, `anchor-ahead`: the same against an anchor: the log was rewritten, or rolled back.
 * - `checkpoint-...`: a checkpoint that is not well formed, or not signed, or not by a trusted key.
 * - `state`: what an incremental verification should go on from is not backed by a checkpoint.
 */
export type AuditFault =
  | 'missing'
  | 'out-of-order'
  | 'unreadable'
  | 'renumbered'
  | 'altered'
  | 'other-root'
  | 'too-short'
  | 'anchor-root'
  | 'anchor-ahead'
  | 'state'
  | CheckpointFault

/**
 * Where a log is wrong: an alteration lies within entries `seq` to `lastSeq`, both included. Everything below `seq` is proved by a
 * checkpoint or an anchor; where an anchor contradicts the checkpoints, by an anchor alone.
 */
export type FirstBad = { readonly seq: number; readonly lastSeq: number; readonly why: AuditFault }

/** Where a proved part of a log ends, as plain JSON: enough to verify only what comes after it. */
export type AuditState = NotesState & {
  readonly size: number
  /** `peaksToBytes` in hex. */
  readonly peaks: string
}

/** A size at which the root has to be a given one: by a checkpoint, or else by an anchor. */
export type ProofPoint = { readonly size: number; readonly root: Sha256; readonly checkpoint: Checkpoint | null }

/**
 * Walks along a log, entry by entry, in the memory of a tree's peaks. A text that was altered under a leaf hash that was not is followed
 * by that hash up to the next proof point: if the root is right there, this one entry is all that was altered before it.
 */
export class LogWalk {
  readonly #points: readonly ProofPoint[]
  readonly #keys: TrustedKeys
  readonly #notes: LogNotes
  #next = 0
  #peaks: Peaks
  #proved: number
  /** Below this an anchor says so: whoever has the key can sign checkpoints anew, but not these. */
  #anchored: number
  #state: AuditState | null = null
  #altered: FirstBad | null = null
  #bad: FirstBad | null = null
  /** Roots at the sizes of points that the walk came by. */
  readonly roots = new Map<number, Sha256>()
  /** How many checkpoints were found good. */
  checkpoints = 0

  /** `points` in the order of their sizes, none below the size of `peaks`; one whose size is no number first. */
  constructor(from: { peaks: Peaks; notes: NotesState }, points: readonly ProofPoint[], keys: TrustedKeys) {
    this.#points = points
    this.#keys = keys
    this.#peaks = from.peaks
    this.#proved = from.peaks.size
    this.#anchored = 0
    this.#notes = new LogNotes(from.notes)
    const first = points[0]
    if (first && !(first.size >= this.size)) this.#stop('checkpoint-malformed', this.size)
    else this.#proveHere()
  }

  /** How many entries the log has up to here. */
  get size(): number {
    return this.#peaks.size
  }

  /** Below this nothing was altered. */
  get proved(): number {
    return this.#proved
  }

  /** What was found first; null as long as nothing was. */
  get bad(): FirstBad | null {
    return this.#bad
  }

  /** The end of what is proved by a checkpoint. */
  get state(): AuditState | null {
    return this.#state
  }

  /** The root of all entries up to here. */
  root(): Sha256 {
    return hexOf(rootOf(hashBytes, this.#peaks))
  }

  /** What is odd without being an alteration. */
  notes(): ReturnType<LogNotes['result']> {
    return this.#notes.result()
  }

  /** The next row. False once something is wrong: the walk is over. */
  take(row: AuditRow): boolean {
    const seq = this.size
    if (row.seq !== seq) return this.#stop(row.seq > seq ? 'missing' : 'out-of-order', Math.max(seq, row.seq - 1))
    if (row.leaf.length !== 32) return this.#stop('altered', seq)
    const why = this.#faultOf(row)
    if (why && !this.#altered) this.#altered = { seq, lastSeq: seq, why }
    this.#peaks = appendLeaf(hashBytes, this.#peaks, row.leaf)
    if (this.#points[this.#next]?.size === this.size) this.#proveHere()
    return this.#bad === null
  }

  /** The log is over: what was promised beyond its end is missing. */
  end(): void {
    if (this.#bad) return
    const point = this.#points[this.#next]
    if (this.#altered) this.#stop(this.#altered.why, this.#altered.seq)
    else if (point) this.#stop(this.#faultAt(point, 'too-short', 'anchor-ahead'), point.size - 1)
  }

  #faultOf(row: AuditRow): AuditFault | null {
    const leaf = leafOfText(row.text)
    if (leaf === null || !equalHashes(leaf, row.leaf)) return 'altered'
    const form = readEntryForm(row.text)
    if (form === null) return 'unreadable'
    if (form.seq !== row.seq) return 'renumbered'
    this.#notes.see(form)
    return null
  }

  /** Holds the root against all that is said of this size. */
  #proveHere(): void {
    if (this.#points[this.#next]?.size !== this.size) return
    const root = this.root()
    this.roots.set(this.size, root)
    for (
      let point = this.#points[this.#next];
      point?.size === this.size && !this.#bad;
      point = this.#points[++this.#next]
    )
      this.#proveBy(point, root)
  }

  #proveBy(point: ProofPoint, root: Sha256): void {
    const fault = point.checkpoint && checkpointFault(point.checkpoint, this.#keys)
    if (fault) this.#stop(fault, this.size - 1)
    else if (point.root === root) this.#prove(point.checkpoint !== null)
    else {
      if (!point.checkpoint) this.#proved = this.#anchored
      this.#stop(this.#altered?.why ?? this.#faultAt(point, 'other-root', 'anchor-root'), this.size - 1)
    }
  }

  #faultAt({ checkpoint }: ProofPoint, ofCheckpoint: AuditFault, ofAnchor: AuditFault): AuditFault {
    return checkpoint ? (checkpointFault(checkpoint, this.#keys) ?? ofCheckpoint) : ofAnchor
  }

  #prove(byCheckpoint: boolean): void {
    this.#proved = this.size
    if (!byCheckpoint) this.#anchored = this.size
    if (this.#altered) this.#bad = this.#altered
    else if (byCheckpoint) {
      this.checkpoints++
      const peaks = Buffer.from(peaksToBytes(this.#peaks)).toString('hex')
      this.#state = { size: this.size, peaks, ...this.#notes.state() }
    }
  }

  #stop(why: AuditFault, lastSeq: number): false {
    this.#bad = { seq: this.#proved, lastSeq: Math.max(this.#proved, lastSeq), why }
    return false
  }
}
