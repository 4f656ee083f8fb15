import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
} from 'node-av/constants'
import { Codec, CodecContext, Frame, Packet, Rational, type Stream } from 'node-av/lib'
import { isDrained, must } from '../ffmpeg.ts'
import type { SoundDecoder } from '../sound-decoder.ts'
import type { CopyMuxer } from './copy-muxer.ts'

/** Sample rates that AAC knows (ISO/IEC 14496-3, table 1.18). */
export const aacRates: readonly number[] = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
]

/** Samples of one AAC frame. */
export const aacFrame = 1024

/** AAC of one sound track of the copy, written on an absolute clock without holes. */
export class SoundEncoder {
  readonly #encoder: CodecContext
  readonly #muxer: CopyMuxer
  readonly #track: Stream
  readonly #packet = new Packet()
  readonly #chunk: Float32Array[]
  #filled = 0
  #next: number | null = null
  #written = 0

  private constructor(encoder: CodecContext, muxer: CopyMuxer, track: Stream) {
    this.#encoder = encoder
    this.#muxer = muxer
    this.#track = track
    this.#packet.alloc()
    this.#chunk = Array.from({ length: encoder.channels }, () => new Float32Array(aacFrame))
  }

  static async open(source: SoundDecoder, muxer: CopyMuxer): Promise<SoundEncoder> {
    const codec = Codec.findEncoderByName(FF_ENCODER_AAC)
    if (!codec) throw new Error('this build of FFmpeg has no AAC encoder')
    const encoder = new CodecContext()
    encoder.allocContext3(codec)
    encoder.sampleRate = source.rate
    encoder.channelLayout = source.layout
    encoder.sampleFormat = AV_SAMPLE_FMT_FLTP
    encoder.bitRate = BigInt((source.rate < 16000 ? 32000 : 64000) * source.channels)
    encoder.timeBase = new Rational(1, source.rate)
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT)
    must(await encoder.open2(codec, null), 'open AAC encoder')
    return new SoundEncoder(encoder, muxer, muxer.addTrack(encoder))
  }

  /** Samples per channel that were encoded. */
  get samples(): number {
    return this.#written
  }

  /** End of what was given so far, on the copy's clock; null before the first sample. */
  get position(): number | null {
    return this.#next
  }

  /** Appends samples that begin at `position` of the copy's clock. Holes become silence, overlaps are dropped. */
  async append(position: number, planes: readonly Float32Array[], length: number): Promise<void> {
    this.#next ??= position
    if (position > this.#next) await this.#fill(null, position - this.#next)
    const skip = Math.max(0, this.#next - position)
    if (skip < length) await this.#fill(skip ? planes.map((plane) => plane.subarray(skip)) : planes, length - skip)
  }

  async finish(): Promise<void> {
    if (this.#filled > 0) await this.#encodeChunk()
    must(this.#encoder.sendFrameSync(null), 'finish sound')
    await this.#drain()
  }

  close(): void {
    this.#packet.free()
    this.#encoder.freeContext()
  }

  async #fill(planes: readonly Float32Array[] | null, length: number): Promise<void> {
    for (let done = 0; done < length; ) {
      const count = Math.min(length - done, aacFrame - this.#filled)
      for (const [channel, chunk] of this.#chunk.entries()) {
        const plane = planes?.[channel]
        if (plane) chunk.set(plane.subarray(done, done + count), this.#filled)
        else chunk.fill(0, this.#filled, this.#filled + count)
      }
      done += count
      this.#filled += count
      this.#next = (this.#next ?? 0) + count
      if (this.#filled === aacFrame) await this.#encodeChunk()
    }
  }

  async #encodeChunk(): Promise<void> {
    const frame = new Frame()
    frame.alloc()
    frame.format = AV_SAMPLE_FMT_FLTP
    frame.sampleRate = this.#encoder.sampleRate
    frame.channelLayout = this.#encoder.channelLayout
    frame.nbSamples = this.#filled
    must(frame.getBuffer(), 'get sound buffer')
    const data = frame.extendedData ?? frame.data ?? []
    for (const [channel, chunk] of this.#chunk.entries()) {
      data[channel]?.set(new Uint8Array(chunk.buffer, 0, this.#filled * 4))
    }
    frame.pts = BigInt((this.#next ?? 0) - this.#filled)
    this.#written += this.#filled
    this.#filled = 0
    must(this.#encoder.sendFrameSync(frame), 'encode sound')
    frame.free()
    await this.#drain()
  }

  async #drain(): Promise<void> {
    for (;;) {
      const code = this.#encoder.receivePacketSync(this.#packet)
      if (isDrained(code)) return
      must(code, 'take encoded sound')
      await this.#muxer.write(this.#packet, this.#encoder, this.#track)
    }
  }
}
