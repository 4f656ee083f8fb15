import { uniteRanges } from '../time.ts'
import type { FramesRange } from './frame-signatures.ts'

/** What somebody says was displayed and heard since they last said so. */
export type CoverageClaim = {
  /** Seconds of recorded time that the frames are shown for, each frame once. */
  readonly frameSeconds: number
  /** Seconds of recorded sound, each once. */
  readonly soundSeconds: number
  /** Multiple of recorded time at which it was played. */
  readonly speed: number
}

/** The fastest that still counts, as the profile has it. */
export type ReviewPace = { readonly reviewSpeed: number; readonly soundSpeed: number }

/**
 * Seconds of recorded time that somebody can have watched and listened to since, by the clock of whoever keeps the record. One for
 * each person, whatever they have open: nobody watches two things at once.
 */
export type ReviewCredit = { readonly frames: number; readonly sound: number }

/** Why a claim is not believed: played too fast, more than the time that passed, more than the bytes that were handed out can show. */
export type CoverageRefusal = 'speed' | 'time' | 'bytes'

/** Real seconds that can be saved up: who is silent for longer has not said what they watched. */
const longestCredit = 60

/** Real seconds that are forgiven once, for what is under way between the two processes. */
const firstCredit = 2

/** Credit after so many real seconds; `before` null: somebody's first since the service runs. */
export function creditAfter(before: ReviewCredit | null, elapsed: number, pace: ReviewPace): ReviewCredit {
  const passed = Math.max(0, elapsed) + (before ? 0 : firstCredit)
  const grown = (credit: number, speed: number) => Math.min(credit + passed * speed, longestCredit * speed)
  return { frames: grown(before?.frames ?? 0, pace.reviewSpeed), sound: grown(before?.sound ?? 0, pace.soundSpeed) }
}

/** Takes a claim off the credit; or says why it cannot be true. Nothing is taken for what is not believed. */
export function creditLess(
  credit: ReviewCredit,
  { frameSeconds, soundSeconds, speed }: CoverageClaim,
  { reviewSpeed, soundSpeed }: ReviewPace,
): ReviewCredit | Extract<CoverageRefusal, 'speed' | 'time'> {
  if (frameSeconds > 0 && speed > reviewSpeed) return 'speed'
  if (soundSeconds > 0 && speed > soundSpeed) return 'speed'
  const left = { frames: credit.frames - frameSeconds, sound: credit.sound - soundSeconds }
  return left.frames < 0 || left.sound < 0 ? 'time' : left
}

/** What an opening of a clip has handed out, and what it is said to have shown so far, the new claim included. */
export type ServedFootage = {
  /** Bytes of the clip, and how many different ones were handed out. */
  readonly bytes: number
  readonly servedBytes: number
  /** Frames of the clip; ranges claimed; ranges that were decoded for the window. */
  readonly frames: number
  readonly claimed: readonly FramesRange[]
  readonly decoded: readonly FramesRange[]
  /** Seconds of sound claimed, less those that were decoded for the window. */
  readonly soundSeconds: number
}

/** Bytes that one frame, and one second of sound, take at the very least: an empty H.264 frame, silence in AAC. */
const leastFrameBytes = 8
const leastSecondBytes = 100

function counted(ranges: readonly FramesRange[]): number {
  return uniteRanges(ranges).reduce((sum, [from, until]) => sum + until - from, 0)
}

/**
 * Whether the bytes that were handed out can show what is claimed. Frames differ much in size, so a share `s` of them is allowed to
 * come out of `s^4 / 2` of the bytes: all frames need half of the clip, a tenth of them next to nothing. It refuses who claims a
 * clip that was never fetched, and nobody else.
 */
export function bytesSupport(served: ServedFootage): boolean {
  const { bytes, servedBytes, frames, claimed, decoded, soundSeconds } = served
  const shown = counted(claimed) + counted(decoded) - counted([...claimed, ...decoded])
  const fetched = counted(claimed) - shown
  const share = frames > 0 ? fetched / frames : 0
  const needed = Math.max((bytes * share ** 4) / 2, fetched * leastFrameBytes) + soundSeconds * leastSecondBytes
  return servedBytes >= Math.min(needed, bytes / 2)
}
