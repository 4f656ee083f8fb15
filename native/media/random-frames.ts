import type { Frame } from 'node-av/lib'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import type { FrameIndex } from '../../core/time.ts'
import { FrameCache } from './frame-cache.ts'
import type { FrameReader, ReadFrame } from './frame-reader.ts'

/** A step that is shorter than this goes on decoding rather than back to a keyframe. */
const shortStep = 8

/** Nobody wants the frame any more. */
export class Overtaken extends Error {}

/**
 * Any frame in any order, for people who step, scrub and jump. Frames decoded on the way are kept within a bound of
 * bytes, so that a step back costs nothing. Owns its reader.
 */
export class RandomFrames {
  readonly #reader: FrameReader
  readonly #video: VideoIndex
  readonly #cache: FrameCache
  #ahead: AsyncGenerator<ReadFrame, void, undefined> | null = null
  #next = 0

  constructor(reader: FrameReader, video: VideoIndex, cacheBytes: number) {
    this.#reader = reader
    this.#video = video
    this.#cache = new FrameCache(cacheBytes)
  }

  /**
   * The decoded frame, or null where it does not decode; valid until the next call. Calls must not overlap. Throws `Overtaken`
   * once `isWanted` says no; what was decoded until then is kept, and the next call may go on from there.
   */
  async at(frame: FrameIndex, signal: StopSignal, isWanted: () => boolean = () => true): Promise<Frame | null> {
    const kept = this.#cache.get(frame)
    if (kept) return kept
    if (!this.#comesSoon(frame)) await this.#startAt(this.#keyframeOf(frame), signal)
    for (;;) {
      if (!isWanted()) throw new Overtaken('another frame is wanted')
      const read = await this.#step()
      if (!read || read.frame > frame) return null
      if (read.frame === frame) return read.picture
    }
  }

  async close(): Promise<void> {
    await this.#ahead?.return()
    this.#cache.close()
    await this.#reader.close()
  }

  /** True where going on decoding is no longer than going back to a keyframe. */
  #comesSoon(frame: FrameIndex): boolean {
    if (!this.#ahead || this.#next > frame) return false
    return this.#next >= this.#keyframeOf(frame) || frame - this.#next <= shortStep
  }

  async #step(): Promise<ReadFrame | null> {
    const read = await this.#ahead?.next()
    if (!read || read.done) return null
    this.#next = read.value.frame + 1
    if (read.value.picture) this.#cache.keep(read.value.frame, read.value.picture)
    return read.value
  }

  #keyframeOf(frame: FrameIndex): number {
    return this.#video.keyframes.findLast((keyframe) => keyframe <= frame) ?? 0
  }

  async #startAt(keyframe: number, signal: StopSignal): Promise<void> {
    await this.#ahead?.return()
    this.#ahead = this.#reader.frames(keyframe, this.#video.pts.length, signal)
    this.#next = keyframe
  }
}
