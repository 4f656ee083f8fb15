import {
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_PKT_DATA_SKIP_SAMPLES,
  AV_PKT_FLAG_DISCARD,
} from 'node-av/constants'
import { avGetAudioFrameDuration2, avGetCodecName, avGetPixFmtName, Packet, type Stream } from 'node-av/lib'
import type { AudioIndex, ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { Rotation } from '../../core/geometry/shape.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type Ratio, sampleIndex, seconds } from '../../core/time.ts'
import { colourTagsOf } from './colour-tags.ts'
import { deepFacts } from './deep-index.ts'
import { breathe } from './ffmpeg.ts'
import { throwIfStopped } from './frame-decoder.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'
import { type FramePacket, presentationOrder } from './picture-order.ts'

/** A clip index before its bytes are hashed (the hash is made where the bytes are). */
export type IndexedMedia = Omit<ClipIndex, 'sha256'>

/** What one track's packets say, before decoding. */
type SoundPackets = { firstSeconds: number | null; samples: number }

type PacketFacts = {
  readonly frames: FramePacket[]
  /** Packets of the picture track, those before an edit list's start included. */
  pictures: number
  /** True where a packet has no presentation time of its own: only decoding tells the order then. */
  unordered: boolean
  readonly sound: readonly SoundPackets[]
  /** End of the last packet of any track, in seconds on the container's clock. */
  endSeconds: number
}

/**
 * Indexes a clip: a demuxing pass, and with `deep` a decoding pass. Failures: not media at all, neither picture nor
 * sound, or a codec that this build cannot decode.
 */
export async function indexMedia(
  source: ByteSource,
  name: string,
  deep: boolean,
  work: Work,
): Promise<Result<IndexedMedia>> {
  const opened = await openClip(source, name)
  if (!opened.ok) return opened
  const clip = opened.value
  try {
    const facts = await readPackets(clip, work)
    if (facts.pictures === 0 && facts.sound.every((track) => track.samples === 0)) {
      return failed({ kind: 'undecodable', name })
    }
    const index = describe(clip, facts, source.size)
    if (!index.video && index.audio.length === 0) return failed({ kind: 'nothing-to-redact', name })
    return deep || facts.unordered ? await deepFacts(source, name, index, work) : ok(index)
  } finally {
    await clip.close()
  }
}

async function readPackets(clip: OpenedClip, work: Work): Promise<PacketFacts> {
  const facts: PacketFacts = {
    frames: [],
    pictures: 0,
    unordered: false,
    sound: clip.audio.map(() => ({ firstSeconds: null, samples: 0 })),
    endSeconds: 0,
  }
  clip.readOnly([clip.video, ...clip.audio])
  const packet = new Packet()
  packet.alloc()
  for (let count = 0; await clip.read(packet); count++) {
    if (packet.streamIndex === clip.video?.index) addFrame(facts, clip.video, packet)
    else addSound(facts, clip, packet)
    packet.unref()
    if (count % 512 !== 0) continue
    throwIfStopped(work.signal)
    await breathe()
  }
  packet.free()
  return facts
}

function addFrame(facts: PacketFacts, stream: Stream, packet: Packet): void {
  facts.pictures++
  if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) return
  if (packet.pts === AV_NOPTS_VALUE) {
    facts.unordered = true
    return
  }
  facts.frames.push({ pts: packet.pts, duration: packet.duration, key: packet.isKeyframe })
  facts.endSeconds = Math.max(facts.endSeconds, secondsOf(packet.pts + packet.duration, stream))
}

function addSound(facts: PacketFacts, clip: OpenedClip, packet: Packet): void {
  const track = clip.audio.findIndex((stream) => stream.index === packet.streamIndex)
  const stream = clip.audio[track]
  const sound = facts.sound[track]
  if (!stream || !sound || packet.hasFlags(AV_PKT_FLAG_DISCARD)) return
  const { codecpar } = stream
  const rate = codecpar.sampleRate
  const counted = avGetAudioFrameDuration2(codecpar, packet.size)
  const length = counted > 0 ? counted : Math.round(secondsOf(packet.duration, stream) * rate)
  const skip = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES)
  const [head, tail] = skip && skip.length >= 8 ? [skip.readUInt32LE(0), skip.readUInt32LE(4)] : [0, 0]
  sound.samples += Math.max(0, length - head - tail)
  if (packet.pts === AV_NOPTS_VALUE) return
  sound.firstSeconds ??= secondsOf(packet.pts, stream) + head / rate
  facts.endSeconds = Math.max(facts.endSeconds, secondsOf(packet.pts + packet.duration, stream))
}

