import type { ByteSource } from '../../../core/ports/bytes.ts'

/** A stream of known length, to be read once, from its beginning to its end. */
export class SequentialBytes implements ByteSource {
  readonly size: number
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #at = 0
  #rest: Uint8Array = new Uint8Array()

  constructor(stream: ReadableStream<Uint8Array>, size: number) {
    this.size = size
    this.#reader = stream.getReader()
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset !== this.#at) throw new Error('what is made as it is read can only be read in order')
    const bytes = new Uint8Array(Math.min(length, this.size - offset))
    let filled = 0
    while (filled < bytes.length) {
      if (this.#rest.length === 0) this.#rest = await this.#next()
      const part = this.#rest.subarray(0, bytes.length - filled)
      bytes.set(part, filled)
      filled += part.length
      this.#rest = this.#rest.subarray(part.length)
    }
    this.#at += filled
    if (this.#at === this.size) await this.#expectEnd()
    return bytes
  }

  async #next(): Promise<Uint8Array> {
    const next = await this.#reader.read()
    if (next.done) throw new Error('a stream is shorter than it was said to be')
    return next.value
  }

  async #expectEnd(): Promise<void> {
    for (;;) {
      const next = await this.#reader.read()
      if (next.done && this.#rest.length === 0) return
      if (next.done || next.value.length > 0) throw new Error('a stream is longer than it was said to be')
    }
  }
}
