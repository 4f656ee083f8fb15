import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { Frame } from 'node-av/lib'

/** The part of a decoded frame that tells its time. */
type TimedFrame = Pick<Frame, 'pts' | 'bestEffortTimestamp'>

/** The timestamp under which a decoded frame is known to the index. */
export function timestampOf(frame: TimedFrame): bigint {
  return frame.pts === AV_NOPTS_VALUE ? frame.bestEffortTimestamp : frame.pts
}

/** Finds the frame index of decoded frames, which come in presentation order from some starting point on. */
export class FrameNumbers {
  readonly #byPts: ReadonlyMap<bigint, number>
  readonly #pts: readonly bigint[]
  #last = -1
  /** False after a leap to the middle, until a frame has told where that is. */
  #placed = true

  constructor(pts: readonly bigint[]) {
    this.#pts = pts
    this.#byPts = new Map(pts.map((at, index) => [at, index]))
  }

  /** Forgets where it was: decoding goes on from another place, or from the start. */
  restart(fromStart = false): void {
    this.#last = -1
    this.#placed = fromStart
  }

  /**
   * The frame's index, or null for a frame that the index does not know (before an edit list's start, or one that the
   * decoder invented) and for one that does not come after the last.
   */
  of(frame: TimedFrame): number | null {
    if (timestampOf(frame) === AV_NOPTS_VALUE) return this.#following()
    const found = this.#byPts.get(timestampOf(frame)) ?? this.#byPts.get(frame.bestEffortTimestamp)
    if (found === undefined) return null
    const number = found > this.#last ? found : this.#twinAfter(timestampOf(frame))
    if (number === null) return null
    this.#last = number
    this.#placed = true
    return number
  }

  /** A frame without a time is the one after the last, where that is known. */
  #following(): number | null {
    if (!this.#placed || this.#last + 1 >= this.#pts.length) return null
    this.#last++
    return this.#last
  }

  /** Frames that claimed the same instant stand one tick apart in the index. */
  #twinAfter(at: bigint): number | null {
    const next = this.#last + 1
    const step = (this.#pts[next] ?? at) - at
    return step > 0n && step < 4n ? next : null
  }
}
