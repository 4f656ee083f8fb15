import {
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_PKT_DATA_SKIP_SAMPLES,
  AV_PKT_FLAG_DISCARD,
} from 'node-av/constants'
import { avGetAudioFrameDuration2, avGetPixFmtName, Packet, type Stream } from 'node-av/lib'
import type { AudioIndex, ClipIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { Rotation } from '../../core/geometry/shape.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type Ratio, sampleIndex, seconds } from '../../core/time.ts'
import {
  type BeyondLimits,
  believableAspect,
  beyondClock,
  beyondPicture,
  beyondSound,
  type ClockFacts,
  longestPause,
  mostFrames,
} from './clip-limits.ts'
import { codecNameOf, isSupported } from './codecs.ts'
import { colourTagsOf } from './colour-tags.ts'
import { announcedBytes } from './container-extent.ts'
import { deepFacts } from './deep-index.ts'
import { breathe } from './ffmpeg.ts'
import { throwIfStopped } from './frame-decoder.ts'
import { type OpenedClip, openClip } from './opened-clip.ts'
import { type FramePacket, presentationOrder } from './picture-order.ts'

/** A clip index before its bytes are hashed (the hash is made where the bytes are). */
export type IndexedMedia = Omit<ClipIndex, 'sha256'>

/** What one track's packets say, before decoding. */
type SoundPackets = {
  firstSeconds: number | null
  endSeconds: number
  packets: number
  /** Samples per channel that are presented, and those of all packets (also what an edit list leaves out). */
  samples: number
  allSamples: number
}

type PacketFacts = {
  readonly frames: FramePacket[]
  /** Packets of the picture track, those before an edit list's start included. */
  pictures: number
  /** Those of them that are presented. */
  shown: number
  /** True where a packet has no presentation time of its own: only decoding tells the order then. */
  unordered: boolean
  /** Decoding time of the last picture, and by how many leaps more than forwards it went back. */
  lastDts: bigint | null
  setBacks: number
  readonly sound: readonly SoundPackets[]
  readonly clock: ClockFacts
  /** Bytes that the container announces and that are not there, as a share of those that are. */
  readonly missingShare: number
}

/**
 * Indexes a clip: a demuxing pass, and with `deep` a decoding pass. Failures: not media at all, neither picture nor
 * sound, nothing that can be decoded, or something that Occlude does not work with (`unsupported-media`).
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
    const foreign = foreignCodec(clip)
    if (foreign) return failed({ kind: 'unsupported-media', name, ...foreign })
    const facts = await readPackets(clip, source, work)
    const described = describedWithin(clip, facts, source.size, name)
    if (!described.ok || !(deep || facts.unordered)) return described
    const { shown, unordered } = facts
    return await deepFacts(source, name, { index: described.value, shown, unordered }, work)
  } finally {
    await clip.close()
  }
}

/** The index that the packets give, unless there is nothing in it or something beyond the limits. */
function describedWithin(clip: OpenedClip, facts: PacketFacts, bytes: number, name: string): Result<IndexedMedia> {
  const leaps = facts.setBacks > 0 ? { what: 'times' as const } : beyondClock(facts.clock)
  const far = facts.frames.length > mostFrames ? { what: 'length' as const } : leaps
  if (far) return failed({ kind: 'unsupported-media', name, ...far })
  if (hasLostItsPicture(clip, facts)) return failed({ kind: 'undecodable', name })
  const index = describe(clip, facts, bytes)
  if (!index.video && index.audio.length === 0) return failed({ kind: 'undecodable', name })
  const beyond = (index.video && beyondPicture(index.video)) ?? beyondSound(index.audio)
  return beyond ? failed({ kind: 'unsupported-media', name, ...beyond }) : ok(index)
}

function foreignCodec(clip: OpenedClip): BeyondLimits | null {
  if (clip.video && !isSupported(clip.video)) return { what: 'picture-codec', found: codecNameOf(clip.video) }
  const foreign = clip.audio.find((stream) => !isSupported(stream))
  return foreign ? { what: 'sound-codec', found: codecNameOf(foreign) } : null
}

/** A track that announces pictures of which none is there: a copy of its sound alone would pass for the whole. */
function hasLostItsPicture(clip: OpenedClip, facts: PacketFacts): boolean {
  return clip.video !== null && clip.video.nbFrames > 0n && facts.pictures === 0
}

async function readPackets(clip: OpenedClip, source: ByteSource, work: Work): Promise<PacketFacts> {
  const announced = await announcedBytes(source, clip.container)
  const facts: PacketFacts = {
    frames: [],
    pictures: 0,
    shown: 0,
    ...{ unordered: false, lastDts: null, setBacks: 0 },
    sound: clip.audio.map(() => ({ firstSeconds: null, endSeconds: 0, packets: 0, samples: 0, allSamples: 0 })),
    clock: { earliest: Number.POSITIVE_INFINITY, latest: Number.NEGATIVE_INFINITY, soundPause: 0 },
    missingShare: Math.max(0, (announced ?? 0) - source.size) / source.size,
  }
  clip.readOnly([clip.video, ...clip.audio])
  const packet = new Packet()
  packet.alloc()
  for (let count = 0; facts.frames.length <= mostFrames && (await clip.read(packet)); count++) {
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
  noteLeap(facts, stream, packet.dts)
  if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) return
  facts.shown++
  if (packet.pts === AV_NOPTS_VALUE) {
    facts.unordered = true
    return
  }
  const duration = believable(packet.duration, stream)
  facts.frames.push({ pts: packet.pts, duration, key: packet.isKeyframe })
  coverTime(facts.clock, secondsOf(packet.pts, stream), secondsOf(packet.pts + duration, stream))
}

/**
 * Recordings that were joined by their bytes begin their clock again. A time that damage changed leaps as well, but comes
 * back: only what is set back for good counts.
 */
function noteLeap(facts: PacketFacts, stream: Stream, dts: bigint): void {
  if (dts === AV_NOPTS_VALUE) return
  const step = facts.lastDts === null ? 0 : secondsOf(dts - facts.lastDts, stream)
  if (Math.abs(step) > 1) facts.setBacks += step < 0 ? 1 : -1
  facts.lastDts = dts
}

/** A duration, or 0 for one that no frame and no piece of sound has. */
function believable(duration: bigint, stream: Stream): bigint {
  return duration > 0n && secondsOf(duration, stream) <= longestPause ? duration : 0n
}

function coverTime(clock: ClockFacts, from: number, until: number): void {
  clock.earliest = Math.min(clock.earliest, from)
  clock.latest = Math.max(clock.latest, until)
}

function addSound(facts: PacketFacts, clip: OpenedClip, packet: Packet): void {
  const track = clip.audio.findIndex((stream) => stream.index === packet.streamIndex)
  const stream = clip.audio[track]
  const sound = facts.sound[track]
  if (!stream || !sound) return
  const { codecpar } = stream
  const rate = Math.max(1, codecpar.sampleRate)
  const duration = believable(packet.duration, stream)
  const counted = avGetAudioFrameDuration2(codecpar, packet.size)
  const length = counted > 0 ? counted : Math.round(secondsOf(duration, stream) * rate)
  sound.packets++
  sound.allSamples += length
  if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) return
  const skip = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES)
  const [head, tail] = skip && skip.length >= 8 ? [skip.readUInt32LE(0), skip.readUInt32LE(4)] : [0, 0]
  sound.samples += Math.max(0, length - head - tail)
  if (packet.pts === AV_NOPTS_VALUE) return
  const from = secondsOf(packet.pts, stream) + Math.min(head, rate) / rate
  const until = secondsOf(packet.pts + duration, stream)
  if (sound.firstSeconds !== null)
    facts.clock.soundPause = Math.max(facts.clock.soundPause, Math.abs(from - sound.endSeconds))
  sound.firstSeconds ??= from
  sound.endSeconds = until
  coverTime(facts.clock, from, until)
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
  const lost = clip.audio.filter(({ nbFrames }, track) => nbFrames > 0n && facts.sound[track]?.firstSeconds === null)
  return {
    bytes,
    container: clip.container,
    originSeconds: seconds(origin),
    video,
    audio: clip.audio.flatMap((_, track) => describeSound(clip, track, facts, { origin, alone: !video })),
    ...(lost.length > 0 ? { lostSoundTracks: lost.length } : {}),
  }
}

