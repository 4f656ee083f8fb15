import type { AudioIndex, VideoIndex } from '../../core/clips/clip-index.ts'
import type { UnsupportedPart } from '../../core/failure.ts'
import type { Ratio } from '../../core/time.ts'
import { aacRates } from './render/sound-encoder.ts'

/**
 * Bounds on what is taken from a clip's headers, so that a small hostile file cannot ask for hours of work or gigabytes,
 * and a copy never fails halfway for something that its index shows.
 */

/** Pixels of a picture: 8K of every shape. Decoders hold some twenty of them. */
export const mostPixels = 8192 * 4608

/** x264 takes no longer side. */
const longestSide = 16384

/** A day at 60 frames a second, with some to spare. */
export const mostFrames = 6_000_000

/** Longest clip, in seconds: a day. */
const longestClip = 24 * 3600

/** How far from 0 a clip's own clock may stand (seconds): transport streams count up to 26.5 hours. */
const farthestClock = 100 * 3600

/** Longest pause between two frames, or in the sound of a track (seconds). */
export const longestPause = 3600

/** Largest step that MP4 can say, in ticks (ISO/IEC 14496-12, 8.6.1.2: 32 bits; FFmpeg takes 31). */
const longestStep = 2 ** 31 - 1

const mostSoundTracks = 32

/** Channels of sound that AAC has a layout for. */
const mostChannels = 8

/** H.264 writes the shape of pixels in 16 bits each way (ITU-T H.264, E.2.1), and no lens stretches more than this. */
const longestAspectTerm = 65_535
const widestAspect = 20

/** The shape of pixels; square where the clip says nothing that can be. */
export function believableAspect(num: number, den: number): Ratio {
  const fits = num > 0 && den > 0 && Math.max(num, den) <= longestAspectTerm
  return fits && num / den <= widestAspect && den / num <= widestAspect ? [num, den] : [1, 1]
}

/** A part that is beyond the bounds, with the clip's own figure where that says more. */
export type BeyondLimits = { readonly what: UnsupportedPart; readonly found?: string }

/** Where packets lie on the container's clock, over all tracks. */
export type ClockFacts = {
  /** In seconds; infinite while there is no packet. */
  earliest: number
  latest: number
  /** Longest pause within one sound track, in seconds. */
  soundPause: number
}

/** Why times cannot be worked with; null where they can. */
export function beyondClock({ earliest, latest, soundPause }: ClockFacts): BeyondLimits | null {
  if (earliest > latest) return null
  const far = !(Math.abs(earliest) <= farthestClock && Math.abs(latest) <= 2 * farthestClock)
  if (far || soundPause > longestPause) return { what: 'times' }
  return latest - earliest > longestClip ? { what: 'length' } : null
}

/** Why a picture track cannot be worked with; null where it can. */
export function beyondPicture(video: Pick<VideoIndex, 'width' | 'height' | 'pts' | 'timeBase'>): BeyondLimits | null {
  const { width, height, pts, timeBase } = video
  const fits = width > 0 && height > 0 && Math.max(width, height) <= longestSide && width * height <= mostPixels
  if (!fits) return { what: 'picture-size', found: `${width}x${height}` }
  const [num, den] = timeBase
  // The copy counts in whole fractions of a second: the clock's denominator.
  const longest = BigInt(Math.min(longestStep, longestPause * den))
  const leaps = pts.some((at, frame) => frame > 0 && (at - (pts[frame - 1] ?? at)) * BigInt(num) > longest)
  if (leaps) return { what: 'times' }
  const second = (ticks: bigint | undefined) => (Number(ticks ?? 0n) * num) / den
  return beyondClock({ earliest: second(pts[0]), latest: second(pts.at(-1)), soundPause: 0 })
}

/** Why sound tracks cannot be worked with; null where they can. */
export function beyondSound(tracks: readonly Pick<AudioIndex, 'sampleRate' | 'channels'>[]): BeyondLimits | null {
  if (tracks.length > mostSoundTracks) return { what: 'sound-tracks', found: String(tracks.length) }
  const rate = tracks.find(({ sampleRate }) => !aacRates.includes(sampleRate))
  if (rate) return { what: 'sample-rate', found: String(rate.sampleRate) }
  const many = tracks.find(({ channels }) => channels < 1 || channels > mostChannels)
  return many ? { what: 'channels', found: String(many.channels) } : null
}
