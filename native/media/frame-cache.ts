import type { Frame } from 'node-av/lib'

/**
 * Decoded frames by index, bounded by the bytes of their planes. What was used longest ago goes first. Frames are shared
 * with the decoder, not copied.
 */
export class FrameCache {
  readonly #most: number
  readonly #frames = new Map<number, { readonly picture: Frame; readonly bytes: number }>()
  #bytes = 0

  /** `mostBytes` bounds the planes of all kept frames together. */
  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  /** Bytes of the kept planes. */
  get bytes(): number {
    return this.#bytes
  }

  /** The frame, if it is kept; valid until the next `keep` or `close`. */
  get(frame: number): Frame | null {
    const kept = this.#frames.get(frame)
    if (!kept) return null
    this.#frames.delete(frame)
    this.#frames.set(frame, kept)
    return kept.picture
  }

  /** Keeps a reference to a decoded frame. A frame that alone is over the bound is not kept. */
  keep(frame: number, decoded: Frame): void {
    if (this.#frames.has(frame)) return
    const bytes = bytesOf(decoded)
    if (bytes > this.#most) return
    const picture = decoded.clone()
    if (!picture) return
    for (const [oldest, { bytes: freed, picture: old }] of this.#frames) {
      if (this.#bytes + bytes <= this.#most) break
      this.#frames.delete(oldest)
      this.#bytes -= freed
      old.free()
    }
    this.#frames.set(frame, { picture, bytes })
    this.#bytes += bytes
  }

  close(): void {
    for (const { picture } of this.#frames.values()) picture.free()
    this.#frames.clear()
    this.#bytes = 0
  }
}

function bytesOf(frame: Frame): number {
  return (frame.data ?? []).reduce((sum, plane) => sum + (plane?.length ?? 0), 0)
}
