import { createHash, type Hash } from 'node:crypto'
import { type Sha256, sha256 } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { writingFailure } from '../../evidence/storage-failure.ts'
import {
  isForgotten,
  type RecordKind,
  recordKind,
  recordOverhead,
  type Seal,
  sealRecord,
  trailerPlain,
} from './segment-format.ts'

/** Records that are written to disk at once. */
const recordsAtOnce = 16

/** What a finished file is: of the plain bytes, and of the bytes as they are stored. */
export type FinishedSegments = {
  readonly bytes: number
  readonly sha256: Sha256
  readonly storedBytes: number
  readonly storedSha256: Sha256
}

/** Encrypts what it is given into a file, in order. The file is whole only once `finish` says so. */
export type SegmentWriter = {
  /** Adds plain bytes at the end; they may be used again afterwards. Rejects when they cannot be stored: see `fault`. */
  append(bytes: Uint8Array): Promise<void>
  /** Writes the last segment and the trailer and makes the file durable. Nothing can be added afterwards. */
  finish(): Promise<Result<FinishedSegments>>
  /** Why something could not be written; the file is then worthless, though it may be gone on with (`resumeSegmentWriter`). */
  fault(): Failure | null
}

/** Where a file is written to, from its own beginning: what a writer needs of a file handle. */
export type SegmentStorage = {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesWritten: number }>
  sync(): Promise<void>
  stat(): Promise<{ readonly size: number }>
}

/** Where a writer begins: after `segments` whole segments that are in the file, all of which both hashes have seen. */
export type WriterStart = {
  readonly handle: SegmentStorage
  readonly name: string
  readonly seal: Seal
  /** Plain bytes in a segment. */
  readonly segmentBytes: number
  /** Never used before under this key. */
  readonly salt: Uint8Array
  readonly segments: number
  readonly plainHash: Hash
  /** Of header and segments. */
  readonly storedHash: Hash
}

/** Begins a file, header and all. The file is empty and open for writing. */
export function startAtHeader(start: Omit<WriterStart, 'segments' | 'plainHash' | 'storedHash'>): SegmentWriter {
  return new SegmentFile({ ...start, segments: 0, plainHash: createHash('sha256'), storedHash: createHash('sha256') })
}

/** Goes on behind whole segments. */
export function startBehindSegments(start: WriterStart): SegmentWriter {
  return new SegmentFile(start)
}

/** What became of a write: nothing, or the error. Kept as a value, since nobody waits for it at once. */
type Outcome = { readonly error: unknown } | null

class SegmentFile implements SegmentWriter {
  readonly #start: WriterStart
  /** The plain bytes of a segment that is not sealed yet: whether it is the last one shows only later. */
  readonly #pending: Uint8Array
  #pendingBytes = 0
  #index: number
  #bytes: number
  /** Where the next write goes. */
  #position: number
  #block: Uint8Array
  #blockBytes = 0
  #idle: Uint8Array | null = null
  #writing: Promise<Outcome> = Promise.resolve(null)
  #turn: Promise<unknown> = Promise.resolve()
  #broken: Outcome = null
  #fault: Failure | null = null
  #ended = false

  constructor(start: WriterStart) {
    const recordBytes = start.segmentBytes + recordOverhead
    const { header } = start.seal
    this.#start = start
    this.#index = start.segments
    this.#bytes = start.segments * start.segmentBytes
    this.#pending = new Uint8Array(start.segmentBytes)
    this.#block = Buffer.allocUnsafe(recordsAtOnce * recordBytes)
    if (start.segments > 0) this.#position = header.length + start.segments * recordBytes
    else {
      this.#position = 0
      this.#block.set(header)
      this.#blockBytes = header.length
    }
  }

