import {
  type FrameIndex,
  type FrameRange,
  frameIndex,
  type Ratio,
  type SampleIndex,
  type SampleRange,
  type Seconds,
  sampleIndex,
  seconds,
} from '../time.ts'
import type { AudioIndex, ClipIndex, VideoIndex } from './clip-index.ts'

/**
 * Closer to second 0 than this, a track's first frame counts as lying there exactly: the clip's origin is a rounded
 * number of seconds, and no track is a nanosecond late.
 */
const originSlack = 1e-9

/** A sample count this close to a whole number is that number: seconds are rounded, samples are not. */
const sampleSlack = 1e-6

/** Ticks in seconds. The product is exact, also where a double cannot hold it; only then is anything rounded. */
export function secondsOfTicks(ticks: bigint, timeBase: Ratio): Seconds {
  return seconds(Number(ticks * BigInt(timeBase[0])) / timeBase[1])
}

function secondOfTicks(video: VideoIndex, origin: Seconds, ticks: bigint): Seconds {
  const first = video.pts[0] ?? 0n
  const offset = secondsOfTicks(first, video.timeBase) - origin
  const sinceFirst = secondsOfTicks(ticks - first, video.timeBase)
  return Math.abs(offset) < originSlack ? sinceFirst : seconds(sinceFirst + offset)
}

function ptsOf(video: VideoIndex, frame: number): bigint {
  const ticks = video.pts[frame]
  if (ticks === undefined) throw new RangeError(`the clip has no frame ${frame}`)
  return ticks
}

/** When a frame is first shown, from second 0 of the clip (`origin`: ClipIndex.originSeconds). Throws past the last frame. */
export function secondOfFrame(video: VideoIndex, origin: Seconds, frame: FrameIndex): Seconds {
  return secondOfTicks(video, origin, ptsOf(video, frame))
}

/** When a frame gives way: to the next frame, or after the last frame's own duration. Throws past the last frame. */
export function endSecondOfFrame(video: VideoIndex, origin: Seconds, frame: FrameIndex): Seconds {
  const own = ptsOf(video, frame)
  return secondOfTicks(video, origin, video.pts[frame + 1] ?? own + video.lastDuration)
}

/** How many frames begin before `second` (or, with `inclusive`, at it too); by bisection. */
function framesBefore(video: VideoIndex, origin: Seconds, second: number, inclusive: boolean): number {
  let low = 0
  let high = video.pts.length
  while (low < high) {
    const middle = (low + high) >> 1
    const start = secondOfTicks(video, origin, ptsOf(video, middle))
    if (start < second || (inclusive && start === second)) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The frame on show at a second: the last one that has begun. Null before the first frame; the last frame for ever after
 * its beginning. Exact inverse of `secondOfFrame`.
 */
export function frameAtSecond(video: VideoIndex, origin: Seconds, second: Seconds): FrameIndex | null {
  const begun = framesBefore(video, origin, second, true)
  return begun === 0 ? null : frameIndex(begun - 1)
}

function frameRange(from: number, until: number): FrameRange | null {
  return from < until ? { fromFrame: frameIndex(from), untilFrame: frameIndex(until) } : null
}

/**
 * Every frame that is on show at some moment of `[from, until)`: widened outwards, for what must be covered (blanks).
 * Null where no frame is shown.
 */
export function framesShownWithin(
  video: VideoIndex,
  origin: Seconds,
  from: Seconds,
  until: Seconds,
): FrameRange | null {
  if (until <= from) return null
  const first = frameAtSecond(video, origin, from) ?? frameIndex(0)
  const over = video.pts.length > 0 && endSecondOfFrame(video, origin, first) <= from
  return frameRange(over ? first + 1 : first, framesBefore(video, origin, until, false))
}

/**
 * Every frame that begins in `[from, until)`, for what is disclosed (spans): spans that touch in seconds touch in frames
 * and share none, and a frame from before `from` is not disclosed. Null where no frame begins.
 */
export function framesBeginningWithin(
  video: VideoIndex,
  origin: Seconds,
  from: Seconds,
  until: Seconds,
): FrameRange | null {
  return frameRange(framesBefore(video, origin, from, false), framesBefore(video, origin, until, false))
}

function wholeSamples(audio: AudioIndex, second: number, round: (value: number) => number): SampleIndex {
  const exact = second * audio.sampleRate
  const nearest = Math.round(exact)
  return sampleIndex(Math.abs(exact - nearest) < sampleSlack ? nearest : round(exact))
}

/** The sample that sounds at a second, on the track's absolute clock (second 0 is sample 0). */
export function sampleAtSecond(audio: AudioIndex, second: Seconds): SampleIndex {
  return wholeSamples(audio, second, Math.floor)
}

/** Samples of `[from, until)`: `outwards` for what must not be heard, `inwards` for what may be. */
export function samplesWithin(
  audio: AudioIndex,
  from: Seconds,
  until: Seconds,
  rounding: 'outwards' | 'inwards',
): SampleRange {
  const [down, up] = rounding === 'outwards' ? [Math.floor, Math.ceil] : [Math.ceil, Math.floor]
  const fromSample = wholeSamples(audio, from, down)
  return { fromSample, untilSample: sampleIndex(Math.max(fromSample, wholeSamples(audio, until, up))) }
}

/** End of a track's last sample, on its absolute clock. */
export function endSampleOf(audio: AudioIndex): SampleIndex {
  return sampleIndex(audio.firstSample + audio.samples)
}

/** When the last frame gives way; 0 for a track without frames. */
export function endSecondOfVideo(video: VideoIndex, origin: Seconds): Seconds {
  return video.pts.length === 0 ? seconds(0) : endSecondOfFrame(video, origin, frameIndex(video.pts.length - 1))
}

/** How long the clip is: the end of its last track, from second 0. */
export function clipSeconds(index: ClipIndex): Seconds {
  const ends = index.audio.map((audio) => endSampleOf(audio) / audio.sampleRate)
  if (index.video) ends.push(endSecondOfVideo(index.video, index.originSeconds))
  return seconds(Math.max(0, ...ends))
}
