import type { Box } from '../../core/geometry/shape.ts'
import type { FrameIndex } from '../../core/time.ts'

/** A decoded frame that detectors look at; valid until the next one is asked for. */
export type Picture = {
  readonly frame: FrameIndex
  /**
   * The picture, display oriented, scaled to exactly `width` x `height`: packed RGB24, rows without padding, valid until
   * the next call. `part` (display-oriented source pixels) takes only that part of it; all of it when absent.
   */
  toRgb(width: number, height: number, part?: Box): Uint8Array
}
