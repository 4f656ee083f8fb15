import { AV_FRAME_FLAG_INTERLACED, AV_NOPTS_VALUE } from 'node-av/constants'
import { avGetPixFmtName, type Frame, Packet } from 'node-av/lib'
import type { AudioIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { frameIndex, sampleIndex } from '../../core/time.ts'
import { beyondPicture, mostFrames } from './clip-limits.ts'
import {
  decodeFrames,
  isDamaged,
  isIntact,
  NoDecoder,
  type OtherPackets,
  openDecoder,
  throwIfStopped,
} from './frame-decoder.ts'
import { FrameNumbers, timestampOf } from './frame-numbers.ts'
import type { IndexedMedia } from './index-clip.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'
import { type PictureOrder, presentationOrder } from './picture-order.ts'
import { type PictureShape, sameShape, shapeOf } from './picture-shape.ts'
import { SoundDecoder } from './sound-decoder.ts'

/**
 * The decoding pass: which frames are damaged, how many samples there are, whether frames are interlaced. Decoders that
 * work on several threads do not conceal damage alike every time; where there is any, one thread decides, and whoever
 * reads the clip by this index uses one thread too.
 */
export async function deepFacts(
  source: ByteSource,
  name: string,
  known: Known,
  work: Work,
): Promise<Result<IndexedMedia>> {
  const frames = known.index.video?.pts.length ?? 0
  if (frames <= fewFrames) return decodeAll(source, name, { ...known, threads: 1 }, work)
  const quick = await decodeAll(source, name, { ...known, threads: 0 }, work)
  if (!quick.ok || !quick.value.video || isIntact(quick.value.video)) return quick
  return decodeAll(source, name, { ...known, threads: 1 }, work)
}

/** So few that several threads would save nothing that anybody notices. */
const fewFrames = 300

/** What the packets said: how many frames are shown, and `unordered` where some have no time of their own. */
type Known = { readonly index: IndexedMedia; readonly shown: number; readonly unordered: boolean }

async function decodeAll(
  source: ByteSource,
  name: string,
  how: Known & { readonly threads: number },
  work: Work,
): Promise<Result<IndexedMedia>> {
  const opened = await openClip(source, name)
  if (!opened.ok) return opened
  const listeners: SoundListener[] = []
  try {
    return described(name, how, await decodeClip(opened.value, listeners, how, work))
  } catch (error) {
    if (!(error instanceof NoDecoder)) throw error
    return failed({ kind: 'undecodable', name })
  } finally {
    for (const one of listeners) one.close()
    await opened.value.close()
  }
}

type Decoded = { readonly seen: Watched | null; readonly audio: readonly AudioIndex[] }

async function decodeClip(
  clip: OpenedClip,
  listeners: SoundListener[],
  { index, threads }: { readonly index: IndexedMedia; readonly threads: number },
  work: Work,
): Promise<Decoded> {
  for (const track of index.audio) await listenTo(track, { clip, listeners, originSeconds: index.originSeconds })
  clip.readOnly([index.video ? clip.video : null, ...clip.audio])
  const others = (packet: Packet) => listeners.find((one) => one.streamIndex === packet.streamIndex)?.take(packet)
  const seen = index.video ? await watch(clip, index.video, { others, threads }, work) : null
  if (!index.video) await onlyListen(clip, others, work)
  return { seen, audio: listeners.flatMap((one) => one.finish()) }
}

/** The index with what decoding showed, unless that is nothing that can be worked with. */
function described(name: string, known: Known, { seen, audio }: Decoded): Result<IndexedMedia> {
  const { index } = known
  if (seen && seen.othershaped > 1) return failed({ kind: 'unsupported-media', name, what: 'changing-picture' })
  const video = index.video && seen ? judge(index.video, seen, known) : null
  const blind = video?.damagedFrames?.length === video?.pts.length
  if (video ? blind : audio.length === 0) return failed({ kind: 'undecodable', name })
  const beyond = video && beyondPicture(video)
  if (beyond) return failed({ kind: 'unsupported-media', name, ...beyond })
  const lost = (index.lostSoundTracks ?? 0) + index.audio.length - audio.length
  return ok({ ...index, video, audio, ...(lost > 0 ? { lostSoundTracks: lost } : {}) })
}

/** Adds a listener for a track, unless its decoder refuses it. */
async function listenTo(
  track: AudioIndex,
  to: { readonly clip: OpenedClip; readonly listeners: SoundListener[]; readonly originSeconds: number },
): Promise<void> {
  try {
    to.listeners.push(await SoundListener.open(to.clip, track, to.originSeconds))
  } catch (error) {
    if (!(error instanceof NoDecoder)) throw error
  }
}

/** Sound that is there twice for less than this in all is how files are cut and joined, not damage (seconds). */
const overlapTolerance = 0.2

/** Counts the samples that a sound track really decodes to. */
class SoundListener {
  readonly streamIndex: number
  readonly #track: AudioIndex
  readonly #decoder: SoundDecoder
  #first: number | null = null
  #until = 0
  #blocks = 0
  #heard = 0

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
      this.#blocks++
      this.#heard += block.length
    }
  }

  /** The track as decoded. One of which nothing decodes is left out: there is nothing to keep, to mute or to hear. */
  finish(): AudioIndex[] {
    this.take(null)
    if (this.#first === null) return []
    const { faults, dropped, rate } = this.#decoder
    const faulty = faults * (this.#blocks > 0 ? this.#heard / this.#blocks : 0)
    const lost = (this.#track.lostSamples ?? 0) + faulty + (dropped > rate * overlapTolerance ? dropped : 0)
    return [
      {
        ...this.#track,
        firstSample: sampleIndex(this.#first),
        samples: this.#until - this.#first,
        ...(lost > 0 ? { lostSamples: Math.ceil(lost) } : {}),
      },
    ]
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

/** A frame as decoded; `at` is null where nothing tells its time. */
type SeenFrame = {
  readonly at: bigint | null
  readonly duration: bigint
  readonly key: boolean
  readonly damaged: boolean
}

/** What decoding showed of all frames together. */
type Watched = {
  readonly decoded: SeenFrame[]
  /** Frames that the packets announce: those that were decoded, and those that were decoded without damage. */
  readonly found: Set<number>
  readonly clean: Set<number>
  interlaced: boolean
  pixelFormat: string | null
  shape: PictureShape | null
  /** Undamaged frames whose size or format is not the first one's. */
  othershaped: number
}

async function watch(
  clip: OpenedClip,
  video: VideoIndex,
  how: { readonly others: OtherPackets; readonly threads: number },
  work: Work,
): Promise<Watched> {
  const stream = clip.video
  if (!stream) throw new Error('the index names a picture track that the clip does not have')
  const decoder = await openDecoder(stream, how.threads)
  const numbers = new FrameNumbers(video.pts)
  const seen: Watched = {
    ...{ decoded: [], found: new Set(), clean: new Set(), interlaced: false },
    ...{ pixelFormat: null, shape: null, othershaped: 0 },
  }
  const secondsPerFrame = video.pts.length > 0 ? secondsCovered(video) / video.pts.length : 0
  try {
    for await (const frame of decodeFrames(clip, stream, decoder, { signal: work.signal, others: how.others })) {
      note(seen, frame, numbers.of(frame))
      if (seen.othershaped > 1 || seen.decoded.length > mostFrames) break
      if (seen.decoded.length % 16 !== 0) continue
      const done = Math.min(seen.decoded.length, video.pts.length)
      work.onProgress({ stage: 'index', done, total: video.pts.length, seconds: done * secondsPerFrame })
    }
  } finally {
    decoder.freeContext()
  }
  return seen
}

function note(seen: Watched, frame: Frame, number: number | null): void {
  seen.shape ??= shapeOf(frame)
  seen.pixelFormat ??= avGetPixFmtName(frame.format as Parameters<typeof avGetPixFmtName>[0])
  const odd = !sameShape(shapeOf(frame), seen.shape)
  const damaged = odd || isDamaged(frame)
  if (odd && !isDamaged(frame)) seen.othershaped++
  seen.interlaced ||= frame.hasFlags(AV_FRAME_FLAG_INTERLACED)
  if (number !== null) seen.found.add(number)
  if (number !== null && !damaged) seen.clean.add(number)
  const at = timestampOf(frame)
  const timed = at === AV_NOPTS_VALUE ? null : at
  seen.decoded.push({ at: timed, duration: frame.duration, key: frame.keyFrame === 1, damaged })
}

function secondsCovered(video: VideoIndex): number {
  const [first, last] = [video.pts[0] ?? 0n, video.pts.at(-1) ?? 0n]
  return (Number(last - first + video.lastDuration) * video.timeBase[0]) / video.timeBase[1]
}

function judge(video: VideoIndex, seen: Watched, { shown: announced, unordered }: Known): VideoIndex {
  const size = seen.shape ?? { width: video.width, height: video.height }
  const upright = video.rotation % 180 === 0
  const shown = {
    ...video,
    width: size.width,
    height: size.height,
    displayWidth: upright ? size.width : size.height,
    displayHeight: upright ? size.height : size.width,
    interlaced: seen.interlaced,
    pixelFormat: seen.pixelFormat ?? video.pixelFormat,
  }
  if (unordered || !followsPackets(video, seen)) {
    // Frames that do not decode leave no trace here but that they are fewer.
    const fewer = announced - seen.decoded.length
    const missingFrames = video.missingFrames + (isOfFields(announced, seen) ? 0 : Math.max(0, fewer))
    return { ...shown, ...decodedOrder(seen.decoded), missingFrames }
  }
  const damaged = video.pts.map((_, frame) => frameIndex(frame)).filter((frame) => !seen.clean.has(frame))
  return { ...shown, damagedFrames: damaged }
}

/**
 * False where packets do not tell the order of frames: their times are not those of what they hold, or each holds one
 * field of an interlaced frame. The decoded frames are then the only truth.
 */
function followsPackets(video: VideoIndex, seen: Watched): boolean {
  if (seen.decoded.length === 0) return true
  if (seen.found.size * 2 < seen.decoded.length) return false
  return !(isOfFields(video.pts.length, seen) && seen.found.size === seen.decoded.length)
}

/** True where each packet holds one field, two of which make a frame. */
function isOfFields(packets: number, seen: Watched): boolean {
  return seen.interlaced && Math.abs(packets - seen.decoded.length * 2) <= 2
}

/** The index as the decoded frames tell it; those without a time follow, or lead up to, the ones that have one. */
function decodedOrder(decoded: readonly SeenFrame[]): PictureOrder & Pick<VideoIndex, 'damagedFrames'> {
  const step = decoded.find(({ duration }) => duration > 0n)?.duration ?? 1n
  const firstTimed = decoded.findIndex(({ at }) => at !== null)
  let next = (decoded[firstTimed]?.at ?? 0n) - step * BigInt(Math.max(0, firstTimed))
  const timed = decoded.map((frame) => {
    const pts = frame.at ?? next
    next = pts + step
    return { ...frame, pts }
  })
  const sorted = timed.toSorted((a, b) => (a.pts < b.pts ? -1 : a.pts > b.pts ? 1 : 0))
  const damagedFrames = sorted.flatMap(({ damaged }, frame) => (damaged ? [frameIndex(frame)] : []))
  return { ...presentationOrder(sorted), damagedFrames }
}
