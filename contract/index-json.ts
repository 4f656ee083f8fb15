import type { AudioIndex, ClipIndex, ColourTags, VideoIndex } from '../core/clips/clip-index.ts'
import { clipSeconds } from '../core/clips/clock.ts'
import type { FrameIndex, Ratio } from '../core/time.ts'

/** A clip's picture in the answer of `occlude index --json`. Ticks are those of `timeBase`. */
export type VideoIndexJson = {
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly displayWidth: number
  readonly displayHeight: number
  readonly pixelAspect: Ratio
  readonly rotation: 0 | 90 | 180 | 270
  readonly frames: number
  readonly timeBase: Ratio
  /** Decimal text where a double cannot hold the ticks. */
  readonly firstPts: number | string
  readonly lastPts: number | string
  readonly variableRate: boolean
  readonly keyframes: readonly FrameIndex[]
  /** Null until every frame has been decoded. */
  readonly damagedFrames: readonly FrameIndex[] | null
  readonly missingFrames: number
  readonly interlaced: boolean
  readonly pixelFormat: string
  readonly colour: ColourTags
}

/** One audio track in the answer of `occlude index --json`. */
export type AudioIndexJson = Pick<
  AudioIndex,
  'codec' | 'sampleRate' | 'channels' | 'samples' | 'firstSample' | 'lostSamples' | 'track'
>

/** The answer of `occlude index --json` (FORMATS.md), and what has been added since. */
export type IndexJson = {
  readonly version: 1
  readonly sha256: string
  readonly container: string
  readonly video: VideoIndexJson | null
  readonly audio: readonly AudioIndexJson[]
  readonly lostSoundTracks?: number
  readonly bytes: number
  readonly originSeconds: number
  /** How long it is: the end of its last track, from second 0. */
  readonly seconds: number
}

function ticks(value: bigint | undefined): number | string {
  if (value === undefined) return 0
  return BigInt.asIntN(53, value) === value ? Number(value) : String(value)
}

function videoJson(video: VideoIndex): VideoIndexJson {
  const { codec, width, height, displayWidth, displayHeight, pixelAspect, rotation, timeBase } = video
  return {
    codec,
    width,
    height,
    displayWidth,
    displayHeight,
    pixelAspect,
    rotation,
    frames: video.pts.length,
    timeBase,
    firstPts: ticks(video.pts[0]),
    lastPts: ticks(video.pts.at(-1)),
    variableRate: video.variableRate,
    keyframes: video.keyframes,
    damagedFrames: video.damagedFrames,
    missingFrames: video.missingFrames,
    interlaced: video.interlaced,
    pixelFormat: video.pixelFormat,
    colour: video.colour,
  }
}

/** What `occlude index --json` prints: FORMATS.md's fields first, then bytes, the origin on the container's clock and the like. */
export function indexJson(index: ClipIndex): IndexJson {
  return {
    version: 1,
    sha256: index.sha256,
    container: index.container,
    video: index.video ? videoJson(index.video) : null,
    audio: index.audio.map(({ track, codec, sampleRate, channels, samples, firstSample, lostSamples }) => ({
      codec,
      sampleRate,
      channels,
      samples,
      firstSample,
      track,
      ...(lostSamples === undefined ? {} : { lostSamples }),
    })),
    ...(index.lostSoundTracks === undefined ? {} : { lostSoundTracks: index.lostSoundTracks }),
    bytes: index.bytes,
    originSeconds: index.originSeconds,
    seconds: clipSeconds(index),
  }
}
