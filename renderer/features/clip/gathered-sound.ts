import type { ItemOf } from '../../../contract/methods/all.ts'

/** Pieces of sound `[from, until)` as they come over the wire, joined. */
export class GatheredSound {
  readonly #from: number
  readonly #until: number
  #planes: readonly Float32Array[] = []
  #next: number

  constructor(from: number, until: number) {
    this.#from = from
    this.#until = until
    this.#next = from
  }

  /** Takes a piece, which begins where the one before it ended. Throws for one that does not: the other side broke its word. */
  take({ from, channels, bytes }: ItemOf<'clip.decode-sound'>): void {
    const samples = bytes.byteLength / 4 / channels
    if (this.#planes.length === 0)
      this.#planes = Array.from({ length: channels }, () => new Float32Array(this.#until - this.#from))
    if (from !== this.#next || from + samples > this.#until || channels !== this.#planes.length)
      throw new Error('a piece of sound that does not follow the one before it')
    // What came may be a view of other bytes, at any place of theirs.
    const floats = new Float32Array(bytes.slice().buffer)
    for (const [channel, plane] of this.#planes.entries())
      plane.set(floats.subarray(channel * samples, (channel + 1) * samples), from - this.#from)
    this.#next = from + samples
  }

  /** What has come, a plane for each channel; none where nothing has. */
  planes(): readonly Float32Array[] {
    const length = this.#next - this.#from
    return length === 0 ? [] : this.#planes.map((plane) => plane.subarray(0, length))
  }
}
