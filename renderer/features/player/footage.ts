import type { ClipIndex } from '../../../core/clips/clip-index.ts'
import type { Failure } from '../../../core/failure.ts'
import type { DecodedFrame } from '../../../core/ports/media-engine.ts'

/** Most bytes that one range of a clip may be asked for. */
export const longestRange = 1 << 20

/** Most samples of each channel that sound may be asked for at once. */
export const mostSamples = 1 << 19

/**
 * The footage of one opened clip, as the window may read it. All that it answers rejects with `FootageFault` where the
 * footage cannot be had, and with the signal's reason once that is aborted.
 */
export type ClipFootage = {
  readonly index: ClipIndex
  readonly bytes: number
  /** Bytes `[start, end)`, at most `longestRange` of them. */
  readRange(start: number, end: number, signal: AbortSignal): Promise<Uint8Array>
  /**
   * Frames `[first, first + count)` in order, each once, decoded by an engine at the pace at which they are taken. One call at
   * a time.
   */
  decodeFrames(first: number, count: number, signal: AbortSignal): AsyncIterable<DecodedFrame>
  /**
   * Up to `samples` samples from `fromSample` on the track's absolute clock, a plane for each channel, decoded by an engine; fewer
   * only at its end. What does not decode is silent, in its place.
   */
  decodeSound(track: number, fromSample: number, samples: number, signal: AbortSignal): Promise<readonly Float32Array[]>
}

/** The footage cannot be read, for a reason that can be told. */
export class FootageFault extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`footage: ${failure.kind}`)
    this.failure = failure
  }
}
