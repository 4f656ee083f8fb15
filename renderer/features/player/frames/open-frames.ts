import type { Input, InputVideoTrack } from 'mediabunny'
import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { ClipTimes } from '../clip-times.ts'
import { type ClipFootage, FootageFault } from '../footage.ts'
import { ClipReader } from './clip-reader.ts'
import { engineFrames } from './engine-reader.ts'
import { FrameSource } from './frame-source.ts'
import { WindowCannot, WindowReader } from './window-reader.ts'

/** Codec names of the demuxer by FFmpeg's short names: what the window may be able to decode. */
const windowCodecs: Readonly<Record<string, string>> = { h264: 'avc', hevc: 'hevc', vp8: 'vp8', vp9: 'vp9', av1: 'av1' }

/** How long the window's decoder may take for its first picture. */
const probeMilliseconds = 10_000

/** What decodes a clip. `why` says why the window does not, for people who look after the machine. */
export type DecodedBy = { readonly by: 'window' | 'engine'; readonly why: string | null }

/** An opened picture track. Its demuxer is closed by whoever opened that. */
export type OpenedFrames = {
  readonly source: FrameSource<VideoFrame>
  readonly decodedBy: DecodedBy
  close(): Promise<void>
}

/** What may be chosen about opening. */
export type OpenFramesOptions = {
  /** Bound of decoded pictures that are kept. */
  readonly mostBytes?: number
  /** `engine`: the window's decoder is not tried. */
  readonly prefer?: 'window' | 'engine'
  /** Told when a stretch of the clip goes over to the engine. */
  readonly onDoubt?: (keyframe: number, fault: unknown) => void
}

const usualBytes = 256 << 20

/**
 * Opens the picture track that the index describes. The window decodes it when it lists that very track, can be set up for
 * it, and brings out its first frame under its own number; otherwise the engine does.
 */
export async function openFrames(
  { footage, input }: { readonly footage: ClipFootage; readonly input: Input },
  video: VideoIndex,
  times: ClipTimes,
  options: OpenFramesOptions = {},
): Promise<OpenedFrames> {
  const tried =
    options.prefer === 'engine'
      ? 'not wanted'
      : await windowReader(input, video, times).catch((fault) => reasonOf(fault))
  const inWindow = typeof tried === 'string' ? null : tried
  const reader = new ClipReader<VideoFrame>({
    video,
    inWindow: inWindow && ((from, signal) => inWindow.run(from, signal)),
    isDoubt: (fault) => fault instanceof WindowCannot,
    inEngine: (from, until, signal) => engineFrames(footage, video, [from, until], signal),
    ...(options.onDoubt ? { onDoubt: options.onDoubt } : {}),
  })
  const source = new FrameSource({
    ...{ reader, frames: video.pts.length, mostBytes: options.mostBytes ?? usualBytes },
    pictureBytes: Math.ceil(video.width * video.height * 1.5),
  })
  const close = async (): Promise<void> => {
    await source.close()
    inWindow?.close()
  }
  const decodedBy: DecodedBy = typeof tried === 'string' ? { by: 'engine', why: tried } : { by: 'window', why: null }
  return { source, decodedBy, close }
}

/** Footage that cannot be read is nobody's doubt; everything else is, and is told in a few words. */
function reasonOf(fault: unknown): string {
  if (fault instanceof FootageFault) throw fault
  return fault instanceof Error ? fault.message : 'the demuxer gave up'
}

async function windowReader(input: Input, video: VideoIndex, times: ClipTimes): Promise<WindowReader | string> {
  const codec = windowCodecs[video.codec]
  if (codec === undefined) return 'codec'
  const track = await trackOf(input, codec, times)
  if (!track) return 'the demuxer does not list the track'
  const given = await track.getDecoderConfig()
  if (!given) return 'no description of the codec'
  // In software: pictures may be held as long as they are wanted, and look alike on every machine.
  const { codec: parameters, codedWidth, codedHeight, description, colorSpace } = given
  const config: VideoDecoderConfig = {
    ...{ codec: parameters, hardwareAcceleration: 'prefer-software' },
    ...(codedWidth === undefined ? {} : { codedWidth }),
    ...(codedHeight === undefined ? {} : { codedHeight }),
    ...(description === undefined ? {} : { description }),
    ...(colorSpace === undefined ? {} : { colorSpace }),
  }
  const { supported } = await VideoDecoder.isConfigSupported(config)
  if (!supported) return 'no decoder'
  const reader = new WindowReader(track, config, video, times)
  if (await bringsFirstFrame(reader, video)) return reader
  reader.close()
  return 'the first frame does not come out'
}

/** The one track of that codec that begins with the index's first frame. */
async function trackOf(input: Input, codec: string, times: ClipTimes): Promise<InputVideoTrack | null> {
  const fitting: InputVideoTrack[] = []
  for (const track of await input.getVideoTracks()) {
    if ((await track.getCodec()) !== codec) continue
    const first = await track.getFirstTimestamp()
    if (times.frameOf(first) !== null || first < times.containerSecondsOf(0)) fitting.push(track)
  }
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

async function bringsFirstFrame(reader: WindowReader, video: VideoIndex): Promise<boolean> {
  const probing = new AbortController()
  const tooLong = setTimeout(() => probing.abort(new WindowCannot('the first frame takes too long')), probeMilliseconds)
  try {
    const rect = (await reader.probe(probing.signal))?.visibleRect
    return rect?.width === video.width && rect.height === video.height
  } finally {
    clearTimeout(tooLong)
  }
}