function describeVideo(clip: OpenedClip, stream: Stream, facts: PacketFacts): VideoIndex {
  const { codecpar } = stream
  const { width, height } = codecpar
  const rotation = rotationOf(stream)
  const upright = rotation % 180 === 0
  const order = presentationOrder(facts.frames)
  return {
    codec: codecNameOf(stream),
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

/** Frames that the container announces beyond those whose bytes are there; an estimate where it only announces bytes or a length. */
function missingFrames(clip: OpenedClip, stream: Stream, facts: PacketFacts, frames: number): number {
  const announced = Number(stream.nbFrames)
  const there = clip.container === 'avi' ? entriesOf(facts) : facts.pictures
  if (announced > 0) return Math.min(mostFrames, Math.max(0, announced - there))
  if (facts.missingShare > 0) return atLeastOne(frames * facts.missingShare)
  // What Matroska says of its length; a file that was cut off, or never finished, ends well before it.
  const covered = facts.clock.latest
  const missing = Number(clip.format.duration) / 1e6 - covered
  if (clip.container !== 'matroska' || !(missing > 0.5) || covered <= 0) return 0
  return atLeastOne((frames / covered) * missing)
}

/** AVI counts entries by its clock, also empty ones, which repeat the frame before them: the last may be followed by some. */
function entriesOf({ pictures, lastDts }: PacketFacts): number {
  const last = Number(lastDts ?? 0n)
  return Math.max(pictures, last + Math.max(1, Math.round(last / Math.max(1, pictures - 1))))
}

/** An estimate of what is certainly more than nothing, and at most what an index may hold. */
function atLeastOne(estimate: number): number {
  return Math.min(mostFrames, Math.max(1, Math.round(estimate)))
}

function describeSound(
  clip: OpenedClip,
  track: number,
  facts: PacketFacts,
  { origin, alone }: { readonly origin: number; readonly alone: boolean },
): AudioIndex[] {
  const stream = clip.audio[track]
  const packets = facts.sound[track]
  if (!stream || !packets || packets.firstSeconds === null) return []
  const { sampleRate, channels } = stream.codecpar
  const lost = lostSamples(clip, stream, packets, alone ? facts.missingShare : 0)
  return [
    {
      track,
      codec: codecNameOf(stream),
      sampleRate,
      channels,
      firstSample: sampleIndex(Math.round((packets.firstSeconds - origin) * sampleRate)),
      samples: packets.samples,
      ...(lost > 0 ? { lostSamples: lost } : {}),
    },
  ]
}

/** Samples that the container announces beyond those whose bytes are there: MP4 to the packet, others by their bytes. */
function lostSamples(clip: OpenedClip, stream: Stream, sound: SoundPackets, missingShare: number): number {
  const announced = Number(stream.nbFrames)
  if (announced <= 0 || clip.container !== 'mov') return Math.ceil(sound.allSamples * missingShare)
  // Of uncompressed sound MP4 counts samples, of all other sound packets.
  const each = codecNameOf(stream).startsWith('pcm_') ? 1 : sound.allSamples / Math.max(1, sound.packets)
  return Math.max(0, Math.ceil(Math.min(announced, Number.MAX_SAFE_INTEGER / 4096) * each - sound.allSamples))
}

function pixelAspectOf(stream: Stream): Ratio {
  const { num, den } = stream.sampleAspectRatio.num > 0 ? stream.sampleAspectRatio : stream.codecpar.sampleAspectRatio
  return believableAspect(num, den)
}

/** Clockwise quarter turns from the track's display matrix (ISO/IEC 14496-12, 8.3.2): rows of 16.16 numbers. */
function rotationOf(stream: Stream): Rotation {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 36) return 0
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)]
  const quarter = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) % 4) + 4) % 4
  return ([0, 90, 180, 270] as const)[quarter] ?? 0
}
