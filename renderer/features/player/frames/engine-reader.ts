import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { DecodedFrame } from '../../../../core/ports/media-engine.ts'
import type { ClipFootage } from '../footage.ts'
import type { ReadFrame } from './picture.ts'

/** Frames that are asked for in one go; they come one by one as they are taken. */
const atOnce = 64

/** Frames that an engine decodes, from `from` until `until`, in order. */
export async function* engineFrames(
  footage: Pick<ClipFootage, 'decodeFrames'>,
  video: VideoIndex,
  [from, until]: readonly [from: number, until: number],
  signal: AbortSignal,
): AsyncGenerator<ReadFrame<VideoFrame>, void, undefined> {
  for (let at = from; at < until; at += atOnce) {
    for await (const decoded of footage.decodeFrames(at, Math.min(atOnce, until - at), signal)) {
      signal.throwIfAborted()
      yield readFrameOf(decoded, video)
    }
    signal.throwIfAborted()
  }
}

function readFrameOf({ frame, damaged, picture }: DecodedFrame, video: VideoIndex): ReadFrame<VideoFrame> {
  if (!picture) return { frame, picture: null, trouble: 'undecodable' }
  const { width, height, fullRange, bytes } = picture
  const shown = new VideoFrame(bytes as Uint8Array<ArrayBuffer>, {
    ...{ format: 'I420', codedWidth: width, codedHeight: height, timestamp: frame },
    colorSpace: { ...colourOf(video), fullRange },
  })
  return { frame, picture: shown, trouble: damaged ? 'damaged' : null }
}

/** Matrices that both know by name; the usual one for the picture's size where the clip names none. */
function colourOf({ colour, height }: VideoIndex): VideoColorSpaceInit {
  const usual = height >= 720 ? 'bt709' : 'smpte170m'
  const matrix = colour.matrix === 'bt709' || colour.matrix === 'bt470bg' ? colour.matrix : usual
  const primaries = matrix === 'bt709' ? 'bt709' : 'smpte170m'
  return { matrix, primaries, transfer: 'bt709' }
}
