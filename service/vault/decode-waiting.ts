import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { Failure } from '../../core/failure.ts'
import type { VaultObjects } from '../../core/ports/vault/vault-objects.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { Progress, Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipRecord, IndexState } from '../../core/vault/clip-record.ts'
import type { ClipId } from '../../core/vault/ids.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import { indexClip } from '../index-clip.ts'
import { decodedState, isDamaged, unreadableState } from './index-state.ts'
import { putIndex } from './kept-index.ts'
import type { LentEngine, ServicePorts } from './service-ports.ts'

/** What the decode pass takes from its host. */
export type DecodePorts = Pick<ServicePorts, 'engine'> & { readonly store: VaultStore }

/** In whose name a pass stands in the log: of whoever asked for it, or of the vault itself. */
export type DecodeAuthor = Pick<AuditDraft, 'user' | 'role' | 'session' | 'reason'>

/** What decoding found of one clip; `failed` will be tried again by the next pass. */
export type DecodedClip = {
  readonly clip: ClipId
  readonly status: 'sound' | 'damaged' | 'unindexed' | 'failed'
  /** Kind of the failure of what could not be read. */
  readonly why: string | null
}

/** How many clips a pass found how. */
export type DecodeCounts = { sound: number; damaged: number; unindexed: number; failed: number }

/** Clips that are asked for at once. */
const batch = 50

/** One thread: people who work meanwhile come first. */
const quietEngine = { threads: 1, models: null }

/** Failures of the vault itself: no further clip would fare better. */
const endsAll: ReadonlySet<Failure['kind']> = new Set([
  'cancelled',
  'disk-full',
  'not-writable',
  'vault-locked',
  'database-damaged',
])

async function decoded(
  objects: Pick<VaultObjects, 'openUnseen'>,
  engine: LentEngine,
  { id, sha256 }: ClipRecord,
  work: Work,
): Promise<Result<ClipIndex>> {
  try {
    const opened = await objects.openUnseen(id)
    if (!opened.ok) return opened
    const { size, read } = opened.value.bytes
    try {
      // Every segment is authenticated when it is read: to hash them once more would double the work and show nothing.
      return await indexClip(engine, { ...opened.value, bytes: { size, read, sha256 } }, true, work)
    } finally {
      await opened.value.close()
    }
  } finally {
    await engine.close()
  }
}

function statusOf(index: IndexState): DecodedClip['status'] {
  if (index.state !== 'indexed') return 'unindexed'
  return isDamaged(index) ? 'damaged' : 'sound'
}

function framesOf({ index }: ClipRecord): number {
  return index.state === 'indexed' ? index.frames : 0
}

/** How far a pass has come: frames of the clips that were found so far, and clips where all have been found. */
class PassTally {
  #clips = 0
  #frames = 0
  #found = 0
  #total = 0
  #isAll = false

  found(clips: readonly ClipRecord[], isAll: boolean): void {
    this.#found += clips.length
    this.#isAll = isAll
    for (const clip of clips) this.#total += framesOf(clip)
  }

  passed(clip: ClipRecord): void {
    this.#clips += 1
    this.#frames += framesOf(clip)
  }

  /** The progress of the whole, with that of the clip at hand. */
  progress({ done, seconds }: Pick<Progress, 'done' | 'seconds'>): Progress {
    const files = { done: this.#clips, all: this.#isAll ? this.#found : null }
    return { stage: 'index', done: this.#frames + done, total: this.#total, seconds, files }
  }
}

/** Of a clip that nothing is known of yet. */
const beginning = { done: 0, seconds: 0 }

/** Writes down what was found, unless the clip has gone meanwhile. */
async function noted(
  { store }: DecodePorts,
  draft: AuditDraft,
  { id }: ClipRecord,
  { index, kept }: { readonly index: IndexState; readonly kept: ObjectRecord | null },
): Promise<Result<DecodedClip>> {
  const status = statusOf(index)
  const why = index.state === 'unindexed' ? index.why : null
  const damage = index.state === 'indexed' && index.deep ? index.damage : {}
  const detail = { found: status, ...(why === null ? {} : { why }), ...damage }
  return store.change({ ...draft, outcome: 'done', detail }, async (write) => {
    const now = await write.clip(id)
    if (now) await write.putClip({ ...now, index })
    if (now && kept) await write.keepObject(kept)
    return ok({ clip: id, status, why })
  })
}

/** Decodes one clip: its own entry begins and ends in the log. Fails only with what ends the whole pass. */
async function decodeOne(
  ports: DecodePorts,
  author: DecodeAuthor,
  clip: ClipRecord,
  work: Work,
): Promise<Result<DecodedClip>> {
  const { store, engine } = ports
  const object = { kind: clip.kind, id: clip.id, sha256: clip.sha256 } as const
  const about = { ...author, action: 'clip.decode', object } as const
  const begun = await store.note({ ...about, outcome: 'begun' })
  if (!begun.ok) return begun
  const ref = begun.value
  const index = await decoded(store.objects, engine(quietEngine), clip, work)
  // Kept beside what was counted at the import: whoever opens the clip sees which frames are damaged.
  const kept = index.ok ? await putIndex(store, clip.id, index.value) : index
  if (index.ok && kept.ok) {
    const found = { index: decodedState(index.value), kept: kept.value }
    return noted(ports, { ...about, outcome: 'done', ref }, clip, found)
  }
  if (kept.ok) throw new Error('an index was kept that nobody made')
  const { failure } = kept
  const unreadable = unreadableState(failure)
  if (unreadable) return noted(ports, { ...about, outcome: 'done', ref }, clip, { index: unreadable, kept: null })
  const outcome = failure.kind === 'cancelled' ? 'interrupted' : 'failed'
  const ended = await store.note({ ...about, outcome, ref, detail: { failure: failure.kind } })
  if (!ended.ok) return ended
  return endsAll.has(failure.kind) ? kept : ok({ clip: clip.id, status: 'failed', why: failure.kind })
}

/**
 * The decode pass: every clip that was only counted when it came in is decoded whole, one after the other, and marked with what is
 * damaged or missing. What is done is in the records, so that a pass that was stopped, killed or locked out goes on where it was.
 */
export async function decodeWaiting(
  ports: DecodePorts,
  author: DecodeAuthor,
  work: Work & { readonly onItem?: (found: DecodedClip) => void | Promise<void> },
): Promise<Result<DecodeCounts>> {
  const counts: DecodeCounts = { sound: 0, damaged: 0, unindexed: 0, failed: 0 }
  const tally = new PassTally()
  const { signal } = work
  const onProgress: Work['onProgress'] = (progress) => work.onProgress(tally.progress(progress))
  let after: ClipId | null = null
  for (;;) {
    const waiting: readonly ClipRecord[] = await ports.store.read.clipsToDecode(after, batch)
    tally.found(waiting, waiting.length < batch)
    for (const clip of waiting) {
      if (signal.aborted) return failed({ kind: 'cancelled' })
      work.onProgress(tally.progress(beginning))
      const done = await decodeOne(ports, author, clip, { signal, onProgress })
      if (!done.ok) return done
      counts[done.value.status] += 1
      tally.passed(clip)
      await work.onItem?.(done.value)
      after = clip.id
    }
    if (waiting.length < batch) return ok(counts)
  }
}
