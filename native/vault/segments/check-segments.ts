import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import type { ObjectProblem } from '../../../core/failure.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { bytesOfHandle } from '../../evidence/file-source.ts'
import { codeOf, readingFailure } from '../../evidence/storage-failure.ts'
import {
  bytesOfSegment,
  isForgotten,
  kindOfSegment,
  openRecord,
  recordOffset,
  recordOverhead,
  type SegmentKey,
  sealOf,
  segmentBits,
} from './segment-format.ts'
import { findLayout, type SegmentLayout } from './segment-layout.ts'

const segmentsAtOnce = 64
const hashBlock = 1 << 20

/** What checking is given: a way to be stopped, and a place to report how many stored bytes are done. */
export type SegmentWork = {
  readonly signal: StopSignal
  readonly onBytes: (done: number, total: number) => void
}

/** What a check of everything in an encrypted file found. */
export type SegmentReport = {
  /** What is wrong with the file as a whole; null when header, trailer and size belong together. */
  readonly problem: ObjectProblem | null
  /** Plain bytes that the file holds, or seems to hold when there is a problem. */
  readonly bytes: number
  readonly storedBytes: number
  /** Plain bytes `[from, until)` that are lost, in order, neighbours joined. */
  readonly damaged: readonly (readonly [from: number, until: number])[]
  /** Of all plain bytes; null when there is a problem or anything is lost. */
  readonly sha256: Sha256 | null
}

/**
 * Decrypts everything in an encrypted file. A damaged file is an answer and no failure: fails with `file-unreadable` when
 * not even its header can be read, with `vault-locked` and `cancelled`. Sectors that the disk cannot read count as lost.
 */
export async function checkSegments(
  handle: FileHandle,
  key: SegmentKey,
  name: string,
  work: SegmentWork,
): Promise<Result<SegmentReport>> {
  if (isForgotten(sealOf(key, segmentBits).key)) return failed({ kind: 'vault-locked' })
  try {
    const stored = bytesOfHandle(handle, (await handle.stat()).size)
    const found = await findLayout(stored, key)
    const damaged: [number, number][] = []
    const hash = createHash('sha256')
    const done =
      !found.layout ||
      (await openAll(stored, found.layout, work, (plain, range) => {
        if (plain) hash.update(plain)
        else join(damaged, range)
      }))
    if (!done) return failed(isForgotten(key.key) ? { kind: 'vault-locked' } : { kind: 'cancelled' })
    const whole = found.problem === null && damaged.length === 0
    return ok({
      problem: found.problem,
      bytes: found.layout?.extent.bytes ?? 0,
      storedBytes: stored.size,
      damaged,
      sha256: whole ? sha256(hash.digest('hex')) : null,
    })
  } catch (error) {
    return failed(readingFailure(error, name))
  }
}

/** Adds a range behind the others. */
function join(ranges: [number, number][], [from, until]: readonly [number, number]): void {
  const before = ranges.at(-1)
  if (before && before[1] === from) before[1] = until
  else ranges.push([from, until])
}

/** Opens segment after segment; null for what is lost. Answers false when it was stopped or the key went. */
async function openAll(
  stored: ByteSource,
  layout: SegmentLayout,
  work: SegmentWork,
  take: (plain: Uint8Array | null, range: readonly [number, number]) => void,
): Promise<boolean> {
  const { seal, extent, segmentBytes } = layout
  for (let first = 0; first < extent.segments; first += segmentsAtOnce) {
    const end = Math.min(extent.segments, first + segmentsAtOnce)
    const records = await recordsOf(stored, layout, first, end)
    if (work.signal.aborted || isForgotten(seal.key)) return false
    for (const [at, record] of records.entries()) {
      const index = first + at
      const plain = record && openRecord(seal, kindOfSegment(index, extent.segments), index, record)
      const from = index * segmentBytes
      take(plain, [from, from + bytesOfSegment(index, extent, segmentBytes)])
    }
    work.onBytes(Math.min(stored.size, recordOffset(end, segmentBytes)), stored.size)
  }
  return true
}

/** The records `[first, end)`, read at once, or one by one where the disk is damaged; null for what cannot be read. */
async function recordsOf(
  stored: ByteSource,
  layout: SegmentLayout,
  first: number,
  end: number,
): Promise<readonly (Uint8Array | null)[]> {
  const { extent, segmentBytes } = layout
  const begin = recordOffset(first, segmentBytes)
  const last = bytesOfSegment(end - 1, extent, segmentBytes)
  try {
    const all = await stored.read(begin, recordOffset(end - 1, segmentBytes) + recordOverhead + last - begin)
    return Array.from({ length: end - first }, (_, at) => {
      const offset = recordOffset(first + at, segmentBytes) - begin
      return all.subarray(offset, offset + recordOverhead + bytesOfSegment(first + at, extent, segmentBytes))
    })
  } catch (error) {
    // `EIO`: a sector is gone. A file that became shorter meanwhile has lost its end.
    if (codeOf(error) !== 'EIO' && !(error instanceof RangeError)) throw error
    if (end - first === 1) return [null]
    const each: (Uint8Array | null)[] = []
    for (let index = first; index < end; index++) each.push(...(await recordsOf(stored, layout, index, index + 1)))
    return each
  }
}

/**
 * SHA-256 of a file as it is stored, to be compared with what its writer answered: a check that needs no key and shows
 * nothing, for administrators who may not see footage. Fails with `file-unreadable` and `cancelled`.
 */
export async function hashStored(
  handle: FileHandle,
  name: string,
  work: SegmentWork,
): Promise<Result<{ readonly storedSha256: Sha256; readonly storedBytes: number }>> {
  try {
    const stored = bytesOfHandle(handle, (await handle.stat()).size)
    const hash = createHash('sha256')
    for (let offset = 0; offset < stored.size; offset += hashBlock) {
      hash.update(await stored.read(offset, hashBlock))
      if (work.signal.aborted) return failed({ kind: 'cancelled' })
      work.onBytes(Math.min(stored.size, offset + hashBlock), stored.size)
    }
    return ok({ storedSha256: sha256(hash.digest('hex')), storedBytes: stored.size })
  } catch (error) {
    if (error instanceof RangeError) return failed({ kind: 'object-damaged', name, problem: 'cut-short' })
    return failed(readingFailure(error, name))
  }
}
