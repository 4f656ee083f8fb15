import type { Direction, FrameTrouble, Picture, ReadFrame } from './picture.ts'

type Kept<P extends Picture> = ReadFrame<P> & { readonly bytes: number }

/** How many times nearer a frame counts that lies the way somebody goes. */
const aheadCounts = 3

/**
 * Decoded frames by index, bounded by bytes. It owns their pictures. What lies farthest from where somebody is goes first,
 * and what they leave behind sooner than what they come to.
 */
export class FrameShelf<P extends Picture> {
  readonly #most: number
  readonly #kept = new Map<number, Kept<P>>()
  #bytes = 0
  #focus = 0
  #direction: Direction = 0

  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  /** Bytes of all pictures that are kept, as 8-bit 4:2:0. */
  get bytes(): number {
    return this.#bytes
  }

  has(frame: number): boolean {
    return this.#kept.has(frame)
  }

  /** The frame with a picture of the caller's own, who closes it; null where it is not kept. */
  borrow(frame: number): { readonly picture: P | null; readonly trouble: FrameTrouble | null } | null {
    const kept = this.#kept.get(frame)
    return kept ? { picture: kept.picture?.clone() ?? null, trouble: kept.trouble } : null
  }

  /** Tells where somebody is and which way they go. */
  lookAt(frame: number, direction: Direction): void {
    this.#focus = frame
    this.#direction = direction
  }

  /** Takes a frame, and closes what there is no room for: perhaps this one. */
  keep(read: ReadFrame<P>): void {
    if (this.#kept.has(read.frame)) {
      read.picture?.close()
      return
    }
    const bytes = read.picture ? Math.ceil(read.picture.codedWidth * read.picture.codedHeight * 1.5) : 0
    this.#kept.set(read.frame, { ...read, bytes })
    this.#bytes += bytes
    while (this.#bytes > this.#most && this.#kept.size > 1) this.#dropFarthest()
  }

  clear(): void {
    for (const { picture } of this.#kept.values()) picture?.close()
    this.#kept.clear()
    this.#bytes = 0
  }

  #dropFarthest(): void {
    let farthest: Kept<P> | null = null
    let distance = -1
    for (const kept of this.#kept.values()) {
      const away = this.#distanceOf(kept.frame)
      if (away <= distance || kept.bytes === 0) continue
      farthest = kept
      distance = away
    }
    if (!farthest) return
    this.#kept.delete(farthest.frame)
    this.#bytes -= farthest.bytes
    farthest.picture?.close()
  }

  #distanceOf(frame: number): number {
    const away = frame - this.#focus
    if (this.#direction === 0 || away === 0) return Math.abs(away)
    return Math.sign(away) === this.#direction ? Math.abs(away) : Math.abs(away) * aheadCounts
  }
}
