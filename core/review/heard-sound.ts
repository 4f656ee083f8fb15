import type { AudioIndex, ClipIndex } from '../clips/clip-index.ts'
import { endSampleOf } from '../clips/clock.ts'
import { planAudio } from '../redaction/plan-audio.ts'
import { planSpans } from '../redaction/plan-spans.ts'
import type { RedactionProject } from '../redaction/project.ts'
import { complementRanges, uniteRanges } from '../time.ts'

/** Ranges of samples of one audio track, on its absolute clock: half-open, sorted, disjoint. */
export type TrackSound = {
  readonly audioTrack: number
  readonly ranges: readonly (readonly [from: number, until: number])[]
}

type Range = readonly [from: number, until: number]

function less(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  const until = Math.max(0, ...ranges.map((range) => range[1]))
  const from = Math.min(until, ...ranges.map((range) => range[0]))
  return complementRanges([...complementRanges(ranges, from, until), ...taken], from, until)
}

function audibleRanges(project: RedactionProject, index: ClipIndex, audio: AudioIndex): readonly Range[] {
  const [first, end] = [audio.firstSample, endSampleOf(audio)]
  const disclosed = planSpans(project, index).spanSeconds.map(
    ([from, until]): Range => [
      Math.max(first, Math.floor(from * audio.sampleRate)),
      Math.min(end, Math.ceil(until * audio.sampleRate)),
    ],
  )
  const changed = planAudio(project.audio, index).find(({ track }) => track === audio.track)?.ranges ?? []
  return less(
    uniteRanges(disclosed),
    changed.map(({ fromSample, untilSample }): Range => [fromSample, untilSample]),
  )
}

/** What of a clip's own sound a copy lets be heard: disclosed, and neither muted nor bleeped. Per audio track. */
export function audibleSound(project: RedactionProject, index: ClipIndex): readonly TrackSound[] {
  return index.audio.map((audio) => ({ audioTrack: audio.track, ranges: audibleRanges(project, index, audio) }))
}

function rangesOf(sound: readonly TrackSound[], audioTrack: number): readonly Range[] {
  return sound.filter((each) => each.audioTrack === audioTrack).flatMap(({ ranges }) => ranges)
}

/** Between two looks at a clock in seconds lies no sample that was not played, but one or two may be rounded away. */
const roundedAway = 2

function joined(ranges: readonly Range[]): readonly Range[] {
  const reaching = ranges
    .filter(([from, until]) => from < until)
    .map(([from, until]): Range => [from, until + roundedAway])
  return uniteRanges(reaching).map(([from, until]) => [from, until - roundedAway])
}

/**
 * Adds what somebody has listened to. Only sound that the copy lets be heard counts: a sample is the same whenever it is kept, so
 * what was heard once stays heard, and what is unmuted later has to be heard then.
 */
export function withHeard(
  heard: readonly TrackSound[],
  claimed: readonly TrackSound[],
  audible: readonly TrackSound[],
): readonly TrackSound[] {
  return audible.map(({ audioTrack, ranges }) => {
    const counted = less(ranges, less(ranges, rangesOf(claimed, audioTrack)))
    return { audioTrack, ranges: joined([...rangesOf(heard, audioTrack), ...counted]) }
  })
}

/** What a copy lets be heard and somebody has not listened to; tracks without any are left out. */
export function unheardSound(heard: readonly TrackSound[], audible: readonly TrackSound[]): readonly TrackSound[] {
  return audible
    .map(({ audioTrack, ranges }) => ({ audioTrack, ranges: less(ranges, rangesOf(heard, audioTrack)) }))
    .filter(({ ranges }) => ranges.length > 0)
}

/** Seconds of sound, all tracks together: they are listened to at once, so that the longest track counts. */
export function secondsOfSound(sound: readonly TrackSound[], index: ClipIndex): number {
  const seconds = index.audio.map(({ track, sampleRate }) =>
    uniteRanges(rangesOf(sound, track)).reduce((sum, [from, until]) => sum + (until - from) / sampleRate, 0),
  )
  return Math.max(0, ...seconds)
}
