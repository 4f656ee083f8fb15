import type { FileHandle } from 'node:fs/promises'
import type { Failure } from '../../../core/failure.ts'
import type { ByteSource } from '../../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { bytesOfHandle } from '../../evidence/file-source.ts'
import { readingFailure } from '../../evidence/storage-failure.ts'
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

/** Stored bytes that are read at once, roughly. */
const bytesAtOnce = 4 << 20

/** The plain bytes of an encrypted file, at any place. */
export type SegmentSource = ByteSource & {
  /** Why the last read that was rejected was; bytes elsewhere can still be read. */
  fault(): Failure | null
  /** True while nobody has touched the stored file, as far as its size and its date of change tell. */
  untouched(): Promise<boolean>
}

/** The plain bytes of an encrypted file, wherever it is stored. */
export type StoredSource = Omit<SegmentSource, 'untouched'>

/**
 * Opens an encrypted file that is all of `stored`; `name` is what a person called it. The key is read at each segment and not
 * copied: once it is overwritten with zeros, reads fail with `vault-locked`. Fails with `object-damaged` unless the trailer
 * vouches for header, file id and size; segments are checked as they are read.
 */
export async function openStored(stored: ByteSource, key: SegmentKey, name: string): Promise<Result<StoredSource>> {
  if (isForgotten(sealOf(key, segmentBits).key)) return failed({ kind: 'vault-locked' })
  try {
    const found = await findLayout(stored, key)
    if (found.problem !== null) return failed({ kind: 'object-damaged', name, problem: found.problem })
    const reader = new SegmentReader(stored, found.layout, name)
    return ok({
      size: found.layout.extent.bytes,
      read: (offset, length) => reader.read(offset, length),
      fault: () => reader.fault,
    })
  } catch (error) {
    if (error instanceof RangeError) return failed({ kind: 'object-damaged', name, problem: 'changed' })
    return failed(readingFailure(error, name))
  }
}

/** Opens an encrypted file (`openStored`) through a handle that stays the caller's to close. */
export async function openSegments(handle: FileHandle, key: SegmentKey, name: string): Promise<Result<SegmentSource>> {
  try {
    const { size, mtimeNs } = await handle.stat({ bigint: true })
    const opened = await openStored(bytesOfHandle(handle, Number(size)), key, name)
    if (!opened.ok) return opened
    const untouched = async (): Promise<boolean> => {
      const now = await handle.stat({ bigint: true })
      return now.size === size && now.mtimeNs === mtimeNs
    }
    return ok({ ...opened.value, untouched })
  } catch (error) {
    return failed(readingFailure(error, name))
  }
}

class SegmentReader {
  readonly #stored: ByteSource
  readonly #layout: SegmentLayout
  readonly #name: string
  /** The segment that was read last: readers of media ask for a few kilobytes at a time, one after the other. */
  #last: { readonly index: number; readonly plain: Uint8Array } | null = null
  fault: Failure | null = null

  constructor(stored: ByteSource, layout: SegmentLayout, name: string) {
    this.#stored = stored
    this.#layout = layout
    this.#name = name
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const { extent, segmentBytes } = this.#layout
    const from = Math.max(0, offset)
    const until = Math.min(extent.bytes, offset + length)
    const plain = new Uint8Array(Math.max(0, until - from))
    if (plain.length === 0) return plain
    if (isForgotten(this.#layout.seal.key)) {
      this.#last = null
      this.fault = { kind: 'vault-locked' }
      throw new Error('the key was forgotten')
    }
    const atOnce = Math.max(1, Math.floor(bytesAtOnce / segmentBytes))
    const end = Math.ceil(until / segmentBytes)
    for (let first = Math.floor(from / segmentBytes); first < end; first += atOnce) {
      await this.#read(first, Math.min(end, first + atOnce), { plain, from })
    }
    return plain
  }

  /** Reads segments `[first, end)` with one access to the file, and puts what is wanted of them in place. */
  async #read(first: number, end: number, into: { readonly plain: Uint8Array; readonly from: number }): Promise<void> {
    const { extent, segmentBytes } = this.#layout
    const records = this.#last?.index === first && end === first + 1 ? null : await this.#records(first, end)
    for (let index = first; index < end; index++) {
      const begin = index * segmentBytes
      const plain = records
        ? this.#open(index, records.subarray((index - first) * (segmentBytes + recordOverhead)))
        : null
      if (plain) this.#last = { index, plain }
      const segment = this.#last?.plain
      if (!segment) throw new Error('no segment was read')
      const skipped = Math.max(0, into.from - begin)
      const wanted = Math.min(bytesOfSegment(index, extent, segmentBytes), into.from + into.plain.length - begin)
      into.plain.set(segment.subarray(skipped, wanted), begin + skipped - into.from)
    }
  }

  async #records(first: number, end: number): Promise<Uint8Array> {
    const { extent, segmentBytes } = this.#layout
    const offset = recordOffset(first, segmentBytes)
    const last = recordOffset(end - 1, segmentBytes) + recordOverhead + bytesOfSegment(end - 1, extent, segmentBytes)
    try {
      return await this.#stored.read(offset, last - offset)
    } catch (error) {
      const shorter = error instanceof RangeError
      this.fault = shorter
        ? { kind: 'object-damaged', name: this.#name, problem: 'cut-short' }
        : readingFailure(error, this.#name)
      throw error
    }
  }

  #open(index: number, records: Uint8Array): Uint8Array {
    const { seal, extent, segmentBytes } = this.#layout
    const length = bytesOfSegment(index, extent, segmentBytes)
    const record = records.subarray(0, length + recordOverhead)
    const plain = openRecord(seal, kindOfSegment(index, extent.segments), index, record)
    if (plain) return plain
    const bytes = [index * segmentBytes, index * segmentBytes + length] as const
    // The key may have been overwritten while the file was read.
    this.fault = isForgotten(seal.key)
      ? { kind: 'vault-locked' }
      : { kind: 'object-damaged', name: this.#name, problem: 'changed', bytes }
    throw new Error('a segment is not what was written')
  }
}
