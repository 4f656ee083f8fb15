import { AVERROR_EIO, AVERROR_EOF, AVSEEK_CUR, AVSEEK_SET, AVSEEK_SIZE } from 'node-av/constants'
import { IOContext } from 'node-av/lib'
import type { ByteSource } from '../../core/ports/bytes.ts'

const blockBytes = 1 << 20
const blocksKept = 4

/**
 * FFmpeg's view of a ByteSource: the only way by which a clip's bytes reach a demuxer, so that no text in a file can
 * name another file or address. Reads whole blocks of 1 MiB and keeps the last four, because tracks interleave.
 */
export class ByteReader {
  readonly context = new IOContext()
  /** What the source answered when it could not be read; FFmpeg itself only learns that input ended badly. */
  sourceFault: unknown = null
  readonly #source: ByteSource
  readonly #blocks = new Map<number, Buffer>()
  #position = 0

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
      const block = await this.#block(Math.floor(this.#position / blockBytes))
      const within = this.#position % blockBytes
      const bytes = block.subarray(within, within + size)
      if (bytes.length === 0) return AVERROR_EOF
      this.#position += bytes.length
      return bytes
    } catch (fault) {
      this.sourceFault = fault
      return AVERROR_EIO
    }
  }

  async #block(number: number): Promise<Buffer> {
    const kept = this.#blocks.get(number)
    if (kept) return kept
    const offset = number * blockBytes
    const bytes = await this.#source.read(offset, blockBytes)
    if (bytes.length < Math.min(blockBytes, this.#source.size - offset)) {
      throw new RangeError('the source gave less than it has')
    }
    const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const oldest = this.#blocks.keys().next()
    if (this.#blocks.size >= blocksKept && !oldest.done) this.#blocks.delete(oldest.value)
    this.#blocks.set(number, block)
    return block
  }

  #seek(offset: number, whence: number): bigint {
    if (whence === AVSEEK_SIZE) return BigInt(this.#source.size)
    if (whence === AVSEEK_SET) this.#position = offset
    else if (whence === AVSEEK_CUR) this.#position += offset
    else this.#position = this.#source.size + offset
    return BigInt(this.#position)
  }
}