/** Ticks of a stream's clock as seconds. */
export function secondsOf(ticks: bigint, stream: Stream): number {
  return (Number(ticks) * stream.timeBase.num) / stream.timeBase.den
}

function describe(clip: OpenedClip, facts: PacketFacts, bytes: number): IndexedMedia {
  const video = clip.video && facts.pictures > 0 ? describeVideo(clip, clip.video, facts) : null
  const starts = facts.sound.flatMap((track) => (track.firstSeconds === null ? [] : [track.firstSeconds]))
  const firstPts = video?.pts[0]
  if (clip.video && firstPts !== undefined) starts.push(secondsOf(firstPts, clip.video))
  const origin = starts.length > 0 ? Math.min(...starts) : 0
  return {
    bytes,
    container: clip.container,
    originSeconds: seconds(origin),
    video,
    audio: clip.audio.flatMap((stream, track) => describeSound(stream, track, facts.sound[track], origin)),
  }
}

function describeVideo(clip: OpenedClip, stream: Stream, facts: PacketFacts): VideoIndex {
  const { codecpar } = stream
  const { width, height } = codecpar
  const rotation = rotationOf(stream)
  const upright = rotation % 180 === 0
  const order = presentationOrder(facts.frames)
  return {
    codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
    width,
    height,
    displayWidth: upright ? width : height,
    displayHeight: upright ? height : width,
    pixelAspect: pixelAspectOf(stream),
    rotation,
    timeBase: [stream.timeBase.num, stream.timeBase.den],
    ...order,
    interlaced: false,
    pixelFormat: avGetPixFmtName(codecpar.format as Parameters<typeof avGetPixFmtName>[0]) ?? 'unknown',
    colour: colourTagsOf(codecpar),
    missingFrames: missingFrames(clip, stream, facts, order.pts.length),
    damagedFrames: null,
  }
}

/** Frames that the container announces beyond those whose bytes are there. */
function missingFrames(clip: OpenedClip, stream: Stream, facts: PacketFacts, frames: number): number {
  const announced = Number(stream.nbFrames)
  if (announced > 0) return Math.max(0, announced - facts.pictures)
  // Matroska announces no frames but a duration; a file cut off ends well before it.
  const duration = Number(clip.format.duration) / 1e6
  const covered = facts.endSeconds
  if (clip.container !== 'matroska' || !(duration - covered > 0.5) || covered <= 0) return 0
  return Math.max(1, Math.round((frames / covered) * (duration - covered)))
}

function describeSound(stream: Stream, track: number, packets: SoundPackets | undefined, origin: number): AudioIndex[] {
  if (!packets || packets.firstSeconds === null || stream.codecpar.sampleRate <= 0) return []
  const rate = stream.codecpar.sampleRate
  return [
    {
      track,
      codec: avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
      sampleRate: rate,
      channels: stream.codecpar.channels,
      firstSample: sampleIndex(Math.round((packets.firstSeconds - origin) * rate)),
      samples: packets.samples,
    },
  ]
}

function pixelAspectOf(stream: Stream): Ratio {
  const { num, den } = stream.sampleAspectRatio.num > 0 ? stream.sampleAspectRatio : stream.codecpar.sampleAspectRatio
  return num > 0 && den > 0 ? [num, den] : [1, 1]
}

/** Clockwise quarter turns from the track's display matrix (ISO/IEC 14496-12, 8.3.2): rows of 16.16 numbers. */
function rotationOf(stream: Stream): Rotation {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 36) return 0
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)]
  const quarter = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) % 4) + 4) % 4
  return ([0, 90, 180, 270] as const)[quarter] ?? 0
}
