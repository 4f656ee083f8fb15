import { AV_PIX_FMT_YUV420P } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { DecodedFrame, FramePicture, FramesRequest } from '../../core/ports/media-engine.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { frameIndex } from '../../core/time.ts'
import { isDamaged } from './frame-decoder.ts'
import { FrameReader } from './frame-reader.ts'
import { PictureConversion } from './picture-scaler.ts'
import { boundedSize } from './pictures.ts'
import { Overtaken, RandomFrames } from './random-frames.ts'

/** Frames wanted from a `frames` job; numbers rise, and a newer question overtakes all older ones. */
export type FrameQuestion = FramesRequest & { readonly number: number }

/** The side of a `frames` job that faces its host. */
export type FrameDesk = {
  /** The newest question that nobody has taken yet; null once the job is to stop. */
  next(): Promise<FrameQuestion | null>
  /** Whether a newer one has come meanwhile. */
  isOvertaken(question: FrameQuestion): boolean
  /** Hands a frame over; false: nobody wants the rest. */
  give(question: FrameQuestion, frame: DecodedFrame): Promise<boolean>
  /** All frames of a question have been handed over, or nobody wants more of them. */
  answered(question: FrameQuestion): void
}

/** Decoded frames that are kept for steps back: about twenty of 1080p. */
const cacheBytes = 64 << 20

/** Formats whose full range FFmpeg's scaler turns into the usual one on the way; of others it leaves the range as it is. */
const narrowed = /^(yuvj|gray|rgb|bgr|gbr|argb|abgr|rgba|bgra|pal)/

/** Planes of one picture as packed I420. */
class I420 {
  readonly #conversions = new Map<string, PictureConversion>()
  readonly #fullRange: boolean

  constructor({ pixelFormat, colour }: Pick<VideoIndex, 'pixelFormat' | 'colour'>) {
    this.#fullRange = colour.range === 'pc' && !narrowed.test(pixelFormat)
  }

  of(frame: Frame, size: Size): FramePicture {
    const key = [frame.format, frame.width, frame.height, size.width, size.height].join(' ')
    const same = frame.format === AV_PIX_FMT_YUV420P && frame.width === size.width && frame.height === size.height
    if (same) return { ...size, fullRange: this.#fullRange, bytes: packedPlanes(frame, size) }
    const conversion = this.#conversions.get(key) ?? new PictureConversion(frame, size, AV_PIX_FMT_YUV420P)
    this.#conversions.set(key, conversion)
    return { ...size, fullRange: this.#fullRange, bytes: packedPlanes(conversion.run(frame), size) }
  }

  close(): void {
    for (const conversion of this.#conversions.values()) conversion.close()
  }
}

function packedPlanes(frame: Frame, { width, height }: Size): Uint8Array {
  const half: Size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const bytes = new Uint8Array(width * height + 2 * half.width * half.height)
  let at = 0
  for (const [plane, size] of [{ width, height }, half, half].entries()) {
    const data = frame.data?.[plane]
    const stride = frame.linesize[plane]
    if (!data || stride === undefined) throw new Error('a picture lacks a plane')
    for (let row = 0; row < size.height; row++) {
      bytes.set(data.subarray(row * stride, row * stride + size.width), at)
      at += size.width
    }
  }
  return bytes
}

/** Coded size of a question's pictures; the bound is of either side, so that rotation does not matter. */
function sizeOf({ width, height }: VideoIndex, { longestSide }: FrameQuestion): Size {
  return boundedSize({ width, height }, longestSide)
}

type Showing = {
  readonly frames: RandomFrames
  readonly pictures: I420
  readonly video: VideoIndex
  readonly desk: FrameDesk
  readonly signal: StopSignal
}

async function answer(question: FrameQuestion, { frames, pictures, video, desk, signal }: Showing): Promise<void> {
  const size = sizeOf(video, question)
  const until = Math.min(question.untilFrame, video.pts.length)
  try {
    for (let number = Number(question.fromFrame); number < until; number++) {
      const picture = await frames.at(frameIndex(number), signal, () => !desk.isOvertaken(question))
      const damaged = picture === null || isDamaged(picture)
      const shown = { frame: frameIndex(number), damaged, picture: picture && pictures.of(picture, size) }
      if (!(await desk.give(question, shown)) || desk.isOvertaken(question)) return
    }
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
  }
}

/**
 * Answers questions about frames until there are no more: from the last keyframe forward, keeping what it comes by, so that steps
 * and short ways back cost nothing. A question that a newer one overtakes is left at the next frame. Fails as opening a
 * `FrameReader` does.
 */
export async function showFrames(
  source: ByteSource,
  video: VideoIndex,
  desk: FrameDesk,
  signal: StopSignal,
): Promise<Result<{ readonly ended: true }>> {
  const reader = await FrameReader.open(source, video)
  if (!reader.ok) return reader
  const frames = new RandomFrames(reader.value, video, cacheBytes)
  const pictures = new I420(video)
  try {
    for (let question = await desk.next(); question; question = await desk.next()) {
      await answer(question, { frames, pictures, video, desk, signal })
      desk.answered(question)
    }
    return ok({ ended: true })
  } finally {
    pictures.close()
    await frames.close()
  }
}
