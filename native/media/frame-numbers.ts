import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { Frame } from 'node-av/lib'

/** The timestamp under which a decoded frame is known to the index. */
export function timestampOf(frame: Frame): bigint {
  return frame.pts === AV_NOPTS_VALUE ? frame.bestEffortTimestamp : frame.pts
}

/** Finds the frame index of decoded frames, which come in presentation order from some starting point on. */
export class FrameNumbers {
  readonly #byPts: ReadonlyMap<bigint, number>
  readonly #pts: readonly bigint[]
  #last = -1

  constructor(pts: readonly bigint[]) {
    this.#pts = pts
    this.#byPts = new Map(pts.map((at, index) => [at, index]))
  }

  /** Forgets where it was: decoding goes on from another place. */
  restart(): void {
    this.#last = -1
  }

  /**
   * The frame's index, or null for a frame that the index does not know (before an edit list's start, or one that the
   * decoder invented) and for one that does not come after the last.
   */
  of(frame: Frame): number | null {
    const found = this.#byPts.get(timestampOf(frame)) ?? this.#byPts.get(frame.bestEffortTimestamp)
    if (found === undefined) return null
    const number = found > this.#last ? found : this.#twinAfter(timestampOf(frame))
    if (number !== null) this.#last = number
    return number
  }

  /** Frames that claimed the same instant stand one tick apart in the index. */
  #twinAfter(at: bigint): number | null {
    const next = this.#last + 1
    const step = (this.#pts[next] ?? at) - at
    return step > 0n && step < 4n ? next : null
  }
}
