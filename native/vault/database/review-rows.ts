import type { Kysely } from 'kysely'
import type { RedactionId } from '../../../core/redaction/redaction-record.ts'
import type { FramesRange } from '../../../core/review/frame-signatures.ts'
import type { TrackSound } from '../../../core/review/heard-sound.ts'
import type { ReviewRecord } from '../../../core/review/review-record.ts'
import { isId, type UserId, userId } from '../../../core/vault/ids.ts'
import type { Tables } from './clip-search.ts'
import type { SqlValue } from './record-tables.ts'
import { damagedRecord } from './storage-fault.ts'
import { isCount, listOf, shaped } from './value-checks.ts'

/** Frames to a chunk: a report of what was displayed writes one or two. */
const chunkFrames = 4_096

/** Longest clip that can have been seen: what a chunk's number is held against before anything is laid out for it. */
const mostChunks = 10_000

const isRange = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isCount)
const isHeard = listOf(shaped({ audioTrack: isCount, ranges: listOf(isRange) }))

/** Chunks as they lie: every number apart, so that neither the machine's order of bytes nor where a buffer begins matters. */
function bytesOf(signatures: Float64Array): Buffer {
  const bytes = Buffer.alloc(signatures.length * 8)
  for (const [at, signature] of signatures.entries()) bytes.writeDoubleLE(signature, at * 8)
  return bytes
}

function readChunk(value: SqlValue | undefined, into: Float64Array, from: number): void {
  if (!(value instanceof Uint8Array) || value.length % 8 !== 0 || value.length > chunkFrames * 8)
    throw damagedRecord('redaction_seen.signatures')
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  for (let at = 0; at * 8 < value.length; at++) into[from + at] = view.getFloat64(at * 8, true)
}

function userOf(value: SqlValue | undefined, where: string): UserId {
  if (typeof value !== 'string' || !isId(value)) throw damagedRecord(where)
  return userId(value)
}

function heardOf(value: SqlValue | undefined): readonly TrackSound[] {
  const heard: unknown = typeof value === 'string' ? JSON.parse(value) : null
  if (!isHeard(heard)) throw damagedRecord('redaction_heard.heard')
  return heard as readonly TrackSound[]
}

async function seenBy(db: Kysely<Tables>, redaction: RedactionId): Promise<ReadonlyMap<UserId, Float64Array>> {
  const seen = new Map<UserId, Float64Array>()
  const query = db.selectFrom('redaction_seen').select(['user', 'chunk', 'signatures'])
  // The last chunk of each comes first, so that its place is known when the others are laid down.
  const rows = await query.where('redaction', '=', redaction).orderBy('user').orderBy('chunk', 'desc').execute()
  for (const row of rows) {
    const user = userOf(row['user'], 'redaction_seen.user')
    const { chunk } = row
    if (!isCount(chunk) || Number(chunk) > mostChunks) throw damagedRecord('redaction_seen.chunk')
    const all = seen.get(user) ?? new Float64Array((Number(chunk) + 1) * chunkFrames)
    readChunk(row['signatures'], all, Number(chunk) * chunkFrames)
    seen.set(user, all)
  }
  return seen
}

/** What everybody has seen and heard of a redaction, in the order of their ids. */
export async function readReviews(db: Kysely<Tables>, redaction: RedactionId): Promise<readonly ReviewRecord[]> {
  const seen = await seenBy(db, redaction)
  const rows = await db
    .selectFrom('redaction_heard')
    .select(['user', 'heard'])
    .where('redaction', '=', redaction)
    .execute()
  const heard = new Map(rows.map((row) => [userOf(row['user'], 'redaction_heard.user'), heardOf(row['heard'])]))
  return [...new Set([...seen.keys(), ...heard.keys()])].toSorted().map((user) => ({
    redaction,
    user,
    seen: seen.get(user) ?? new Float64Array(0),
    heard: heard.get(user) ?? [],
  }))
}

function chunksOf(changed: readonly FramesRange[]): ReadonlySet<number> {
  const chunks = new Set<number>()
  for (const [from, until] of changed)
    for (let chunk = Math.floor(from / chunkFrames); chunk * chunkFrames < until; chunk++) chunks.add(chunk)
  return chunks
}

/** Keeps what somebody has seen and heard; of the frames, the chunks of those that changed. */
export async function writeReview(
  db: Kysely<Tables>,
  { redaction, user, seen, heard }: ReviewRecord,
  changed: readonly FramesRange[],
): Promise<void> {
  for (const chunk of chunksOf(changed)) {
    const signatures = bytesOf(seen.subarray(chunk * chunkFrames, (chunk + 1) * chunkFrames))
    if (signatures.length === 0) continue
    await db
      .insertInto('redaction_seen')
      .values({ redaction, user, chunk, signatures })
      .onConflict((conflict) => conflict.columns(['redaction', 'user', 'chunk']).doUpdateSet({ signatures }))
      .execute()
  }
  const text = JSON.stringify(heard)
  await db
    .insertInto('redaction_heard')
    .values({ redaction, user, heard: text })
    .onConflict((conflict) => conflict.columns(['redaction', 'user']).doUpdateSet({ heard: text }))
    .execute()
}
