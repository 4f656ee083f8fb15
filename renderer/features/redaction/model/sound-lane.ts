import type { AudioIndex, ClipIndex } from '../../../../core/clips/clip-index.ts'
import { endSampleOf } from '../../../../core/clips/clock.ts'
import { aacFrameSamples, planAudio } from '../../../../core/redaction/plan-audio.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import { windowReach } from '../../../../core/sound/edit-sound.ts'
import { complementRanges, uniteRanges } from '../../../../core/time.ts'
import type { Stretch } from './stretches.ts'

/** What a copy makes of a part of a sound track: heard as it is, a tone, silent because somebody said so, or silent because nobody kept it. */
export type SoundFate = 'kept' | 'bleeped' | 'muted' | 'default'

/** A part of a sound track, in samples of its absolute clock, half-open. */
export type FatedPart = { readonly fate: SoundFate; readonly from: number; readonly until: number }

type Range = readonly [from: number, until: number]

/** What of `ranges` lies in `within` too. */
function common(ranges: readonly Range[], within: readonly Range[], [first, end]: Range): readonly Range[] {
  const outside = [...complementRanges(ranges, first, end), ...complementRanges(within, first, end)]
  return complementRanges(outside, first, end)
}

/**
 * All of a track as the copy will have it, in order and without gaps: mutes as far as they are widened, which is further than what was
 * asked for by two frames of the codec on either side.
 */
export function fatedParts(
  decisions: readonly AudioDecision[],
  index: ClipIndex,
  audio: AudioIndex,
): readonly FatedPart[] {
  const whole: Range = [audio.firstSample, endSampleOf(audio)]
  const planned = planAudio(decisions, index).find(({ track }) => track === audio.track)?.ranges ?? []
  const rangesOf = (kind: 'mute' | 'bleep', reach: number): readonly Range[] =>
    planned
      .filter((range) => range.kind === kind)
      .map(({ fromSample, untilSample }) => [fromSample - reach, untilSample + reach])
  const silent = rangesOf('mute', windowReach)
  const tones = common(rangesOf('bleep', 0), complementRanges(silent, ...whole), whole)
  const reach = aacFrameSamples + windowReach
  const byHand = decisions
    .filter(({ kind, audioTrack }) => kind === 'mute' && audioTrack === audio.track)
    .map(({ fromSample, untilSample }): Range => [fromSample - reach, untilSample + reach])
  const parts: readonly (readonly [SoundFate, readonly Range[]])[] = [
    ['muted', common(silent, byHand, whole)],
    ['default', common(silent, complementRanges(byHand, ...whole), whole)],
    ['bleeped', tones],
    ['kept', complementRanges([...uniteRanges(silent), ...tones], ...whole)],
  ]
  return parts
    .flatMap(([fate, ranges]) => ranges.map(([from, until]): FatedPart => ({ fate, from, until })))
    .toSorted((a, b) => a.from - b.from)
}

/** When frames begin, in clip seconds; one past the last is when that ends. */
type FrameTimes = {
  readonly frames: number
  secondsOf(frame: number): number
  frameAt(clipSeconds: number): number
}

/** Where a clip second lies among the frames, parts of one included; what lies before the first or after the last lies at its edge. */
export function frameOfSecond(times: FrameTimes, seconds: number): number {
  const frame = times.frameAt(seconds)
  const [from, until] = [times.secondsOf(frame), times.secondsOf(frame + 1)]
  return frame + (until > from ? Math.min(1, Math.max(0, (seconds - from) / (until - from))) : 0)
}

/** The clip second of a place among the frames. */
export function secondOfFrame(times: FrameTimes, place: number): number {
  const frame = Math.min(times.frames - 1, Math.max(0, Math.floor(place)))
  const [from, until] = [times.secondsOf(frame), times.secondsOf(frame + 1)]
  return from + Math.min(1, Math.max(0, place - frame)) * (until - from)
}

/** The stretch of a track at a sample: of several the shortest, which is what lies on top. */
export function stretchUnder(stretches: readonly Stretch[], audioTrack: number, sample: number): Stretch | null {
  const there = stretches.filter(
    (stretch) => stretch.audioTrack === audioTrack && stretch.fromSample <= sample && sample < stretch.untilSample,
  )
  return there.toSorted((a, b) => a.untilSample - a.fromSample - (b.untilSample - b.fromSample))[0] ?? null
}

/** Which edge of a stretch is within reach of a sample; of two that are the nearer. */
export function edgeAt(
  { fromSample, untilSample }: Pick<Stretch, 'fromSample' | 'untilSample'>,
  sample: number,
  reach: number,
): 'from' | 'until' | null {
  const [left, right] = [Math.abs(sample - fromSample), Math.abs(sample - untilSample)]
  if (Math.min(left, right) > reach) return null
  // Of a stretch narrower than the pointer, each side takes its own edge.
  return left < right || (left === right && sample < fromSample) ? 'from' : 'until'
}
