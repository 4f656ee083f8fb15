import type { FramesRange } from '../../core/review/frame-signatures.ts'
import type { TrackSound } from '../../core/review/heard-sound.ts'
import { uniteRanges } from '../../core/time.ts'

type Ranges = readonly (readonly [from: number, until: number])[]

/**
 * What an opening has handed out, and what its session has said to have displayed and played of it: what is claimed is held against
 * what was served (`bytesSupport`).
 */
export class ServedRanges {
  /** The same of all of a session's openings of one clip, this one among them; null for those themselves. */
  readonly ofAll: ServedRanges | null
  #bytes: Ranges = []
  #frames: Ranges = []
  readonly #sound = new Map<number, Ranges>()
  #claimedFrames: Ranges = []
  readonly #claimedSound = new Map<number, Ranges>()

  constructor(ofAll: ServedRanges | null = null) {
    this.ofAll = ofAll
  }

  /** Bytes of the clip went out. */
  addBytes(from: number, until: number): void {
    this.ofAll?.addBytes(from, until)
    this.#bytes = uniteRanges([...this.#bytes, [from, until]])
  }

  /** Frames went out decoded. */
  addFrames(from: number, until: number): void {
    this.ofAll?.addFrames(from, until)
    this.#frames = uniteRanges([...this.#frames, [from, until]])
  }

  /** Samples of a track went out decoded. */
  addSound(track: number, from: number, until: number): void {
    this.ofAll?.addSound(track, from, until)
    this.#sound.set(track, uniteRanges([...(this.#sound.get(track) ?? []), [from, until]]))
  }

  /** A claim was believed. */
  addClaims(frames: readonly FramesRange[], sound: readonly TrackSound[]): void {
    this.ofAll?.addClaims(frames, sound)
    this.#claimedFrames = uniteRanges([...this.#claimedFrames, ...frames])
    for (const { audioTrack, ranges } of sound)
      this.#claimedSound.set(audioTrack, uniteRanges([...(this.#claimedSound.get(audioTrack) ?? []), ...ranges]))
  }

  /** How many different bytes went out. */
  get servedBytes(): number {
    return this.#bytes.reduce((sum, [from, until]) => sum + until - from, 0)
  }

  /** Frames that went out decoded. */
  get decodedFrames(): Ranges {
    return this.#frames
  }

  /** Sound that went out decoded. */
  get decodedSound(): readonly TrackSound[] {
    return [...this.#sound].map(([audioTrack, ranges]) => ({ audioTrack, ranges }))
  }

  /** Frames that were said to be displayed. */
  get claimedFrames(): Ranges {
    return this.#claimedFrames
  }

  /** Sound that was said to be played. */
  get claimedSound(): readonly TrackSound[] {
    return [...this.#claimedSound].map(([audioTrack, ranges]) => ({ audioTrack, ranges }))
  }
}
