import { AVFMT_FLAG_BITEXACT, AVSEEK_CUR, AVSEEK_SET } from 'node-av/constants'
import { type CodecContext, Dictionary, FormatContext, IOContext, type Packet, type Stream } from 'node-av/lib'
import type { ByteSink } from '../../../core/ports/bytes.ts'
import { must } from '../ffmpeg.ts'

const bufferBytes = 1 << 20

/** Room that an MP4 header needs for one packet at most: entries of stts, ctts, stss, stsz, stsc and co64. */
const headerBytesPerPacket = 48

/**
 * How a file is written that nothing can be put into afterwards: in fragments, each a keyframe and what depends on it, with
 * the header in front. The header waits for the first fragment (`delay_moov`): only then are the beginnings of all tracks
 * known, and with them the edit lists that keep presentation times and the priming of the sound as they are; an empty
 * header at once (`empty_moov`) moved the picture by 0.067 s. Nothing follows the last fragment.
 */
const fragments = 'frag_keyframe+delay_moov+default_base_moof+skip_trailer'

/** Without a picture there are no keyframes: a fragment for every four seconds of sound, in microseconds. */
const soundFragment = 4_000_000

/**
 * Writes an MP4 into a ByteSink: picture and sound only, no tags, header in front so that players can start at once. A sink
 * that is append-only gets a fragmented MP4 (ISO/IEC 14496-12, 8.8), whose every write is at its end.
 */
export class CopyMuxer {
  readonly #format = new FormatContext()
  readonly #context = new IOContext()
  readonly #sink: ByteSink
  #position = 0
  #end = 0
  readonly #unstored: { readonly offset: number; readonly bytes: Uint8Array }[] = []

  constructor(sink: ByteSink) {
    this.#sink = sink
    // Whoever cannot seek does not try to go back.
    const seek = sink.appendOnly ? null : (offset: bigint, whence: number) => this.#seek(Number(offset), whence)
    this.#context.allocContextWithCallbacks(bufferBytes, 1, null, (bytes) => this.#take(bytes), seek)
    must(this.#format.allocOutputContext2(null, 'mp4', ''), 'make MP4 writer')
    this.#format.pb = this.#context
    this.#format.setFlags(AVFMT_FLAG_BITEXACT)
  }

  /** Adds a track for an opened encoder. */
  addTrack(encoder: CodecContext): Stream {
    const stream = this.#format.newStream()
    must(stream.codecpar.fromContext(encoder), 'describe track')
    stream.timeBase = encoder.timeBase
    return stream
  }

  /** Writes the header; `packets` is the most that will follow, `pictureClock` the ticks per second of the picture. */
  async begin(packets: number, pictureClock: number | null): Promise<void> {
    const form = this.#sink.appendOnly
      ? { movflags: fragments, ...(pictureClock ? {} : { frag_duration: soundFragment }) }
      : { moov_size: packets * headerBytesPerPacket + 65536 }
    const options = { ...form, ...(pictureClock ? { video_track_timescale: pictureClock } : {}) }
    must(this.#format.writeHeaderSync(Dictionary.fromObject(options)), 'write MP4 header')
    await this.#store()
  }

  /** Takes a packet in its encoder's clock; the packet is empty afterwards. */
  async write(packet: Packet, encoder: CodecContext, track: Stream): Promise<void> {
    packet.streamIndex = track.index
    packet.rescaleTs(encoder.timeBase, track.timeBase)
    must(this.#format.interleavedWriteFrameSync(packet), 'write packet')
    packet.unref()
    await this.#store()
  }

  /** Ends the file; answers its size in bytes. */
  async finish(): Promise<number> {
    must(this.#format.writeTrailerSync(), 'write MP4 trailer')
    this.#context.flushSync()
    await this.#store()
    return this.#end
  }

  close(): void {
    // The writer would free what it writes to as well, and then it would be freed twice.
    this.#format.pb = null
    this.#format.freeContext()
    this.#context.freeContext()
  }

  /** FFmpeg writes without waiting; the bytes are stored before it is given more. */
  #take(bytes: Buffer): number {
    this.#unstored.push({ offset: this.#position, bytes: Uint8Array.from(bytes) })
    this.#position += bytes.length
    this.#end = Math.max(this.#end, this.#position)
    return bytes.length
  }

  async #store(): Promise<void> {
    for (const { offset, bytes } of this.#unstored.splice(0)) await this.#sink.write(offset, bytes)
  }

  #seek(offset: number, whence: number): bigint {
    if (whence === AVSEEK_SET) this.#position = offset
    else if (whence === AVSEEK_CUR) this.#position += offset
    else this.#position = this.#end + (whence === 2 ? offset : 0)
    return BigInt(this.#position)
  }
}
