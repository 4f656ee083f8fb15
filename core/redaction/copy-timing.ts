import type { AudioIndex, ClipIndex, VideoIndex } from '../clips/clip-index.ts'
import { clipSeconds, endSampleOf, secondsOfTicks } from '../clips/clock.ts'
import type { Pts } from '../time.ts'
import { pts } from '../time.ts'
import type { RedactionPlan } from './plan.ts'
import type { Span } from './project.ts'

/**
 * A run of source samples of one track, and where its first sample lies in the copy, counted from the zero of the copy's
 * container clock at the track's rate.
 */
export type SoundPiece = { readonly fromSample: number; readonly untilSample: number; readonly outputSample: number }

/** Where frames and samples of the source lie in the copy. */
export type CopyTiming = {
  /** Ticks of the source's time base at which the copy shows each source frame; null for frames that it leaves out. */
  readonly pts: readonly (Pts | null)[]
  /** What the copy holds of a track, in order. */
  readonly soundOf: (audio: AudioIndex) => readonly SoundPiece[]
  /** Length of the copy in seconds, for progress. */
  readonly seconds: number
}

/** True where the plan leaves nothing out: sound before the first and after the last frame is disclosed too. */
export function disclosesAll(plan: RedactionPlan, index: ClipIndex): boolean {
  const [span] = plan.spanSeconds
  return span !== undefined && span[0] <= 0 && span[1] >= clipSeconds(index)
}

/**
 * The copy's clock. A whole clip keeps its own: every tick is that of the source (moved up only where the source begins
 * before 0, which MP4 cannot say). Spans follow one another without a pause from 0 on, to the tick and the sample.
 */
export function copyTiming(plan: RedactionPlan, index: ClipIndex): CopyTiming {
  return disclosesAll(plan, index) ? wholeTiming(plan, index) : spanTiming(plan, index)
}

/**
 * Sound may begin this long before 0 (seconds) without moving the picture: codecs are started ahead of their first sample
 * and containers round that. MP4 cannot say it, so those samples are left out.
 */
const priming = 0.05

function wholeTiming(plan: RedactionPlan, index: ClipIndex): CopyTiming {
  const { video, originSeconds } = index
  const shift = video ? pictureShift(video, originSeconds) : 0n
  const shiftSeconds = video ? secondsOfTicks(shift, video.timeBase) : Math.max(0, -originSeconds)
  return {
    pts: plan.frames.map((_, frame) => pts((video?.pts[frame] ?? 0n) + shift)),
    soundOf: (audio) => {
      const outputSample = Math.round((originSeconds + shiftSeconds) * audio.sampleRate) + audio.firstSample
      const early = Math.max(0, -outputSample)
      const [fromSample, untilSample] = [audio.firstSample + early, endSampleOf(audio)]
      return untilSample > fromSample ? [{ fromSample, untilSample, outputSample: outputSample + early }] : []
    },
    seconds: clipSeconds(index),
  }
}

/** By how many ticks a whole clip must move up so that neither its picture nor its sound begins before 0. */
function pictureShift(video: VideoIndex, originSeconds: number): bigint {
  const first = video.pts[0] ?? 0n
  const forPicture = first < 0n ? -first : 0n
  const early = -originSeconds - secondsOfTicks(forPicture, video.timeBase)
  if (early <= priming) return forPicture
  const ticks = (-originSeconds * video.timeBase[1]) / video.timeBase[0]
  // Upwards, so that no sample is lost to a coarse clock; less the rounding of the origin.
  return BigInt(Math.ceil(ticks - 1e-6))
}

function spanTiming(plan: RedactionPlan, index: ClipIndex): CopyTiming {
  const times: (Pts | null)[] = plan.frames.map(() => null)
  const starts: number[] = []
  let length = 0
  for (const [from, until] of plan.spanSeconds) {
    starts.push(length)
    length += until - from
  }
  if (index.video) layFrames(times, plan.spans, index.video)
  return { pts: times, soundOf: (audio) => soundPieces(plan.spanSeconds, starts, audio), seconds: length }
}

function layFrames(times: (Pts | null)[], spans: readonly Span[], video: VideoIndex): void {
  const end = (video.pts.at(-1) ?? 0n) + video.lastDuration
  let offset = 0n
  for (const [from, until] of spans) {
    const start = video.pts[from] ?? 0n
    for (let frame: number = from; frame < until; frame++) {
      times[frame] = pts((video.pts[frame] ?? 0n) - start + offset)
    }
    offset += (video.pts[until] ?? end) - start
  }
}

/** Each piece begins where its picture does, rounded once, so that rounding never adds up. */
function soundPieces(
  spanSeconds: RedactionPlan['spanSeconds'],
  starts: readonly number[],
  audio: AudioIndex,
): SoundPiece[] {
  const rate = audio.sampleRate
  return spanSeconds.flatMap(([from, until], span) => {
    const outputSample = Math.round((starts[span] ?? 0) * rate)
    const asked = Math.round(from * rate)
    const fromSample = Math.max(asked, audio.firstSample)
    const untilSample = Math.min(Math.round(until * rate), endSampleOf(audio))
    return untilSample > fromSample
      ? [{ fromSample, untilSample, outputSample: outputSample + fromSample - asked }]
      : []
  })
}
