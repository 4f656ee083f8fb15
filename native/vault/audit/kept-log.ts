import type { Anchor, Checkpoint } from '../../../core/audit/checkpoint.ts'
import type { AuditLog, AuditReport } from '../../../core/ports/vault/audit-log.ts'
import type { Work } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { auditStateText, readAuditState } from './audit-state.ts'
import { exportAudit } from './export-audit.ts'
import type { LogNote } from './log-notes.ts'
import type { AuditRow } from './log-walk.ts'
import { inclusionProofDocument } from './proof-document.ts'
import { trustedKeysOf } from './signed-checkpoint.ts'
import { type AuditVerdict, verifyEntries } from './verify-entries.ts'

/** An anchor, and where it was kept. */
export type KeptAnchor = { readonly anchor: Anchor; readonly from: AuditReport['anchors'][number]['from'] }

/** A log where it is kept, as far as proving it needs. */
export type KeptLog = {
  /** Rows `[from, until)` as they are stored, or up to the end; they may grow while they are read. */
  readonly rows: (from: number, until?: number) => AsyncIterable<AuditRow>
  readonly checkpoints: () => Promise<readonly Checkpoint[]>
  /** The signed and durable head of the log as it is now. */
  readonly checkpoint: () => Promise<Result<Checkpoint>>
  /** Every public key that signed checkpoints of this log, 32 raw bytes each. */
  readonly publicKeys: () => Promise<readonly Uint8Array[]>
  readonly anchors: () => Promise<readonly KeptAnchor[]>
  /** The text that was kept when a verification last found everything good; null for never. */
  readonly provedState: () => Promise<string | null>
  readonly keepProvedState: (text: string) => Promise<void>
}

const sentences: { readonly [Kind in LogNote['kind']]: (note: Extract<LogNote, { kind: Kind }>) => string } = {
  'time-backwards': ({ seq, ms }) => `Entry ${seq} is stamped ${seconds(ms)} earlier than the entry before it.`,
  'clock-changed': ({ seq, ms }) =>
    `Before entry ${seq} the clock went ${seconds(Math.abs(ms))} ${ms < 0 ? 'less' : 'further'} than time did: it was changed, or the machine slept.`,
  unfinished: ({ seq }) => `What began with entry ${seq} has no end: it is still going on, or it was interrupted.`,
  'ends-nothing': ({ seq }) => `Entry ${seq} ends something that had not begun, or had ended already.`,
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}

function sentenceOf(note: LogNote): string {
  const sentence = sentences[note.kind] as (note: LogNote) => string
  return sentence(note)
}

function notesOf({ notes, noteCount, uncovered }: AuditVerdict): string[] {
  const rest = noteCount - notes.length
  return [
    ...(uncovered > 0 ? [`No checkpoint vouches for the last ${uncovered} entries yet.`] : []),
    ...notes.map(sentenceOf),
    ...(rest > 0 ? [`There are ${rest} more such notes.`] : []),
  ]
}

function reportOf(verdict: AuditVerdict, kept: readonly KeptAnchor[]): AuditReport {
  const { ok, entries, head, firstBad, checkpoints, anchors } = verdict
  return {
    ok,
    entries,
    head: head.root,
    firstBad,
    checkpoints,
    anchors: anchors.map(({ anchor, verdict }) => {
      const from = kept.find((other) => other.anchor === anchor)?.from ?? 'given'
      return { from, size: anchor.size, verdict }
    }),
    notes: notesOf(verdict),
  }
}

async function verify(
  log: KeptLog,
  asked: { readonly incremental: boolean; readonly anchors: readonly Anchor[] },
  signal: Work['signal'],
): Promise<Result<AuditReport>> {
  const kept = await log.anchors()
  const provedState = asked.incremental ? await log.provedState() : null
  const from = provedState === null ? null : readAuditState(provedState)
  // Before the rows: the log may grow meanwhile, and then has more of them than the checkpoints say.
  const checkpoints = await log.checkpoints()
  const verified = await verifyEntries({
    rows: log.rows(from?.size ?? 0),
    checkpoints,
    keys: trustedKeysOf(await log.publicKeys()),
    anchors: [...kept.map(({ anchor }) => anchor), ...asked.anchors],
    ...(from && { from }),
    signal,
  })
  if (!verified.ok) return verified
  const { ok: good, state } = verified.value
  if (good && state) await log.keepProvedState(auditStateText(state))
  return ok(reportOf(verified.value, kept))
}

async function exportTo(log: KeptLog, folder: string, signal: Work['signal']): ReturnType<AuditLog['exportTo']> {
  const head = await log.checkpoint()
  if (!head.ok) return head
  const checkpoints = await log.checkpoints()
  const keys = await log.publicKeys()
  const rows = () => log.rows(0, head.value.size)
  const verified = await verifyEntries({ rows: rows(), checkpoints, keys: trustedKeysOf(keys), anchors: [], signal })
  if (!verified.ok) return verified
  const { firstBad } = verified.value
  if (firstBad) return failed({ kind: 'audit-broken', seq: firstBad.seq, why: firstBad.why })
  return exportAudit(folder, {
    rows: rows(),
    checkpoints: checkpoints.filter(({ size }) => size <= head.value.size),
    keys,
    signal,
  })
}

/** Leaf hashes of the first `size` rows, one after the other: 32 bytes each are all of a log that is held in memory at once. */
async function leavesOf(log: KeptLog, size: number): Promise<Buffer> {
  const leaves = Buffer.alloc(size * 32)
  for await (const { seq, leaf } of log.rows(0, size))
    if (seq >= 0 && seq < size) leaves.set(leaf.subarray(0, 32), seq * 32)
  return leaves
}

async function prove(log: KeptLog, seq: number, consistencyFrom: number | null): Promise<Result<unknown>> {
  const head = await log.checkpoint()
  if (!head.ok) return head
  const { size } = head.value
  const outside = (asked: number, last: number) =>
    failed({ kind: 'out-of-range', what: 'entry', asked: String(asked), last: String(last) } as const)
  if (seq < 0 || seq >= size) return outside(seq, size - 1)
  const older = (await log.checkpoints()).find((checkpoint) => checkpoint.size === consistencyFrom)
  if (consistencyFrom !== null && (!older || older.size > size || older.size === 0))
    return outside(consistencyFrom, size)
  const leaves = await leavesOf(log, size)
  for await (const { text } of log.rows(seq, seq + 1)) {
    return inclusionProofDocument({
      seq,
      text,
      leafAt: (index) => leaves.subarray(index * 32, index * 32 + 32),
      checkpoint: head.value,
      keys: trustedKeysOf(await log.publicKeys()),
      ...(older && { older }),
    })
  }
  return failed({ kind: 'audit-broken', seq, why: 'missing' })
}

/** The port over a log that is kept somewhere: verified in full or from where it was last good, exported, and proved entry by entry. */
export function auditLogOf(log: KeptLog): AuditLog {
  return {
    verify: (asked, { signal }) => verify(log, asked, signal),
    exportTo: (folder, { signal }) => exportTo(log, folder, signal),
    prove: (seq, consistencyFrom) => prove(log, seq, consistencyFrom),
  }
}
