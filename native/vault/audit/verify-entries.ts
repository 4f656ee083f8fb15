import { setImmediate } from 'node:timers/promises'
import { type Anchor, type AnchorVerdict, type Checkpoint, judgeAnchor } from '../../../core/audit/checkpoint.ts'
import { emptyPeaks, type Peaks, peaksFromBytes, rootOf } from '../../../core/audit/merkle.ts'
import type { Sha256 } from '../../../core/clips/clip-index.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { hashBytes } from './hash-bytes.ts'
import type { LogNote } from './log-notes.ts'
import { type AuditRow, type AuditState, type FirstBad, LogWalk, type ProofPoint } from './log-walk.ts'
import { checkpointFault, hexOf, type TrustedKeys } from './signed-checkpoint.ts'

/** What a verification is given. */
export type AuditToVerify = {
  /** In the order in which they are stored, from 0, or with `from` from its size. */
  readonly rows: Iterable<AuditRow> | AsyncIterable<AuditRow>
  readonly checkpoints: readonly Checkpoint[]
  readonly keys: TrustedKeys
  /** Heads of this log that were kept outside of it. */
  readonly anchors: readonly Anchor[]
  /** Only what came after; changes before it are not seen. The checkpoint of its size has to be among the checkpoints. */
  readonly from?: AuditState
  readonly signal?: StopSignal
}

/** What verification found. */
export type AuditVerdict = {
  readonly ok: boolean
  /** How many entries the log has, as far as it was walked: all of them unless something is wrong. */
  readonly entries: number
  readonly head: { readonly size: number; readonly root: Sha256 }
  readonly firstBad: FirstBad | null
  /** Checkpoints that were found good. */
  readonly checkpoints: number
  readonly anchors: readonly { readonly anchor: Anchor; readonly verdict: AnchorVerdict }[]
  /** Entries at the end that no checkpoint or anchor vouches for yet. */
  readonly uncovered: number
  /** Oddities that are no alteration; the first 200, and how many there are. */
  readonly notes: readonly LogNote[]
  readonly noteCount: number
  /** Where an incremental verification can go on: the last good checkpoint. Null where there was none. */
  readonly state: AuditState | null
}

/** Entries between two moments in which other work gets its turn. */
const stride = 2048

function pointsOf({ checkpoints, anchors, from }: AuditToVerify): ProofPoint[] {
  // Of the same size anchors come first: they are the stronger promise.
  const points: ProofPoint[] = [
    ...anchors.map((anchor) => ({ size: anchor.size, root: anchor.root, checkpoint: null })),
    ...checkpoints.map((checkpoint) => ({ size: checkpoint.size, root: checkpoint.root, checkpoint })),
  ]
  const least = from?.size ?? 0
  // A size that is no number would be sorted anywhere and then never be reached: it comes first, and fails.
  const place = ({ size }: ProofPoint): number => (Number.isSafeInteger(size) ? size : -1)
  return points.filter((point) => !(place(point) >= 0 && point.size < least)).sort((a, b) => place(a) - place(b))
}

/** Peaks to go on from; null where no good checkpoint vouches for them. */
function startOf({ from, checkpoints, keys }: AuditToVerify): Peaks | null {
  if (!from) return emptyPeaks
  const peaks = peaksFromBytes(from.size, Buffer.from(from.peaks, 'hex'))
  if (!peaks) return null
  const root = hexOf(rootOf(hashBytes, peaks))
  const vouches = checkpoints.some(
    (checkpoint) => checkpoint.size === from.size && checkpoint.root === root && !checkpointFault(checkpoint, keys),
  )
  return vouches ? peaks : null
}

function anchorsOf(
  { anchors, checkpoints, keys, from }: AuditToVerify,
  walk: LogWalk,
): { anchor: Anchor; verdict: AnchorVerdict }[] {
  // A walk that stopped does not know how long the log is.
  const size = walk.bad && walk.bad.why !== 'anchor-ahead' ? Number.POSITIVE_INFINITY : walk.size
  const earlier = (anchor: Anchor): Sha256 | null => {
    if (anchor.size >= (from?.size ?? 0)) return null
    const checkpoint = checkpoints.find((other) => other.size === anchor.size && !checkpointFault(other, keys))
    return checkpoint?.root ?? null
  }
  return anchors.map((anchor) => ({
    anchor,
    verdict: judgeAnchor(anchor, size, walk.roots.get(anchor.size) ?? earlier(anchor)),
  }))
}

function verdictOf(asked: AuditToVerify, walk: LogWalk, firstBad: FirstBad | null): AuditVerdict {
  const anchors = anchorsOf(asked, walk)
  // Anchors below the start of an incremental walk are no points of it.
  const misfit = anchors.find(({ verdict }) => verdict === 'other-root')
  const bad = firstBad ?? (misfit ? { seq: 0, lastSeq: misfit.anchor.size - 1, why: 'anchor-root' as const } : null)
  return {
    ok: bad === null,
    entries: walk.size,
    head: { size: walk.size, root: walk.root() },
    firstBad: bad,
    checkpoints: walk.checkpoints,
    anchors,
    uncovered: walk.size - walk.proved,
    ...walk.notes(),
    state: walk.state,
  }
}

/**
 * Verifies a log: every entry against the hash of its leaf, the sequence, every checkpoint and its signature, and anchors kept outside.
 * Finds edited, deleted, inserted, swapped and renumbered entries below the last checkpoint or anchor, and a tail that was cut off
 * below one. Of the entries above it (`uncovered`) only careless changes show. Memory does not grow with the log but by its open
 * `begun` entries. Fails with `cancelled` alone; errors of `rows` go through.
 */
export async function verifyEntries(asked: AuditToVerify): Promise<Result<AuditVerdict>> {
  const peaks = startOf(asked)
  if (!peaks) return ok(withoutStart(asked))
  const notes = asked.from ?? { open: [], last: null }
  const walk = new LogWalk({ peaks, notes }, pointsOf(asked), asked.keys)
  if (!walk.bad && !(await walkAll(asked, walk))) return failed({ kind: 'cancelled' })
  walk.end()
  return ok(verdictOf(asked, walk, walk.bad))
}

/** Nothing can be said where there is nothing to go on from. */
function withoutStart(asked: AuditToVerify): AuditVerdict {
  const walk = new LogWalk({ peaks: emptyPeaks, notes: { open: [], last: null } }, [], asked.keys)
  const lastSeq = Math.max(0, (asked.from?.size ?? 0) - 1)
  return verdictOf({ ...asked, anchors: [] }, walk, { seq: 0, lastSeq, why: 'state' })
}

/** False when it was stopped from outside. */
async function walkAll({ rows, signal }: AuditToVerify, walk: LogWalk): Promise<boolean> {
  let turn = 0
  for await (const row of rows) {
    if (signal?.aborted) return false
    if (!walk.take(row)) break
    if (++turn % stride === 0) await setImmediate()
  }
  return true
}
