import { AVSEEK_FLAG_BACKWARD } from 'node-av/constants'
import type { CodecContext, Frame, Stream } from 'node-av/lib'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import { decodeFrames, isDamaged, isIntact, openDecoder } from './frame-decoder.ts'
import { FrameNumbers } from './frame-numbers.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'

/**
 * A frame of the clip under its address: coded orientation, planes as FFmpeg gives them. `picture` is null where the
 * frame did not decode; `damaged` where parts of it were invented. Valid until the next frame is asked for.
 */
export type ReadFrame = { readonly frame: FrameIndex; readonly picture: Frame | null; readonly damaged: boolean }

/** Reads frames by index, forward from any place, exactly. One reading at a time. */
export class FrameReader {
  readonly stream: Stream
  readonly #clip: OpenedClip
  readonly #video: VideoIndex
  readonly #decoder: CodecContext
  readonly #numbers: FrameNumbers
  #moved = false
  #format: number | null = null

  private constructor(clip: OpenedClip, stream: Stream, decoder: CodecContext, video: VideoIndex) {
    this.#clip = clip
    this.stream = stream
    this.#decoder = decoder
    this.#video = video
    this.#numbers = new FrameNumbers(video.pts)
  }

  /** Opens a reader for the picture track. `threads` 0 lets FFmpeg choose; clips with damage always take one (see `deepFacts`). */
  static async open(source: ByteSource, video: VideoIndex, threads = 0): Promise<Result<FrameReader>> {
    const opened = await openClip(source, 'clip')
    if (!opened.ok) return opened
    const clip = opened.value
    const stream = clip.video
    if (!stream) {
      await clip.close()
      return failed({ kind: 'no-picture', what: 'clip' })
    }
    clip.readOnly([stream])
    return ok(new FrameReader(clip, stream, await openDecoder(stream, isIntact(video) ? threads : 1), video))
  }

  /**
   * Yields every frame of `[from, until)` once and in order. The consumer sets the pace: nothing is decoded ahead but
   * what the decoder's own threads hold.
   */
  async *frames(from: number, until: number, signal: StopSignal): AsyncGenerator<ReadFrame, void, undefined> {
    let expected = from
    for await (const read of this.#decodedFrom(from, signal)) {
      if (read.frame >= until) break
      for (; expected < read.frame; expected++) yield hole(expected)
      yield read
      expected = read.frame + 1
      if (expected >= until) return
    }
    for (; expected < until; expected++) yield hole(expected)
  }

  async close(): Promise<void> {
    this.#decoder.freeContext()
    await this.#clip.close()
  }

  /** Decodes from the keyframe that `from` depends on. */
  async *#decodedFrom(from: number, signal: StopSignal): AsyncGenerator<ReadFrame, void, undefined> {
    const { first, rest } = await this.#arriveBefore(from, signal)
    if (first && first.frame >= from) yield first
    for await (const read of rest) if (read.frame >= from) yield read
  }

  /** Goes to the nearest keyframe whose frames reach back to `from`: what a keyframe promises is not always kept. */
  async #arriveBefore(
    from: number,
    signal: StopSignal,
  ): Promise<{ first: ReadFrame | null; rest: AsyncGenerator<ReadFrame, void, undefined> }> {
    for (const start of this.#startsBefore(from)) {
      if (!(await this.#goTo(start))) continue
      const rest = this.#decoded(signal)
      const first = await rest.next()
      if (start === 0 || (!first.done && first.value.frame <= from)) return { first: first.value ?? null, rest }
      await rest.return()
    }
    throw new Error('the container cannot go back to its start')
  }

  /** The nearest three keyframes at or before `from`, then the clip's start. */
  #startsBefore(from: number): FrameIndex[] {
    const near = this.#video.keyframes.filter((keyframe) => keyframe <= from).slice(-3)
    return [...near.toReversed().filter((keyframe) => keyframe > 0), frameIndex(0)]
  }

  async #goTo(keyframe: FrameIndex): Promise<boolean> {
    const untouched = !this.#moved
    this.#moved = true
    if (untouched && keyframe === 0) return true
    this.#decoder.flushBuffers()
    this.#numbers.restart(keyframe === 0)
    const at = this.#video.pts[keyframe] ?? 0n
    if (keyframe === 0) return this.#clip.rewind(this.stream, at)
    return this.#clip.seek(this.stream, at, AVSEEK_FLAG_BACKWARD)
  }

  async *#decoded(signal: StopSignal): AsyncGenerator<ReadFrame, void, undefined> {
    for await (const picture of decodeFrames(this.#clip, this.stream, this.#decoder, { signal })) {
      const number = this.#numbers.of(picture)
      if (number === null) continue
      // Whoever takes frames is set up for those of the index.
      const misfit = picture.width !== this.#video.width || picture.height !== this.#video.height
      this.#format ??= misfit ? null : picture.format
      if (misfit || picture.format !== this.#format) yield hole(number)
      else yield { frame: frameIndex(number), picture, damaged: isDamaged(picture) }
    }
  }
}

function hole(frame: number): ReadFrame {
  return { frame: frameIndex(frame), picture: null, damaged: true }
}
