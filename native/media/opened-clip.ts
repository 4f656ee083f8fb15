import {
  AV_DISPOSITION_ATTACHED_PIC,
  AVDISCARD_ALL,
  AVERROR_EOF,
  AVFMT_FLAG_GENPTS,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { Dictionary, FormatContext, type Packet, type Stream } from 'node-av/lib'
import type { Failure } from '../../core/failure.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { ByteReader } from './byte-reader.ts'
import { must } from './ffmpeg.ts'

/** Containers that Occlude reads. Playlists and scripts (concat, hls, dash, sdp) are not among them and cannot be. */
const containers = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,wav'

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

  /** Tells the demuxer to pass over every track but these. */
  readOnly(streams: readonly (Stream | null)[]): void {
    const wanted = new Set(streams.map((stream) => stream?.index))
    for (const stream of this.format.streams) if (!wanted.has(stream.index)) stream.discard = AVDISCARD_ALL
  }

  /**
   * Reads the next packet into `packet`: true, or false at the end. Damage inside the container ends reading too:
   * what lies behind it cannot be found any more, and the index says how many frames are missing.
   */
  async read(packet: Packet): Promise<boolean> {
    const code = await this.format.readFrame(packet)
    if (this.#reader.sourceFault) throw new SourceFault('the stored bytes cannot be read')
    return code >= 0 || (code !== AVERROR_EOF && !this.format.pb?.eof && this.#retry(packet))
  }

  async #retry(packet: Packet): Promise<boolean> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const code = await this.format.readFrame(packet)
      if (code >= 0) return true
      if (code === AVERROR_EOF || this.format.pb?.eof) return false
    }
    return false
  }

  /** Goes to the packet at or before `dts` of `stream`; false where the container cannot seek. */
  async seek(stream: Stream, timestamp: bigint, flags: Parameters<FormatContext['seekFrame']>[2]): Promise<boolean> {
    return (await this.format.seekFrame(stream.index, timestamp, flags)) >= 0
  }

  async close(): Promise<void> {
    await this.format.closeInput()
    this.#reader.close()
  }
}

/** Opens a clip through its bytes alone. `name` is what messages call it. */
export async function openClip(source: ByteSource, name: string): Promise<Result<OpenedClip, Failure>> {
  if (source.size === 0) return failed({ kind: 'file-empty', name })
  const reader = new ByteReader(source)
  const format = new FormatContext()
  format.allocContext()
  format.pb = reader.context
  format.setFlags(AVFMT_FLAG_GENPTS)
  const opened = await format.openInput(
    '',
    null,
    Dictionary.fromObject({ format_whitelist: containers, protocol_whitelist: '' }),
  )
  if (reader.sourceFault) throw new SourceFault('the stored bytes cannot be read')
  if (opened < 0) return failed({ kind: 'not-media', name })
  must(await format.findStreamInfo(null), 'find stream info')
  const clip = new OpenedClip(format, reader)
  if (clip.video || clip.audio.length > 0) return ok(clip)
  await clip.close()
  return failed({ kind: 'nothing-to-redact', name })
}
