import { AV_FRAME_FLAG_INTERLACED } from 'node-av/constants'
import { avGetPixFmtName, Packet } from 'node-av/lib'
import type { AudioIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import { decodeFrames, isDamaged, type OtherPackets, openDecoder, throwIfStopped } from './frame-decoder.ts'
import { FrameNumbers, timestampOf } from './frame-numbers.ts'
import type { IndexedMedia } from './index-clip.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'
import { type FramePacket, presentationOrder } from './picture-order.ts'
import { SoundDecoder } from './sound-decoder.ts'

/** The decoding pass: which frames are damaged, how many samples there are, whether frames are interlaced. */
export async function deepFacts(
  source: ByteSource,
  name: string,
  index: IndexedMedia,
  work: Work,
): Promise<Result<IndexedMedia>> {
  const opened = await openClip(source, name)
  if (!opened.ok) return opened
  const clip = opened.value
  const listeners: SoundListener[] = []
  try {
    for (const track of index.audio) listeners.push(await SoundListener.open(clip, track, index.originSeconds))
    clip.readOnly([index.video ? clip.video : null, ...clip.audio])
    const others = (packet: Packet) => listeners.find((one) => one.streamIndex === packet.streamIndex)?.take(packet)
    const video = index.video ? await watch(clip, index.video, others, work) : null
    if (!index.video) await onlyListen(clip, others, work)
    if (video && 'changedSize' in video)
      return failed({ kind: 'unsupported-media', name, what: 'picture-size-changes' })
    if (video && video.damagedFrames?.length === video.pts.length) return failed({ kind: 'undecodable', name })
    return ok({ ...index, video, audio: listeners.map((one) => one.finish()) })
  } finally {
    for (const one of listeners) one.close()
    await clip.close()
  }
}

/** Counts the samples that a sound track really decodes to. */
class SoundListener {
  readonly streamIndex: number
  readonly #track: AudioIndex
  readonly #decoder: SoundDecoder
  #first: number | null = null
  #until = 0

  private constructor(streamIndex: number, track: AudioIndex, decoder: SoundDecoder) {
    this.streamIndex = streamIndex
    this.#track = track
    this.#decoder = decoder
  }

  static async open(clip: OpenedClip, track: AudioIndex, originSeconds: number): Promise<SoundListener> {
    const stream = clip.audio[track.track]
    if (!stream) throw new Error('the index names a sound track that the clip does not have')
    return new SoundListener(stream.index, track, await SoundDecoder.open(stream, originSeconds))
  }

  take(packet: Packet | null): void {
    for (const block of this.#decoder.decode(packet)) {
      this.#first ??= block.start
      this.#until = block.start + block.length
    }
  }

  /** The track as decoded; as announced where nothing decodes. */
  finish(): AudioIndex {
    this.take(null)
    if (this.#first === null) return { ...this.#track, samples: 0 }
    return { ...this.#track, firstSample: sampleIndex(this.#first), samples: this.#until - this.#first }
  }

  close(): void {
    this.#decoder.close()
  }
}

async function onlyListen(clip: OpenedClip, take: OtherPackets, work: Work): Promise<void> {
  const packet = new Packet()
  packet.alloc()
  while (await clip.read(packet)) {
    throwIfStopped(work.signal)
    await take(packet)
    packet.unref()
  }
  packet.free()
}

/** What decoding showed of all frames together. */
type Watched = {
  readonly decoded: FramePacket[]
  readonly clean: Set<number>
  interlaced: boolean
  pixelFormat: string | null
  size: { readonly width: number; readonly height: number } | null
}

async function watch(
  clip: OpenedClip,
  video: VideoIndex,
  others: OtherPackets,
  work: Work,
): Promise<VideoIndex | { readonly changedSize: true }> {
  const stream = clip.video
  if (!stream) throw new Error('the index names a picture track that the clip does not have')
  const decoder = await openDecoder(stream, 0)
  const numbers = new FrameNumbers(video.pts)
  const seen: Watched = { decoded: [], clean: new Set(), interlaced: false, pixelFormat: null, size: null }
  const secondsPerFrame = video.pts.length > 0 ? secondsCovered(video) / video.pts.length : 0
  try {
    for await (const frame of decodeFrames(clip, stream, decoder, { signal: work.signal, others })) {
      seen.size ??= { width: frame.width, height: frame.height }
      if (frame.width !== seen.size.width || frame.height !== seen.size.height) return { changedSize: true }
      seen.pixelFormat ??= avGetPixFmtName(frame.format as Parameters<typeof avGetPixFmtName>[0])
      seen.interlaced ||= frame.hasFlags(AV_FRAME_FLAG_INTERLACED)
      const number = numbers.of(frame)
      if (number !== null && !isDamaged(frame)) seen.clean.add(number)
      seen.decoded.push({ pts: timestampOf(frame), duration: frame.duration, key: frame.keyFrame === 1 })
      if (seen.decoded.length % 16 === 0) {
        const done = Math.min(seen.decoded.length, video.pts.length)
        work.onProgress({ stage: 'index', done, total: video.pts.length, seconds: done * secondsPerFrame })
      }
    }
  } finally {
    decoder.freeContext()
  }
  return judge(video, seen)
}

function secondsCovered(video: VideoIndex): number {
  const [first, last] = [video.pts[0] ?? 0n, video.pts.at(-1) ?? 0n]
  return (Number(last - first + video.lastDuration) * video.timeBase[0]) / video.timeBase[1]
}

function judge(video: VideoIndex, seen: Watched): VideoIndex {
  const size = seen.size ?? { width: video.width, height: video.height }
  const upright = video.rotation % 180 === 0
  const shown = {
    ...video,
    ...size,
    displayWidth: upright ? size.width : size.height,
    displayHeight: upright ? size.height : size.width,
    interlaced: seen.interlaced,
    pixelFormat: seen.pixelFormat ?? video.pixelFormat,
  }
  if (!followsPackets(video, seen)) return { ...shown, ...presentationOrder(seen.decoded), damagedFrames: [] }
  const damaged = video.pts.map((_, frame) => frameIndex(frame)).filter((frame) => !seen.clean.has(frame))
  return { ...shown, damagedFrames: damaged }
}

/**
 * False where packets do not tell the order of frames: some have no time of their own, or each holds one field of an
 * interlaced frame. The decoded frames are then the only truth.
 */
function followsPackets(video: VideoIndex, seen: Watched): boolean {
  if (seen.decoded.length === 0) return true
  if (seen.clean.size * 2 < seen.decoded.length) return false
  const fields = seen.decoded.length * 2
  return !(seen.interlaced && Math.abs(video.pts.length - fields) <= 2 && seen.clean.size === seen.decoded.length)
}
