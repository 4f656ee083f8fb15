import { AVERROR_EIO, AVERROR_EOF, AVSEEK_CUR, AVSEEK_SET, AVSEEK_SIZE } from 'node-av/constants'
import { IOContext } from 'node-av/lib'
import type { ByteSource } from '../../core/ports/bytes.ts'

const blockBytes = 1 << 20
const blocksKept = 4

/** Jumps into one block that are answered with what was asked for, before the whole block is read. */
const mostGlances = 3
const glancesKept = 16

/**
 * FFmpeg's view of a ByteSource: the only way by which a clip's bytes reach a demuxer, so that no text in a file can
 * name another file or address. Reads whole blocks of 1 MiB and keeps the last four, because tracks interleave. A jump to
 * somewhere new is answered with no more than was asked for: whoever looks for the heads of a thousand fragments would
 * otherwise read all of the file.
 */
export class ByteReader {
  readonly context = new IOContext()
  /** What the source answered when it could not be read; FFmpeg itself only learns that input ended badly. */
  sourceFault: unknown = null
  readonly #source: ByteSource
  readonly #blocks = new Map<number, Buffer>()
  readonly #glances = new Map<number, number>()
  #position = 0
  /** Where what was given last ended. */
  #next = 0

  constructor(source: ByteSource) {
    this.#source = source
    this.context.allocContextWithCallbacks(
      65536,
      0,
      (size) => this.#read(size),
      null,
      (offset, whence) => this.#seek(Number(offset), whence),
    )
  }

  /** Frees FFmpeg's buffer; the reader is dead afterwards. */
  close(): void {
    this.context.freeContext()
    this.#blocks.clear()
  }

  async #read(size: number): Promise<Buffer | number> {
    if (this.#position >= this.#source.size) return AVERROR_EOF
    try {
      const bytes = await this.#bytesAt(this.#position, size)
      if (bytes.length === 0) return AVERROR_EOF
      this.#position += bytes.length
      this.#next = this.#position
      return bytes
    } catch (fault) {
      this.sourceFault = fault
      return AVERROR_EIO
    }
  }

  async #bytesAt(at: number, size: number): Promise<Buffer> {
    const number = Math.floor(at / blockBytes)
    if (!this.#blocks.has(number) && at !== this.#next && this.#mayGlance(number)) return this.#stretch(at, size)
    const block = await this.#block(number)
    return block.subarray(at % blockBytes, (at % blockBytes) + size)
  }

  #mayGlance(number: number): boolean {
    const before = this.#glances.get(number) ?? 0
    this.#glances.delete(number)
    if (before === mostGlances) return false
    this.#glances.set(number, before + 1)
    if (this.#glances.size > glancesKept) dropOldest(this.#glances)
    return true
  }

  async #block(number: number): Promise<Buffer> {
    const kept = this.#blocks.get(number)
    if (kept) return kept
    const block = await this.#stretch(number * blockBytes, blockBytes)
    if (this.#blocks.size >= blocksKept) dropOldest(this.#blocks)
    this.#blocks.set(number, block)
    return block
  }

  async #stretch(offset: number, length: number): Promise<Buffer> {
    const bytes = await this.#source.read(offset, length)
    if (bytes.length < Math.min(length, this.#source.size - offset)) {
      throw new RangeError('the source gave less than it has')
    }
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #seek(offset: number, whence: number): bigint {
    if (whence === AVSEEK_SIZE) return BigInt(this.#source.size)
    if (whence === AVSEEK_SET) this.#position = offset
    else if (whence === AVSEEK_CUR) this.#position += offset
    else this.#position = this.#source.size + offset
    return BigInt(this.#position)
  }
}

function dropOldest(entries: Map<number, unknown>): void {
  const oldest = entries.keys().next()
  if (!oldest.done) entries.delete(oldest.value)
}
