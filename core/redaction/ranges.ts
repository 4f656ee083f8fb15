import type { AudioIndex, ClipIndex, VideoIndex } from '../clips/clip-index.ts'
import {
  clipSeconds,
  endSecondOfFrame,
  framesBeginningWithin,
  framesShownWithin,
  samplesWithin,
  secondOfFrame,
} from '../clips/clock.ts'
import type { Failure } from '../failure.ts'
import { failed, ok, type Result } from '../result.ts'
import { type FrameRange, frameIndex, type SampleRange, type Seconds, seconds } from '../time.ts'
import type { AudioDecision, Blank, SampleSpan, Span } from './project.ts'

/** Half-open range as a person writes it: `A-B` in seconds from second 0, or `f120-f240` in frames. */
export type AskedRange = { readonly unit: 'seconds' | 'frames'; readonly from: number; readonly until: number }

/** Seconds past the end that a range may ask for: the end that people read is rounded. */
const endSlack = 0.01

const secondsPattern = /^(\d{1,9}(?:\.\d{1,9})?)-(\d{1,9}(?:\.\d{1,9})?)$/
const framesPattern = /^f(\d{1,9})-f(\d{1,9})$/

/** Reads one range. Fails with `usage` on anything else, and on a range that is empty or reversed. */
function parseRange(text: string): Result<AskedRange> {
  const frames = framesPattern.exec(text)
  const match = frames ?? secondsPattern.exec(text)
  if (!match)
    return failed({ kind: 'usage', detail: `not a range of seconds (1.5-3) or frames (f45-f90): ${shown(text)}` })
  const [from, until] = [Number(match[1]), Number(match[2])]
  if (!(from < until)) return failed({ kind: 'usage', detail: `a range that ends before it begins: ${shown(text)}` })
  return ok({ unit: frames ? 'frames' : 'seconds', from, until })
}

/** At most 40 printable characters of what was typed. */
function shown(text: string): string {
  return text.slice(0, 40).replaceAll(/[^\x20-\x7e]/g, '?')
}

/** Reads ranges with commas between them. Fails with `usage`. */
export function parseRanges(text: string): Result<readonly AskedRange[]> {
  return eachOf(text.split(','), (part) => parseRange(part.trim()))
}

function eachOf<T, U>(values: readonly T[], read: (value: T) => Result<U>): Result<readonly U[]> {
  const results: U[] = []
  for (const value of values) {
    const result = read(value)
    if (!result.ok) return result
    results.push(result.value)
  }
  return ok(results)
}

function asText(range: AskedRange): string {
  return range.unit === 'frames' ? `f${range.from}-f${range.until}` : `${range.from}-${range.until}`
}

function pastEnd(range: AskedRange, index: ClipIndex): Failure | null {
  if (range.unit === 'frames') {
    const frames = index.video?.pts.length ?? 0
    if (frames === 0) return { kind: 'no-picture', what: asText(range) }
    if (range.until <= frames) return null
    return { kind: 'out-of-range', what: 'frame', asked: asText(range), last: String(frames - 1) }
  }
  const end = clipSeconds(index)
  if (range.from < end && range.until <= end + endSlack) return null
  return { kind: 'out-of-range', what: 'seconds', asked: asText(range), last: String(Number(end.toFixed(3))) }
}

type FramesOf = (video: VideoIndex, origin: Seconds, from: Seconds, until: Seconds) => FrameRange | null

function frameRange(range: AskedRange, index: ClipIndex, framesOf: FramesOf): Result<FrameRange> {
  const { video } = index
  if (!video) return failed({ kind: 'no-picture', what: asText(range) })
  const problem = pastEnd(range, index)
  if (problem) return failed(problem)
  if (range.unit === 'frames') return ok({ fromFrame: frameIndex(range.from), untilFrame: frameIndex(range.until) })
  const frames = framesOf(video, index.originSeconds, seconds(range.from), seconds(range.until))
  if (frames) return ok(frames)
  const end = String(Number(clipSeconds(index).toFixed(3)))
  return failed({ kind: 'out-of-range', what: 'seconds', asked: asText(range), last: end })
}

/**
 * Ranges as spans of a clip's picture: frames that begin within. Fails with `no-picture`, or `out-of-range` past the clip's
 * end or where no frame begins.
 */
export function spansOf(ranges: readonly AskedRange[], index: ClipIndex): Result<readonly Span[]> {
  return eachOf(ranges, (range) => {
    const frames = frameRange(range, index, framesBeginningWithin)
    return frames.ok ? ok<Span>([frames.value.fromFrame, frames.value.untilFrame]) : frames
  })
}

/** Ranges as blanks: every frame shown within, widened outwards. Fails as `spansOf`. */
export function blanksOf(ranges: readonly AskedRange[], index: ClipIndex, reason: string): Result<readonly Blank[]> {
  return eachOf(ranges, (range) => {
    const frames = frameRange(range, index, framesShownWithin)
    return frames.ok ? ok<Blank>({ from: frames.value.fromFrame, until: frames.value.untilFrame, reason }) : frames
  })
}

function secondsOf(range: AskedRange, index: ClipIndex): Result<readonly [Seconds, Seconds]> {
  const problem = pastEnd(range, index)
  if (problem) return failed(problem)
  const { video, originSeconds } = index
  if (range.unit === 'seconds' || !video)
    return ok([seconds(range.from), seconds(Math.min(range.until, clipSeconds(index)))])
  return ok([
    secondOfFrame(video, originSeconds, frameIndex(range.from)),
    endSecondOfFrame(video, originSeconds, frameIndex(range.until - 1)),
  ])
}

function samplesOf(
  range: AskedRange,
  index: ClipIndex,
  audio: AudioIndex,
  kind: AudioDecision['kind'],
): Result<SampleRange> {
  const asked = secondsOf(range, index)
  if (!asked.ok) return asked
  return ok(samplesWithin(audio, asked.value[0], asked.value[1], kind === 'keep' ? 'inwards' : 'outwards'))
}

/** Ranges as spans of an audio-only clip, in samples of its first audio track. Fails with `out-of-range` past the clip's end. */
export function sampleSpansOf(ranges: readonly AskedRange[], index: ClipIndex): Result<readonly SampleSpan[]> {
  const audio = index.audio[0]
  if (!audio) return failed({ kind: 'usage', detail: 'the clip has no sound' })
  return eachOf(ranges, (range) => {
    const samples = samplesOf(range, index, audio, 'keep')
    return samples.ok ? ok<SampleSpan>([samples.value.fromSample, samples.value.untilSample]) : samples
  })
}

/**
 * Ranges as decisions about every audio track: widened to whole samples outwards, `keep` inwards. Fails with
 * `out-of-range` past the clip's end, `usage` when there is no sound.
 */
export function audioDecisionsOf(
  ranges: readonly AskedRange[],
  index: ClipIndex,
  kind: AudioDecision['kind'],
  reason?: string,
): Result<readonly AudioDecision[]> {
  if (index.audio.length === 0) return failed({ kind: 'usage', detail: 'the clip has no sound' })
  const why = reason === undefined ? {} : { reason }
  const pairs = ranges.flatMap((range) => index.audio.map((audio) => ({ range, audio })))
  return eachOf(pairs, ({ range, audio }) => {
    const samples = samplesOf(range, index, audio, kind)
    return samples.ok ? ok<AudioDecision>({ kind, ...samples.value, audioTrack: audio.track, ...why }) : samples
  })
}
