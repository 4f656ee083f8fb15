import { AV_NOPTS_VALUE, AV_SAMPLE_FMT_FLTP, type AVSampleFormat } from 'node-av/constants'
import {
  avChannelLayoutDefault,
  type ChannelLayout,
  type CodecContext,
  Frame,
  type Packet,
  SoftwareResampleContext,
  type Stream,
} from 'node-av/lib'
import { isDrained, must } from './ffmpeg.ts'
import { openDecoder } from './frame-decoder.ts'

/** A run of decoded sound: one Float32Array per channel, the first sample at `start` on the track's absolute clock. */
export type SoundBlock = { readonly start: number; readonly planes: readonly Float32Array[]; readonly length: number }

/** Pauses and repeats shorter than this are rounding of the container's clock, not real (seconds). */
const clockTolerance = 0.005

/** A layout that encoders accept: the stream's own where it names its speakers, else the usual one for the channel count. */
export function layoutOf(stream: Stream): ChannelLayout {
  const layout = stream.codecpar.channelLayout
  return layout.mask ? layout : avChannelLayoutDefault(stream.codecpar.channels)
}

/**
 * Decodes one sound track on an absolute sample clock taken from its timestamps: pauses become silence and repeated
 * sound is dropped, so that sound cannot drift against the picture.
 */
export class SoundDecoder {
  readonly rate: number
  readonly channels: number
  readonly layout: ChannelLayout
  /** Packets or frames that did not decode. */
  faults = 0
  /** Samples that were dropped because others were there already: a clock that stands still or goes back. */
  dropped = 0
  readonly #stream: Stream
  readonly #decoder: CodecContext
  readonly #originSeconds: number
  readonly #frame = new Frame()
  #resampler: SoftwareResampleContext | null = null
  #next: number | null = null

  private constructor(stream: Stream, decoder: CodecContext, originSeconds: number) {
    this.#stream = stream
    this.#decoder = decoder
    this.#originSeconds = originSeconds
    this.rate = stream.codecpar.sampleRate
    this.channels = stream.codecpar.channels
    this.layout = layoutOf(stream)
    this.#frame.alloc()
  }

  /** Opens the track; `originSeconds` is second 0 of the clip on the container's clock. */
  static async open(stream: Stream, originSeconds: number): Promise<SoundDecoder> {
    return new SoundDecoder(stream, await openDecoder(stream, 1), originSeconds)
  }

  /** Takes a packet of this track (null at the end) and answers what it decodes to. */
  decode(packet: Packet | null): SoundBlock[] {
    if (this.#decoder.sendPacketSync(packet) < 0 && packet) {
      this.faults++
      return []
    }
    const blocks: SoundBlock[] = []
    for (;;) {
      const code = this.#decoder.receiveFrameSync(this.#frame)
      if (isDrained(code)) return blocks
      if (code < 0) {
        this.faults++
        if (!packet) return blocks
        continue
      }
      this.#append(blocks)
      this.#frame.unref()
    }
  }

  /** Forgets what came before: the packets that follow are from another place of the track. */
  restart(): void {
    this.#decoder.flushBuffers()
    this.#next = null
  }

  close(): void {
    this.#decoder.freeContext()
    this.#resampler?.free()
    this.#frame.free()
  }

  #append(blocks: SoundBlock[]): void {
    const length = this.#frame.nbSamples
    if (length === 0) return
    const at = this.#positionOf(this.#frame.pts)
    const next = this.#next ?? at
    const drift = at - next
    const real = Math.abs(drift) > this.rate * clockTolerance
    const skip = real && drift < 0 ? Math.min(length, -drift) : 0
    const start = real && drift > 0 ? at : next
    this.#next = start + length - skip
    this.dropped += skip
    if (skip === length) return
    const planes = this.#planes(length)
    blocks.push({ start, planes: skip ? planes.map((plane) => plane.subarray(skip)) : planes, length: length - skip })
  }

  #positionOf(pts: bigint): number {
    if (pts === AV_NOPTS_VALUE) return this.#next ?? 0
    const { num, den } = this.#stream.timeBase
    return Math.round(((Number(pts) * num) / den - this.#originSeconds) * this.rate)
  }

  #planes(length: number): Float32Array[] {
    const source = this.#frame
    const data = source.extendedData ?? source.data ?? []
    if (source.format === AV_SAMPLE_FMT_FLTP) return data.slice(0, this.channels).map((plane) => floats(plane, length))
    this.#resampler ??= this.#openResampler()
    const out = Array.from({ length: this.channels }, () => Buffer.alloc(length * 4))
    const done = must(this.#resampler.convertSync(out, length, data, length), 'convert samples')
    return out.map((plane) => floats(plane, done))
  }

  #openResampler(): SoftwareResampleContext {
    const resampler = new SoftwareResampleContext()
    const format = this.#frame.format as AVSampleFormat
    must(
      resampler.allocSetOpts2(this.layout, AV_SAMPLE_FMT_FLTP, this.rate, this.layout, format, this.rate),
      'set up sample conversion',
    )
    must(resampler.init(), 'start sample conversion')
    return resampler
  }
}

/**
 * Loudest sample that is taken as it is: 6 dB above full scale, more than any encoder overshoots. Damaged sound decodes to
 * values a hundred thousand times that, which would drown what is around it when it is encoded again.
 */
const loudest = 2

function floats(plane: Buffer, length: number): Float32Array {
  const copy = new Float32Array(length)
  new Uint8Array(copy.buffer).set(plane.subarray(0, length * 4))
  for (let at = 0; at < length; at++) {
    const value = copy[at] ?? 0
    // Written so that what is no number is caught as well.
    if (!(Math.abs(value) <= loudest)) copy[at] = value > 0 ? loudest : value < 0 ? -loudest : 0
  }
  return copy
}
