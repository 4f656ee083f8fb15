import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from 'mediabunny'
import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { ClipTimes } from '../clip-times.ts'
import { keyframeAtOrBefore } from './keyframes.ts'
import type { ReadFrame } from './picture.ts'
import { PictureDecoder } from './picture-decoder.ts'

/** The window's own decoder cannot be relied on for these frames: the engine has to decode them. */
export class WindowCannot extends Error {}

/** Pictures that come before an edit list's start are decoded and not shown: they are fed under this number. */
const notShown = -1

type FrameRun = AsyncGenerator<ReadFrame<VideoFrame>, void, undefined>

/** Decodes with the browser's decoder. Yields only frames that it is sure of; it throws `WindowCannot` at the first doubt. */
export class WindowReader {
  readonly #sink: EncodedPacketSink
  readonly #config: VideoDecoderConfig
  readonly #video: VideoIndex
  readonly #times: ClipTimes
  #first: VideoFrame | null = null

  constructor(track: InputVideoTrack, config: VideoDecoderConfig, video: VideoIndex, times: ClipTimes) {
    this.#sink = new EncodedPacketSink(track)
    this.#config = config
    this.#video = video
    this.#times = times
  }

  /**
   * The first frame, really decoded; null where it does not come out. It is fed alone, so that it comes at once. The picture is the
   * reader's own, to be looked at and not closed: whoever reads from the beginning is given it first.
   */
  async probe(signal: AbortSignal): Promise<VideoFrame | null> {
    const decoder = new PictureDecoder(this.#config)
    try {
      const fed = new Set<number>()
      for (let packet = await this.#keyPacket(0); packet; packet = await this.#sink.getNextPacket(packet)) {
        signal.throwIfAborted()
        const number = this.#numberOf(packet, fed)
        decoder.feed(number, packet.type, packet.data)
        if (number === 0) break
      }
      await decoder.flush()
      for (let next = decoder.take(); next; next = decoder.take()) {
        if (next.number === 0 && !this.#first) this.#first = next.picture
        else next.picture.close()
      }
      return this.#first
    } catch (fault) {
      throw isDecodingFault(fault) ? new WindowCannot('the decoder gave up', { cause: fault }) : fault
    } finally {
      decoder.close()
    }
  }

  /** Frames from the keyframe that `from` needs, in order: those before `from` that are decoded on the way come as well. */
  async *run(from: number, signal: AbortSignal): FrameRun {
    const first = from === 0 ? this.#first : null
    if (!first) return yield* this.#decode(from, signal)
    this.#first = null
    yield { frame: 0, picture: first, trouble: null }
    for await (const read of this.#decode(from, signal)) {
      if (read.frame === 0) read.picture?.close()
      else yield read
    }
  }

  /** Closes what a probe has left. */
  close(): void {
    this.#first?.close()
    this.#first = null
  }

  async *#decode(from: number, signal: AbortSignal): FrameRun {
    const decoder = new PictureDecoder(this.#config)
    try {
      for await (const { number, picture } of this.#pictures(decoder, from, signal)) {
        if (number === notShown) picture.close()
        else yield { frame: number, picture, trouble: null }
      }
    } catch (fault) {
      throw isDecodingFault(fault) ? new WindowCannot('the decoder gave up', { cause: fault }) : fault
    } finally {
      decoder.close()
    }
  }

  async *#pictures(decoder: PictureDecoder, from: number, signal: AbortSignal) {
    let packet = await this.#keyPacket(from)
    let flushing: Promise<void> | null = null
    const fed = new Set<number>()
    for (;;) {
      signal.throwIfAborted()
      while (packet && decoder.isHungry) {
        decoder.feed(this.#numberOf(packet, fed), packet.type, packet.data)
        packet = await this.#sink.getNextPacket(packet)
        signal.throwIfAborted()
      }
      const next = decoder.take()
      if (next) {
        fed.delete(next.number)
        yield next
      } else if (packet) await decoder.change(signal)
      else if (!flushing) {
        flushing = decoder.flush()
        await flushing
      } else return
    }
  }

  /** The last keyframe at or before `from` as the container knows it: it may lie before what is shown. */
  async #keyPacket(from: number): Promise<EncodedPacket | null> {
    const keyframe = keyframeAtOrBefore(this.#video.keyframes, from)
    const at = this.#times.containerSecondsOf(keyframe)
    // Half a tick later, since the container's clock and ours may round apart.
    const [numerator, denominator] = this.#video.timeBase
    const packet = await this.#sink.getKeyPacket(at + numerator / denominator / 2)
    if (!packet) throw new WindowCannot('no keyframe')
    return packet
  }

  /** The frame that a packet holds. Two packets of one time, or one of a time that the index does not know, are a doubt. */
  #numberOf(packet: EncodedPacket, fed: Set<number>): number {
    const frame = this.#times.frameOf(packet.timestamp)
    if (frame === null) {
      if (packet.timestamp < this.#times.containerSecondsOf(0)) return notShown
      throw new WindowCannot('a frame that the index does not know')
    }
    if (fed.has(frame)) throw new WindowCannot('two frames of one time')
    fed.add(frame)
    return frame
  }
}

function isDecodingFault(fault: unknown): boolean {
  return (
    fault instanceof DOMException &&
    [
      'EncodingError',
      'DataError',
      'NotSupportedError',
      'QuotaExceededError',
      'OperationError',
      'InvalidStateError',
    ].includes(fault.name)
  )
}
