import type { Brand } from '../brand.ts'
import type { Rotation } from '../geometry/shape.ts'
import type { FrameIndex, Pts, Ratio, SampleIndex, Seconds } from '../time.ts'

/** Lower-case hex of a SHA-256. */
export type Sha256 = Brand<string, 'Sha256'>

/** Makes a hash from its 64 hex digits; throws on anything else. */
export function sha256(hex: string): Sha256 {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new RangeError('not a SHA-256 in hex')
  return hex as Sha256
}

/** Colour tags as FFmpeg names them, for example `bt709`; `unknown` where the clip says nothing. */
export type ColourTags = {
  readonly range: string
  readonly primaries: string
  readonly transfer: string
  readonly matrix: string
}

/** The picture track of a clip, one entry of `pts` per frame in presentation order. */
export type VideoIndex = {
  /** FFmpeg's short codec name, for example `h264`. */
  readonly codec: string
  /** Coded size after cropping, before rotation. */
  readonly width: number
  readonly height: number
  /** Size after rotation: what boxes refer to. */
  readonly displayWidth: number
  readonly displayHeight: number
  readonly pixelAspect: Ratio
  readonly rotation: Rotation
  /** Seconds per tick. */
  readonly timeBase: Ratio
  /** Strictly increasing presentation ticks, as they stand in the clip (after edit lists). */
  readonly pts: readonly Pts[]
  /** How long the last frame is shown, in ticks, at least 1. */
  readonly lastDuration: Pts
  readonly keyframes: readonly FrameIndex[]
  readonly variableRate: boolean
  readonly interlaced: boolean
  /** FFmpeg's pixel format name, for example `yuv420p10le`. */
  readonly pixelFormat: string
  readonly colour: ColourTags
  /** Frames that the container announces but whose bytes are not there (a truncated file). */
  readonly missingFrames: number
  /** Frames that do not decode cleanly; null until every frame has been decoded. */
  readonly damagedFrames: readonly FrameIndex[] | null
}

/** One audio track. */
export type AudioIndex = {
  /** Position among the clip's audio tracks, from 0. */
  readonly track: number
  readonly codec: string
  /** Samples per second. */
  readonly sampleRate: number
  readonly channels: number
  /** Where its first sample lies on its absolute clock. */
  readonly firstSample: SampleIndex
  /** How many samples per channel are presented. */
  readonly samples: number
  /** Samples per channel that the clip announces and that are not there or do not decode, about; absent for none. */
  readonly lostSamples?: number
}

/** What Occlude knows of a clip: the address book of its frames and samples, bound to its bytes. */
export type ClipIndex = {
  readonly sha256: Sha256
  readonly bytes: number
  /** First of FFmpeg's short names, for example `mov`. */
  readonly container: string
  /** Presentation time of second 0 on the container's clock: the earliest of any track after edit lists. */
  readonly originSeconds: Seconds
  readonly video: VideoIndex | null
  readonly audio: readonly AudioIndex[]
  /** Sound tracks of which nothing is there or decodes: they are not in `audio`, and in no copy. Absent for none. */
  readonly lostSoundTracks?: number
}
