import { decode, encode } from '@msgpack/msgpack'

/** How large a message of the other side may be: bytes, and entries of any one list or record in it. */
export type FrameBounds = { readonly bytes: number; readonly entries: number }

const headBytes = 4

/** One message as it goes over a socket: four bytes of length (big-endian), then MessagePack. Throws what is no plain value (a bug). */
export function frameOf(message: unknown): Uint8Array {
  const body = encode(message, { ignoreUndefined: true, maxDepth: 200 })
  const frame = new Uint8Array(headBytes + body.byteLength)
  new DataView(frame.buffer).setUint32(0, body.byteLength)
  frame.set(body, headBytes)
  return frame
}

/**
 * Puts messages together from the bytes of a socket. Holds what has come and never more: a length that was only announced costs
 * nothing, and one over the bound is refused before its bytes come.
 */
export class FrameReader {
  #bounds: FrameBounds
  #chunks: Uint8Array[] = []
  #held = 0
  #wanted: number | null = null

  constructor(bounds: FrameBounds) {
    this.#bounds = bounds
  }

  /** From the next message on. */
  allow(bounds: FrameBounds): void {
    this.#bounds = bounds
  }

  /** True: a message has begun and is not whole. */
  get isWaiting(): boolean {
    return this.#held > 0 || this.#wanted !== null
  }

  /** Takes more bytes and hands over each message that they complete. False: what came is no message of ours, and nothing after it can be. */
  push(chunk: Uint8Array, take: (message: unknown) => void): boolean {
    this.#chunks.push(chunk)
    this.#held += chunk.byteLength
    for (;;) {
      if (this.#wanted === null && !this.#readHead()) return true
      if (this.#wanted === null || this.#wanted === 0 || this.#wanted > this.#bounds.bytes) return false
      if (this.#held < this.#wanted) return true
      const message = this.#decoded(this.#pull(this.#wanted))
      this.#wanted = null
      if (!message) return false
      take(message.value)
    }
  }

  /** False: the length of the next message is not here yet. */
  #readHead(): boolean {
    if (this.#held < headBytes) return false
    const head = this.#pull(headBytes)
    this.#wanted = new DataView(head.buffer, head.byteOffset).getUint32(0)
    return true
  }

  #pull(bytes: number): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)
    const joined = all ?? new Uint8Array(0)
    const rest = joined.subarray(bytes)
    this.#chunks = rest.byteLength > 0 ? [rest] : []
    this.#held = rest.byteLength
    // A copy: what is kept of a message does not keep the bytes around it.
    return Uint8Array.from(joined.subarray(0, bytes))
  }

  #decoded(body: Uint8Array): { readonly value: unknown } | null {
    const most = Math.min(this.#bounds.entries, body.byteLength)
    try {
      return { value: decode(body, { maxArrayLength: most, maxMapLength: most, maxExtLength: 0 }) }
    } catch {
      // Whatever the decoder says: bytes that another process made and that are no MessagePack within the bounds.
      return null
    }
  }
}
