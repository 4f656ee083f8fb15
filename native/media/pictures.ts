import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { Size } from '../../core/geometry/shape.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { StillRequest } from '../../core/ports/media-engine.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { FrameIndex } from '../../core/time.ts'
import type { Picture, Pixels } from '../detection/picture.ts'
import { FrameReader, type ReadFrame } from './frame-reader.ts'
import { PictureScaler } from './picture-scaler.ts'
import { encodePng } from './png.ts'

/**
 * Exact frame, display oriented, as a PNG file's bytes, scaled down to the bound that it is given. Fails with `undecodable`
 * where the frame does not decode.
 */
export async function stillOf(
  source: ByteSource,
  video: VideoIndex,
  { frame, longestSide }: StillRequest,
  signal: StopSignal,
): Promise<Result<Uint8Array>> {
  const opened = await FrameReader.open(source, video)
  if (!opened.ok) return opened
  const scaler = new PictureScaler(video.rotation)
  const size = boundedSize({ width: video.displayWidth, height: video.displayHeight }, longestSide)
  try {
    for await (const read of opened.value.frames(frame, frame + 1, signal)) {
      if (read.picture) return ok(await encodePng(scaler.toRgb(read.picture, size), size))
    }
    return failed({ kind: 'undecodable', name: 'clip', frame })
  } finally {
    scaler.close()
    await opened.value.close()
  }
}

/** The largest size of the same shape within the bound, in whole pixels; throws on bounds that are none. */
export function boundedSize(size: Size, longestSide: number | undefined): Size {
  if (longestSide === undefined) return size
  if (!Number.isSafeInteger(longestSide) || longestSide < 16) throw new RangeError('not a bound of a picture')
  const scale = Math.min(1, longestSide / Math.max(size.width, size.height))
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) }
}

/**
 * The pictures of the wanted frames (sorted), in order, each valid until the next is asked for. Frames that do not decode
 * are left out.
 */
export async function* picturesOf(
  reader: FrameReader,
  video: VideoIndex,
  wanted: readonly FrameIndex[],
  signal: StopSignal,
): AsyncGenerator<Pick<Pixels, 'toRgb'> & { readonly frame: FrameIndex }, void, undefined> {
  const [first, last] = [wanted[0], wanted.at(-1)]
  if (first === undefined || last === undefined) return
  const frames = new Set(wanted)
  const scaler = new PictureScaler(video.rotation)
  try {
    for await (const { frame, picture } of reader.frames(first, last + 1, signal)) {
      if (!picture || !frames.has(frame)) continue
      yield { frame, toRgb: (width, height, part) => scaler.toRgb(picture, { width, height }, part) }
    }
  } finally {
    scaler.close()
  }
}

/**
 * A clip's pictures for detection. With `careful` they are decoded on one thread: several conceal damage as it happens to
 * fall. Close it when nobody reads any more.
 */
export class ClipPictures {
  readonly #source: ByteSource
  readonly #video: VideoIndex
  readonly #signal: StopSignal
  readonly #scaler: PictureScaler
  #reader: FrameReader
  #careful = false

  private constructor(source: ByteSource, video: VideoIndex, reader: FrameReader, signal: StopSignal) {
    this.#source = source
    this.#video = video
    this.#reader = reader
    this.#signal = signal
    this.#scaler = new PictureScaler(video.rotation)
  }

  /** Fails as opening a `FrameReader` does. */
  static async open(source: ByteSource, video: VideoIndex, signal: StopSignal): Promise<Result<ClipPictures>> {
    const reader = await FrameReader.open(source, video)
    return reader.ok ? ok(new ClipPictures(source, video, reader.value, signal)) : reader
  }

  /**
   * Every frame from `frame` to the end, in order and without gaps. Pictures stay valid until they are closed, also while
   * later ones are read. One reading at a time; it begins at the keyframe that `frame` depends on.
   */
  async *from(frame: FrameIndex, careful: boolean): AsyncGenerator<Picture, void, undefined> {
    await this.#decodeOn(careful)
    for await (const read of this.#reader.frames(frame, this.#video.pts.length, this.#signal)) {
      yield { frame: read.frame, damaged: read.damaged, pixels: this.#pixelsOf(read) }
    }
  }

  async close(): Promise<void> {
    this.#scaler.close()
    await this.#reader.close()
  }

  /** Once careful, always careful: a clip that has shown damage will show more. */
  async #decodeOn(careful: boolean): Promise<void> {
    if (!careful || this.#careful) return
    const reader = await FrameReader.open(this.#source, this.#video, 1)
    if (!reader.ok) throw new Error(`the clip opens no more: ${reader.failure.kind}`)
    await this.#reader.close()
    this.#reader = reader.value
    this.#careful = true
  }

  #pixelsOf({ picture }: ReadFrame): Pixels | null {
    const kept = picture?.clone()
    if (!kept) return null
    const scaler = this.#scaler
    return {
      toRgb: (width, height, part) => scaler.toRgb(kept, { width, height }, part),
      toGrey: (width, height) => scaler.toGrey(kept, { width, height }),
      close: () => kept.free(),
    }
  }
}
