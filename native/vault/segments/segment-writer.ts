import { randomBytes } from 'node:crypto'
import type { AppendOnlySink } from '../../../core/ports/vault/append-only-sink.ts'
import { type SegmentStorage, type SegmentWriter, startAtHeader } from './segment-file.ts'
import { type SegmentKey, saltBytes, sealOf, segmentBits } from './segment-format.ts'

/**
 * Encrypts into an empty file that is open for reading and writing and stays the caller's to close. `name` is what a person
 * called it. The key is read at each segment and must stay as it is until the file is finished.
 */
export function createSegmentWriter(handle: SegmentStorage, key: SegmentKey, name: string): SegmentWriter {
  return startAtHeader({
    handle,
    name,
    seal: sealOf(key, segmentBits),
    segmentBytes: 2 ** segmentBits,
    salt: randomBytes(saltBytes),
  })
}

/** Appends what is written at the current end, which is at `at` to begin with; throws on a write anywhere else (a bug). */
export function appendOnlySink(writer: SegmentWriter, at = 0): AppendOnlySink {
  let end = at
  return {
    appendOnly: true,
    write: (offset, bytes) => {
      if (offset !== end) throw new RangeError(`an encrypted file is written in order: at ${end}, not at ${offset}`)
      end += bytes.length
      return writer.append(bytes)
    },
  }
}
