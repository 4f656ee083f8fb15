import { createHash, randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { Failure } from '../../../core/failure.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { bytesOfHandle } from '../../evidence/file-source.ts'
import { readingFailure, writingFailure } from '../../evidence/storage-failure.ts'
import { type SegmentWriter, startBehindSegments, type WriterStart } from './segment-file.ts'
import {
  bitsOfHeader,
  decryptTorn,
  headerBytes,
  isForgotten,
  openRecord,
  prefixBytes,
  recordKind,
  recordOffset,
  recordOverhead,
  type Seal,
  type SegmentKey,
  saltBytes,
  sealOf,
  segmentBits,
} from './segment-format.ts'
import { createSegmentWriter } from './segment-writer.ts'

/** Segments that are compared at once. */
const segmentsAtOnce = 16

/** How an interrupted file is gone on with. */
export type ResumedSegments =
  /** `at`: the first plain byte that is still to be appended. */
  | { readonly kind: 'continued'; readonly writer: SegmentWriter; readonly at: number }
  /** Something in the file is not what the source gives: write a new file under a new key and a new id. */
  | { readonly kind: 'start-again' }

/**
 * Goes on writing a file whose writer was interrupted, whether at a failure or by the end of the machine. `handle` is open
 * for reading and writing; `source` gives the plain bytes from their beginning, and rejects by itself when it cannot.
 *
 * Every segment that is there is opened and compared with the source, the torn one by its keystream. The last segment is
 * written anew if it is there, and so is whatever is torn. Why no nonce meets two plaintexts: everything that is written
 * from now on has a new random salt in its nonce, so it differs from whatever the writer before had used, also from what
 * may be left of that on the disk outside of this file; and a writer counts its records. That the source is compared all
 * the same keeps out a file which is half one source and half another.
 */
export async function resumeSegmentWriter(
  handle: FileHandle,
  key: SegmentKey,
  name: string,
  source: ByteSource,
): Promise<Result<ResumedSegments>> {
  if (isForgotten(sealOf(key, segmentBits).key)) return failed({ kind: 'vault-locked' })
  let fault: Failure | null = null
  const size = (await handle.stat()).size
  const plain = bytesOfHandle(handle, size)
  const stored: ByteSource = {
    size,
    read: async (offset, length) => {
      try {
        return await plain.read(offset, length)
      } catch (error) {
        fault = error instanceof RangeError ? { kind: 'output-taken', name } : readingFailure(error, name)
        throw error
      }
    },
  }
  try {
    const bits = bitsOfHeader(await stored.read(0, headerBytes)) ?? segmentBits
    const sound = await compare(stored, source, sealOf(key, bits), 2 ** bits)
    if (!sound) return ok({ kind: 'start-again' })
    const at = await cutOff(handle, name, sound)
    if (!at.ok) return at
    const writer =
      sound.segments === 0
        ? createSegmentWriter(handle, key, name)
        : startBehindSegments({ handle, name, salt: randomBytes(saltBytes), ...sound })
    return ok({ kind: 'continued', writer, at: at.value })
  } catch (error) {
    if (fault) return failed(fault)
    throw error
  }
}

/** Cuts off what is to be written anew; answers the first plain byte of that. */
async function cutOff(handle: FileHandle, name: string, { segments, segmentBytes }: Sound): Promise<Result<number>> {
  try {
    // Where nothing stays the header is written anew too.
    await handle.truncate(segments === 0 ? 0 : recordOffset(segments, segmentBytes))
    return ok(segments * segmentBytes)
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}

/** The whole segments that stay. */
type Sound = Omit<WriterStart, 'handle' | 'name' | 'salt'>

/** A segment as it stands in the file, whole or torn or not there, and what the source gives for it. */
type Pair = {
  readonly index: number
  readonly record: Uint8Array
  readonly wanted: Uint8Array
  /** The source has more after it. */
  readonly after: boolean
}

/** The segments that stay; null when anything in the file is not what the source gives. */
async function compare(
  stored: ByteSource,
  source: ByteSource,
  seal: Seal,
  segmentBytes: number,
): Promise<Sound | null> {
  const header = await stored.read(0, headerBytes)
  if (!same(header, seal.header.subarray(0, header.length))) return null
  const hashes = { plainHash: createHash('sha256'), storedHash: createHash('sha256').update(header) }
  for await (const pair of pairsOf(stored, source, segmentBytes)) {
    const { index, record, wanted } = pair
    if (isTail(pair, segmentBytes)) {
      return isTornOf(seal, pair) ? { seal, segmentBytes, segments: index, ...hashes } : null
    }
    if (!isWholeOf(seal, pair)) return null
    hashes.plainHash.update(wanted)
    hashes.storedHash.update(record)
  }
  throw new Error('there is always a next segment')
}

/** Segment after segment, without end: behind the file's end the records are empty. */
async function* pairsOf(stored: ByteSource, source: ByteSource, segmentBytes: number): AsyncGenerator<Pair> {
  const recordBytes = segmentBytes + recordOverhead
  for (let first = 0; ; first += segmentsAtOnce) {
    const records = await stored.read(recordOffset(first, segmentBytes), segmentsAtOnce * recordBytes)
    const plain = await source.read(first * segmentBytes, segmentsAtOnce * segmentBytes)
    for (let at = 0; at < segmentsAtOnce; at++) {
      const index = first + at
      yield {
        index,
        record: records.subarray(at * recordBytes, (at + 1) * recordBytes),
        wanted: plain.subarray(at * segmentBytes, (at + 1) * segmentBytes),
        after: source.size > (index + 1) * segmentBytes,
      }
    }
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** True for the record that is written anew: the last segment, or one that is torn or not there. */
function isTail({ record }: Pair, segmentBytes: number): boolean {
  return record.length < segmentBytes + recordOverhead || record[0] !== recordKind.more
}

/** True for a whole segment that is authentic and what the source gives, with more after it. */
function isWholeOf(seal: Seal, { index, record, wanted, after }: Pair): boolean {
  const opened = openRecord(seal, recordKind.more, index, record)
  return opened !== null && after && same(opened, wanted)
}

/** True when the end of the file is what this segment of the source begins like, encrypted. */
function isTornOf(seal: Seal, { index, record, wanted, after }: Pair): boolean {
  // Nothing of the segment itself was written.
  if (record.length <= prefixBytes) return true
  if (record[0] !== (after ? recordKind.more : recordKind.last)) return false
  const torn = record.subarray(0, prefixBytes + wanted.length)
  return same(decryptTorn(seal, index, torn), wanted.subarray(0, torn.length - prefixBytes))
}
