/** What is true of a clip's picture track, known from how it was made (not read off the file). */
export type PictureTruth = {
  /** FFmpeg's short codec name. */
  readonly codec: string
  /** Coded size after cropping. */
  readonly width: number
  readonly height: number
  readonly pixelFormat: string
  /** Clockwise turn that brings it upright. */
  readonly rotation: 0 | 90 | 180 | 270
  readonly pixelAspect: readonly [number, number]
  readonly variableRate: boolean
  readonly interlaced: boolean
  readonly bFrames: boolean
  readonly range: 'tv' | 'pc'
  /** Drawn numbers of the frames that are presented: `frames` of them, counting up from `firstCode`. */
  readonly firstCode: number
  readonly frames: number
  /** Seconds from second 0 of the clip (the earliest time of any track) to the first picture, to about 30 ms. */
  readonly startsAt: number
}

/** What is true of one audio track. */
export type SoundTruth = {
  readonly codec: string
  readonly sampleRate: number
  readonly channels: number
  /** Seconds from second 0 of the clip to its first sample, to about 30 ms. */
  readonly startsAt: number
  /** How long it sounds, in seconds, to about 0.1 s. */
  readonly seconds: number
  /** `voice` of testSound: which tones it carries. */
  readonly voice: number
}

/** What is true of a clip. */
export type ClipTruth = {
  /** First of FFmpeg's short names of the container. */
  readonly container: string
  readonly picture: PictureTruth | null
  readonly sound: readonly SoundTruth[]
  /** Strings that stand in the clip's metadata and may not stand anywhere in a copy's bytes. */
  readonly secrets: readonly string[]
}

/**
 * How a clip is made: runs of Debian's ffmpeg in an empty folder, in which `files` lie already; the last run writes
 * `fileName`.
 */
export type ClipRecipe = {
  /** Unique, kebab-case. */
  readonly name: string
  readonly fileName: string
  readonly runs: readonly (readonly string[])[]
  readonly files: Readonly<Record<string, string>>
  readonly truth: ClipTruth
}
