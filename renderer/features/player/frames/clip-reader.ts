import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { keyframeAfter, keyframeAtOrBefore } from './keyframes.ts'
import type { Direction, FrameReader, Picture, ReadFrame } from './picture.ts'

type Run<P extends Picture> = (from: number, signal: AbortSignal) => AsyncIterable<ReadFrame<P>>

/** What a clip's frames are decoded with. */
export type ClipReaderParts<P extends Picture> = {
  readonly video: VideoIndex
  /** The window's own decoder, where it can: frames in order from the keyframe on. It throws what `isDoubt` knows when it cannot. */
  readonly inWindow: Run<P> | null
  readonly isDoubt: (fault: unknown) => boolean
  /** An engine: frames of `[from, until)`. */
  readonly inEngine: (from: number, until: number, signal: AbortSignal) => AsyncIterable<ReadFrame<P>>
  /** Told of the first frame of each stretch that went over to the engine. */
  readonly onDoubt?: (keyframe: number, fault: unknown) => void
}

/** Frames before the one that is asked for, when somebody goes back and an engine decodes. */
const engineBehind = 24

/**
 * Every frame of a clip, each once and in order, whatever decodes it: the window where it can; an engine for stretches
 * between keyframes that hold damage, and for those that the window's decoder failed at or left holes in.
 */
export class ClipReader<P extends Picture> implements FrameReader<P> {
  readonly #parts: ClipReaderParts<P>
  readonly #frames: number
  readonly #keyframes: readonly number[]
  /** Keyframes of the stretches that the engine decodes. */
  readonly #doubtful = new Set<number>()

  constructor(parts: ClipReaderParts<P>) {
    this.#parts = parts
    this.#frames = parts.video.pts.length
    this.#keyframes = parts.video.keyframes
    for (const frame of parts.video.damagedFrames ?? []) this.#doubtful.add(this.#keyframeOf(frame))
  }

  startFor(frame: number, direction: Direction, room: number): number {
    const keyframe = this.#keyframeOf(frame)
    if (this.#inWindow(keyframe)) return keyframe
    return direction < 0 ? Math.max(keyframe, frame - Math.min(engineBehind, room >> 1)) : frame
  }

  async *run(from: number, signal: AbortSignal): AsyncGenerator<ReadFrame<P>, void, undefined> {
    for (let at = from; at < this.#frames; ) {
      const stretch = this.#inWindow(this.#keyframeOf(at)) ? this.#windowRun(at, signal) : this.#engineRun(at, signal)
      for await (const read of stretch) {
        yield read
        at = read.frame + 1
      }
      signal.throwIfAborted()
    }
  }

  close(): void {}

  #keyframeOf(frame: number): number {
    return keyframeAtOrBefore(this.#keyframes, frame)
  }

  #inWindow(keyframe: number): boolean {
    return this.#parts.inWindow !== null && !this.#doubtful.has(keyframe)
  }

  /** Frames from `from` on, until the window comes to a doubt. */
  async *#windowRun(from: number, signal: AbortSignal): AsyncGenerator<ReadFrame<P>, void, undefined> {
    const progress = { expected: from }
    try {
      yield* this.#withoutHoles(progress, signal)
    } catch (fault) {
      if (signal.aborted || !this.#parts.isDoubt(fault)) throw fault
      this.#doubt(progress.expected, fault)
    }
  }

  async *#withoutHoles(
    progress: { expected: number },
    signal: AbortSignal,
  ): AsyncGenerator<ReadFrame<P>, void, undefined> {
    for await (const read of this.#parts.inWindow?.(progress.expected, signal) ?? []) {
      const { expected } = progress
      if (read.frame === expected && this.#inWindow(this.#keyframeOf(expected))) {
        progress.expected++
        yield read
        continue
      }
      read.picture?.close()
      if (read.frame < expected) continue
      if (read.frame > expected) this.#doubt(expected, null)
      return
    }
    if (progress.expected < this.#frames && !signal.aborted) this.#doubt(progress.expected, null)
  }

  /** Frames until the next keyframe from which the window may decode again. */
  async *#engineRun(from: number, signal: AbortSignal): AsyncGenerator<ReadFrame<P>, void, undefined> {
    const until = this.#engineUntil(from)
    let expected = from
    for await (const read of this.#parts.inEngine(from, until, signal)) {
      for (; expected < read.frame; expected++) yield { frame: expected, picture: null, trouble: 'undecodable' }
      expected = read.frame + 1
      yield read
    }
    signal.throwIfAborted()
    // An engine says of every frame that it does not decode: what it does not speak of is not known to be damaged.
    if (expected < until) throw new Error('the engine left off before the end')
  }

  #engineUntil(from: number): number {
    let keyframe = keyframeAfter(this.#keyframes, from)
    while (keyframe !== null && !this.#inWindow(keyframe)) keyframe = keyframeAfter(this.#keyframes, keyframe)
    return keyframe ?? this.#frames
  }

  #doubt(frame: number, fault: unknown): void {
    const keyframe = this.#keyframeOf(frame)
    this.#doubtful.add(keyframe)
    this.#parts.onDoubt?.(keyframe, fault)
  }
}
