import { AV_FRAME_FLAG_CORRUPT, AV_OPT_TYPE_INT64, AVERROR_EAGAIN, FF_THREAD_FRAME } from 'node-av/constants'
import { Codec, CodecContext, Frame, Packet, type Stream } from 'node-av/lib'
import type { VideoIndex } from '../../core/clips/clip-index.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { mostPixels } from './clip-limits.ts'
import { isSupported } from './codecs.ts'
import { breathe, isDrained, must } from './ffmpeg.ts'
import type { OpenedClip } from './opened-clip.ts'

/** Work was stopped by the person; caught by the engine alone. */
export class Stopped extends Error {}

/** Throws Stopped once the signal says so. */
export function throwIfStopped(signal: StopSignal): void {
  if (signal.aborted) throw new Stopped('stopped')
}

/** The codec of a stream has no decoder in this build, or the decoder refuses the stream's parameters. */
export class NoDecoder extends Error {}

/** Opens a decoder for a stream. `threads` 0 lets FFmpeg choose. */
export async function openDecoder(stream: Stream, threads: number): Promise<CodecContext> {
  const codec = isSupported(stream) ? Codec.findDecoder(stream.codecpar.codecId) : null
  if (!codec) throw new NoDecoder('no decoder')
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  must(decoder.parametersToContext(stream.codecpar), 'take decoder parameters')
  decoder.pktTimebase = stream.timeBase
  decoder.threadCount = threads
  // FFmpeg picks frame threads where the codec has them, slices otherwise.
  decoder.threadType = FF_THREAD_FRAME
  // What a header says of its size may not be what the pictures say of theirs.
  decoder.setOption('max_pixels', BigInt(mostPixels), AV_OPT_TYPE_INT64)
  if ((await decoder.open2(codec)) < 0) {
    decoder.freeContext()
    throw new NoDecoder('decoder refused')
  }
  return decoder
}

/** True where the decoder had to invent parts of the picture. */
export function isDamaged(frame: Frame): boolean {
  return frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT)
}

/**
 * True where nothing of the picture is known to be damaged or missing: only then several threads decode it alike every
 * time (they conceal damage, and even tell of it, as it happens to fall).
 */
export function isIntact({
  damagedFrames,
  missingFrames,
}: Pick<VideoIndex, 'damagedFrames' | 'missingFrames'>): boolean {
  return (damagedFrames ?? []).length === 0 && missingFrames === 0
}

/** A decoder that only answers errors, however often it is asked, has nothing more to give for this packet. */
const faultsInARow = 1000

/** What a decoding pass is told about packets that belong to other streams. */
export type OtherPackets = (packet: Packet) => void | Promise<void>

/** The frames that one packet (null: the end of the stream) sets free. Each is valid until the next is asked for. */
function* framesOf(decoder: CodecContext, packet: Packet | null, frame: Frame): Generator<Frame, void, undefined> {
  let unsent = true
  let faults = 0
  while (faults < faultsInARow) {
    if (unsent) unsent = decoder.sendPacketSync(packet) === AVERROR_EAGAIN
    const code = decoder.receiveFrameSync(frame)
    if (isDrained(code)) {
      if (!unsent) return
    } else if (code < 0) {
      // A frame that cannot be decoded is missing from the sequence; who asked for it sees the hole.
      faults++
    } else {
      faults = 0
      yield frame
      frame.unref()
    }
  }
}

/**
 * Decodes the picture track from the demuxer's position on, in presentation order. The one frame that is yielded is
 * reused: it is valid until the next is asked for.
 */
export async function* decodeFrames(
  clip: OpenedClip,
  stream: Stream,
  decoder: CodecContext,
  options: { readonly signal: StopSignal; readonly others?: OtherPackets },
): AsyncGenerator<Frame, void, undefined> {
  const packet = new Packet()
  packet.alloc()
  const frame = new Frame()
  frame.alloc()
  let count = 0
  try {
    while (await clip.read(packet)) {
      throwIfStopped(options.signal)
      if (packet.streamIndex !== stream.index) {
        await options.others?.(packet)
        packet.unref()
        continue
      }
      for (const decoded of framesOf(decoder, packet, frame)) {
        yield decoded
        if (++count % 8 === 0) await breathe()
      }
      packet.unref()
    }
    yield* framesOf(decoder, null, frame)
  } finally {
    frame.free()
    packet.free()
  }
}
