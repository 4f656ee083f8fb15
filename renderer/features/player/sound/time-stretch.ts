/** Length of the pieces that are laid over each other, and how far their place may be moved to fit, in seconds. */
const pieceSeconds = 0.04
const searchSeconds = 0.01

/**
 * Plays sound faster or slower at its own pitch: WSOLA (Verhelst and Roelands, ICASSP 1993). Pieces of the input, taken at
 * `rate` times the pace at which they are laid down, overlap by half; each is moved a little to where it is most like what
 * would have followed the one before. Feed it blocks in order; it answers what is finished.
 */
export class TimeStretch {
  readonly #rate: number
  readonly #half: number
  readonly #search: number
  readonly #window: Float32Array
  #input: Float32Array[]
  /** Input sample that stands first in `#input`, where the next piece is wanted, and where the last one really began. */
  #base = 0
  #wanted = 0
  #last: number | null = null
  #tail: Float32Array[]

  constructor(rate: number, sampleRate: number, channels: number) {
    this.#rate = rate
    this.#half = Math.round((pieceSeconds * sampleRate) / 2)
    this.#search = Math.round(searchSeconds * sampleRate)
    this.#window = Float32Array.from(
      { length: this.#half * 2 },
      (_, at) => 0.5 - 0.5 * Math.cos((Math.PI * (at + 0.5)) / this.#half),
    )
    this.#input = Array.from({ length: channels }, () => new Float32Array(0))
    this.#tail = Array.from({ length: channels }, () => new Float32Array(this.#half))
  }

  /** Takes a block (all channels of one length) and answers the planes that are finished, perhaps empty. */
  feed(planes: readonly Float32Array[]): Float32Array[] {
    this.#input = this.#input.map((held, channel) => joined(held, planes[channel] ?? new Float32Array(0)))
    const out: Float32Array[][] = this.#input.map(() => [])
    while (this.#hasPiece()) {
      const at = this.#place()
      for (const [channel, parts] of out.entries()) parts.push(this.#laid(channel, at))
      this.#last = at
      this.#wanted += this.#half * this.#rate
      this.#forget()
    }
    return out.map((parts) => parts.reduce(joined, new Float32Array(0)))
  }

  #hasPiece(): boolean {
    const end = this.#base + (this.#input[0]?.length ?? 0)
    const needed = Math.max(Math.round(this.#wanted) + this.#search, (this.#last ?? 0) + this.#half)
    return end >= needed + this.#half * 2
  }

  /** Where the piece near `#wanted` begins that goes on best from the last one. */
  #place(): number {
    const wanted = Math.round(this.#wanted)
    if (this.#last === null) return wanted
    const follow = this.#last + this.#half
    const sound = this.#input[0] ?? new Float32Array(0)
    let [best, likeness] = [wanted, Number.NEGATIVE_INFINITY]
    for (let at = Math.max(this.#base, wanted - this.#search); at <= wanted + this.#search; at += 2) {
      const found = alike(sound, at - this.#base, follow - this.#base, this.#half)
      if (found > likeness) [best, likeness] = [at, found]
    }
    return best
  }

  /** Half a piece of finished sound: the end of the last piece and the start of this one. */
  #laid(channel: number, at: number): Float32Array {
    const half = this.#half
    const input = this.#input[channel] ?? new Float32Array(0)
    const tail = this.#tail[channel] ?? new Float32Array(half)
    const out = new Float32Array(half)
    const start = at - this.#base
    for (let i = 0; i < half; i++) {
      const rising = this.#last === null ? 1 : (this.#window[i] ?? 0)
      out[i] = (tail[i] ?? 0) + (input[start + i] ?? 0) * rising
      tail[i] = (input[start + half + i] ?? 0) * (this.#window[half + i] ?? 0)
    }
    return out
  }

  #forget(): void {
    const needed = Math.min(Math.round(this.#wanted) - this.#search, (this.#last ?? 0) + this.#half)
    const drop = Math.max(0, needed - this.#base)
    if (drop < this.#half * 8) return
    this.#input = this.#input.map((held) => held.slice(drop))
    this.#base += drop
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b
  const both = new Float32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Correlation of two parts of a sound, by the loudness of the first; every fourth sample is enough to tell. */
function alike(sound: Float32Array, a: number, b: number, length: number): number {
  let [product, loudness] = [0, 1e-9]
  for (let i = 0; i < length; i += 4) {
    const sample = sound[a + i] ?? 0
    product += sample * (sound[b + i] ?? 0)
    loudness += sample * sample
  }
  return product / Math.sqrt(loudness)
}