  append(bytes: Uint8Array): Promise<void> {
    if (this.#ended) throw new Error('this file is finished')
    const turn = this.#turn.then(() => this.#take(bytes))
    this.#turn = turn.catch((error: unknown) => {
      this.#broken ??= { error }
    })
    return turn
  }

  async finish(): Promise<Result<FinishedSegments>> {
    if (this.#ended) throw new Error('this file is finished')
    this.#ended = true
    await this.#turn
    try {
      return await this.#finish()
    } catch (error) {
      return failed(this.#fault ?? writingFailure(error, this.#start.name))
    } finally {
      this.#pending.fill(0)
    }
  }

  fault(): Failure | null {
    return this.#fault
  }

  async #take(bytes: Uint8Array): Promise<void> {
    const { segmentBytes } = this.#start
    this.#checkSound()
    this.#start.plainHash.update(bytes)
    this.#bytes += bytes.length
    let at = 0
    while (at < bytes.length) {
      if (this.#pendingBytes === segmentBytes) {
        await this.#seal(recordKind.more, this.#pending)
        this.#pendingBytes = 0
      }
      const left = bytes.length - at
      if (this.#pendingBytes === 0 && left > segmentBytes) {
        await this.#seal(recordKind.more, bytes.subarray(at, at + segmentBytes))
        at += segmentBytes
      } else {
        const part = bytes.subarray(at, at + Math.min(left, segmentBytes - this.#pendingBytes))
        this.#pending.set(part, this.#pendingBytes)
        this.#pendingBytes += part.length
        at += part.length
      }
    }
  }

  async #finish(): Promise<Result<FinishedSegments>> {
    const { handle, name, plainHash, storedHash } = this.#start
    this.#checkSound()
    await this.#seal(recordKind.last, this.#pending.subarray(0, this.#pendingBytes))
    await this.#seal(recordKind.trailer, trailerPlain(this.#bytes))
    await this.#flush()
    await this.#settle()
    await handle.sync()
    // Somebody else wrote here, or something was here before: what is stored is not what was hashed.
    if ((await handle.stat()).size !== this.#position) return failed({ kind: 'output-taken', name })
    return ok({
      bytes: this.#bytes,
      sha256: sha256(plainHash.digest('hex')),
      storedBytes: this.#position,
      storedSha256: sha256(storedHash.digest('hex')),
    })
  }

  async #seal(kind: RecordKind, plain: Uint8Array): Promise<void> {
    if (this.#blockBytes + plain.length + recordOverhead > this.#block.length) await this.#flush()
    const { seal, salt } = this.#start
    if (isForgotten(seal.key)) {
      this.#fault ??= { kind: 'vault-locked' }
      throw new Error('the key was forgotten')
    }
    const index = this.#index++
    this.#blockBytes += sealRecord(seal, { kind, salt, index, plain }, this.#block.subarray(this.#blockBytes))
  }

  /** Hands the block to the disk and goes on in another one: while one is written, the next is encrypted. */
  async #flush(): Promise<void> {
    await this.#settle()
    const block = this.#block
    const stored = block.subarray(0, this.#blockBytes)
    this.#writing = this.#write(stored, this.#position)
    this.#position += stored.length
    this.#start.storedHash.update(stored)
    this.#block = this.#idle ?? Buffer.allocUnsafe(block.length)
    this.#idle = block
    this.#blockBytes = 0
  }

  async #write(bytes: Uint8Array, position: number): Promise<Outcome> {
    try {
      for (let written = 0; written < bytes.length; ) {
        const part = await this.#start.handle.write(bytes, written, bytes.length - written, position + written)
        written += part.bytesWritten
      }
      return null
    } catch (error) {
      return { error }
    }
  }

  /** Waits for the write under way; throws its error. */
  async #settle(): Promise<void> {
    const outcome = await this.#writing
    if (!outcome) return
    this.#fault ??= writingFailure(outcome.error, this.#start.name)
    throw outcome.error
  }

  /** After a failure nothing is sealed any more: its place in the file, and with it its nonce, would be in doubt. */
  #checkSound(): void {
    if (this.#broken) throw this.#broken.error
  }
}
