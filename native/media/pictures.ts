import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type FrameIndex, frameIndex } from '../../core/time.ts'
import { FrameReader } from './frame-reader.ts'
import { PictureScaler } from './picture-scaler.ts'
import { encodePng } from './png.ts'

/** A decoded frame as detectors want it; valid until the next is asked for. */
export type ReadPicture = {
  readonly frame: FrameIndex
  /** Packed RGB24 of the whole upright picture, scaled to exactly this size; the caller owns it. */
  toRgb(width: number, height: number): Uint8Array
}

/** Exact frame, display oriented, as a PNG file's bytes. Fails with `undecodable` where the frame does not decode. */
export async function stillOf(
  source: ByteSource,
  video: VideoIndex,
  frame: FrameIndex,
  signal: StopSignal,
): Promise<Result<Uint8Array>> {
  const opened = await FrameReader.open(source, video)
  if (!opened.ok) return opened
  const scaler = new PictureScaler(video.rotation)
  const size = { width: video.displayWidth, height: video.displayHeight }
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

/**
 * The pictures of the wanted frames (sorted), in order. Frames that do not decode are left out: who detects must
 * count them as not examined.
 */
export async function* picturesOf(
  reader: FrameReader,
  video: VideoIndex,
  wanted: readonly FrameIndex[],
  signal: StopSignal,
): AsyncGenerator<ReadPicture, void, undefined> {
  const [first, last] = [wanted[0], wanted.at(-1)]
  if (first === undefined || last === undefined) return
  const frames = new Set(wanted)
  const scaler = new PictureScaler(video.rotation)
  try {
    for await (const { frame, picture } of reader.frames(first, frameIndex(last + 1), signal)) {
      if (!picture || !frames.has(frame)) continue
      yield { frame, toRgb: (width, height) => scaler.toRgb(picture, { width, height }) }
    }
  } finally {
    scaler.close()
  }
}
