import {
  AV_DISPOSITION_ATTACHED_PIC,
  AVDISCARD_ALL,
  AVERROR_EOF,
  AVFMT_FLAG_GENPTS,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
  AVSEEK_FLAG_BYTE,
} from 'node-av/constants'
import { Dictionary, FormatContext, type Packet, type Stream } from 'node-av/lib'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { ByteReader } from './byte-reader.ts'
import { codecNameOf, decoderWhitelist } from './codecs.ts'
import { endOfWholeBoxes } from './container-extent.ts'

/** Containers that Occlude reads. Playlists and scripts (concat, hls, dash, sdp) are not among them and cannot be. */
const containers = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,wav'

/** How often a demuxer is asked again after damage before the rest counts as lost. */
const faultsInARow = 100

/** The stored bytes could not be read while decoding: the disk's or the store's fault, not the clip's. */
export class SourceFault extends Error {}

/** A demuxer over a clip's bytes, with its picture and sound tracks picked out. Close it when done. */
export class OpenedClip {
  readonly format: FormatContext
  /** The picture track; embedded cover pictures do not count. */
  readonly video: Stream | null
  /** Sound tracks in the container's order: positions in this list are the `track` numbers of the index. */
  readonly audio: readonly Stream[]
  readonly #reader: ByteReader
  #wanted: ReadonlySet<number> = new Set()

  constructor(format: FormatContext, reader: ByteReader) {
    this.format = format
    this.#reader = reader
    const streams = format.streams
    const best = format.findBestStream(AVMEDIA_TYPE_VIDEO)
    const picture = best >= 0 ? streams[best] : undefined
    this.video = picture && !picture.hasDisposition(AV_DISPOSITION_ATTACHED_PIC) ? picture : null
    this.audio = streams.filter((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  }

  /** First of FFmpeg's short names of the container. */
  get container(): string {
    return (this.format.iformat?.name ?? '').split(',')[0] ?? ''
  }

  /** True where FFmpeg would make up times of frames and get them wrong: AVI has none, and these codecs reorder frames. */
  get hasInventedTimes(): boolean {
    return this.container === 'avi' && this.video !== null && ['h264', 'hevc'].includes(codecNameOf(this.video))
  }

  /** Limits `read` to these tracks. */
  readOnly(streams: readonly (Stream | null)[]): void {
    this.#wanted = new Set(streams.flatMap((stream) => (stream ? [stream.index] : [])))
    // A hint that saves work; some demuxers do not take it.
    for (const stream of this.format.streams) if (!this.#wanted.has(stream.index)) stream.discard = AVDISCARD_ALL
  }

  /**
   * Reads the next packet of the wanted tracks into `packet`: true, or false at the end. Where damage inside the
   * container stops the demuxer it is asked again, a bounded number of times: many find the next intact part.
   */
  async read(packet: Packet): Promise<boolean> {
    for (let faults = 0; faults < faultsInARow; ) {
      const code = await this.format.readFrame(packet)
      if (this.#reader.sourceFault) throw new SourceFault('the stored bytes cannot be read')
      if (code < 0 && this.#isAtEnd(code)) return false
      if (code < 0) faults++
      else if (this.#wanted.has(packet.streamIndex)) return true
      else packet.unref()
    }
    return false
  }

  #isAtEnd(code: number): boolean {
    return code === AVERROR_EOF || this.format.pb?.eof === true
  }

  /** Goes to the packet at or before `dts` of `stream`; false where the container cannot seek. */
  async seek(stream: Stream, timestamp: bigint, flags: Parameters<FormatContext['seekFrame']>[2]): Promise<boolean> {
    return (await this.format.seekFrame(stream.index, timestamp, flags)) >= 0
  }

  /** Goes to the first packet of all; `first` is the earliest time of `stream`. False where the container cannot. */
  async rewind(stream: Stream, first: bigint): Promise<boolean> {
    // A transport stream looks for a time near which decoding can begin, and passes over its own first packets.
    if (this.container === 'mpegts') return this.seek(stream, 0n, AVSEEK_FLAG_BYTE)
    return this.seek(stream, first, AVSEEK_FLAG_BACKWARD)
  }

  async close(): Promise<void> {
    await this.format.closeInput()
    this.#reader.close()
  }
}

/** Opens a clip through its bytes alone. `name` is what messages call it. */
export async function openClip(source: ByteSource, name: string): Promise<Result<OpenedClip>> {
  if (source.size === 0) return failed({ kind: 'file-empty', name })
  const opened = await attempt(source, name)
  if (opened.ok || opened.failure.kind !== 'not-media') return opened
  const end = await readOf(endOfWholeBoxes(source))
  return end === null ? opened : attempt(firstBytes(source, end), name)
}

/** A read of our own; one that fails is the storage's fault as well. */
async function readOf<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (fault) {
    throw new SourceFault('the stored bytes cannot be read', { cause: fault })
  }
}

/** The beginning of a source, as if there were no more. */
function firstBytes(source: ByteSource, size: number): ByteSource {
  return { size, read: (offset, length) => source.read(offset, Math.max(0, Math.min(length, size - offset))) }
}

async function attempt(source: ByteSource, name: string): Promise<Result<OpenedClip>> {
  const reader = new ByteReader(source)
  const format = new FormatContext()
  format.allocContext()
  format.pb = reader.context
  format.setFlags(AVFMT_FLAG_GENPTS)
  const options = { format_whitelist: containers, codec_whitelist: decoderWhitelist, protocol_whitelist: '' }
  const opened = await format.openInput('', null, Dictionary.fromObject(options))
  // What cannot be opened is freed by FFmpeg itself.
  if (opened >= 0 && (await format.findStreamInfo(null)) >= 0) {
    const clip = new OpenedClip(format, reader)
    if (clip.hasInventedTimes) format.clearFlags(AVFMT_FLAG_GENPTS)
    if (clip.video || clip.audio.length > 0) return ok(clip)
    await clip.close()
    if (reader.sourceFault) throw new SourceFault('the stored bytes cannot be read')
    return failed({ kind: 'nothing-to-redact', name })
  }
  if (opened >= 0) await format.closeInput()
  reader.close()
  if (reader.sourceFault) throw new SourceFault('the stored bytes cannot be read')
  return failed({ kind: 'not-media', name })
}
