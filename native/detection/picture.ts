import type { Box } from '../../core/geometry/shape.ts'
import type { FrameIndex } from '../../core/time.ts'

/** Pixels of a decoded frame, display oriented. Valid until `close`. */
export type Pixels = {
  /**
   * Scaled to exactly `width` x `height`: packed RGB24, rows without padding; the caller owns it. `part` (display-oriented
   * source pixels, whole numbers, inside the picture) takes only that part of it; all of it when absent.
   */
  toRgb(width: number, height: number, part?: Box): Uint8Array
  /** All of it in grey, scaled to exactly this size, rows without padding; the caller owns it. */
  toGrey(width: number, height: number): Uint8Array
  /** Lets go of the decoded frame. */
  close(): void
}

/**
 * One frame of a clip, in its place; `pixels` is null where it does not decode, `damaged` says that parts of it were
 * invented or that there is none. Whoever takes it closes its pixels.
 */
export type Picture = { readonly frame: FrameIndex; readonly damaged: boolean; readonly pixels: Pixels | null }

/**
 * Reads every frame from `frame` on to the clip's end, in order and without gaps; one reading at a time. A `careful` reading
 * gives damaged clips the same way each time, and takes longer.
 */
export type PictureSource = {
  from(frame: FrameIndex, careful: boolean): AsyncGenerator<Picture, void, undefined>
}
