import type { AudioIndex, ClipIndex } from '../clips/clip-index.ts'
import { endSampleOf } from '../clips/clock.ts'
import { complementRanges, sampleIndex, uniteRanges } from '../time.ts'
import type { PlanAudioRange, PlanAudioTrack } from './plan.ts'
import type { AudioDecision } from './project.ts'

/** Samples in one AAC frame: what a codec may smear over the edge of a muted range (measured: 3-5 ms; FORMATS.md, Mutes). */
export const aacFrameSamples = 1024

type Range = readonly [from: number, until: number]

function asked(decisions: readonly AudioDecision[], audio: AudioIndex, kind: AudioDecision['kind']): Range[] {
  const [first, end] = [audio.firstSample, endSampleOf(audio)]
  return decisions
    .filter((decision) => decision.kind === kind && decision.audioTrack === audio.track)
    .map(({ fromSample, untilSample }): Range => [Math.max(first, fromSample), Math.min(end, untilSample)])
}

/** What of `ranges` none of `taken` takes away, within the track. */
function less(ranges: readonly Range[], taken: readonly Range[], audio: AudioIndex): Range[] {
  const [first, end] = [audio.firstSample, endSampleOf(audio)]
  return complementRanges([...complementRanges(ranges, first, end), ...taken], first, end)
}

function planRange(kind: PlanAudioRange['kind'], changed: Range, [from, until]: Range): PlanAudioRange {
  return {
    kind,
    fromSample: sampleIndex(changed[0]),
    untilSample: sampleIndex(changed[1]),
    askedFrom: sampleIndex(from),
    askedUntil: sampleIndex(until),
  }
}

/** Unites mutes that meet once they are widened (what lies between is silent either way), and widens them within the track. */
function widenedMutes(mutes: readonly Range[], audio: AudioIndex): PlanAudioRange[] {
  const reach = mutes
    .filter(([from, until]) => until > from)
    .map(([from, until]): Range => [from, until + 2 * aacFrameSamples])
  return uniteRanges(reach).map(([from, reached]) => {
    const until = reached - 2 * aacFrameSamples
    const changed: Range = [
      Math.max(audio.firstSample, from - aacFrameSamples),
      Math.min(endSampleOf(audio), until + aacFrameSamples),
    ]
    return planRange('mute', changed, [from, until])
  })
}

function planTrack(decisions: readonly AudioDecision[], audio: AudioIndex): PlanAudioTrack {
  const [first, end] = [audio.firstSample, endSampleOf(audio)]
  const [muted, bleeped, kept] = [
    asked(decisions, audio, 'mute'),
    asked(decisions, audio, 'bleep'),
    asked(decisions, audio, 'keep'),
  ]
  const mutes = widenedMutes([...muted, ...complementRanges([...kept, ...bleeped], first, end)], audio)
  const silent = mutes.map(({ fromSample, untilSample }): Range => [fromSample, untilSample])
  const bleeps = less(bleeped, silent, audio).map((range) => planRange('bleep', range, range))
  return { track: audio.track, ranges: [...mutes, ...bleeps].toSorted((a, b) => a.fromSample - b.fromSample) }
}

/**
 * What happens to each audio track of a clip, one entry per track. Muted: what is asked, and what nobody has kept or
 * bleeped; a mute wins over a bleep, also where it is widened, and both over keep. Ranges are cut to their track.
 */
export function planAudio(decisions: readonly AudioDecision[], index: ClipIndex): readonly PlanAudioTrack[] {
  return index.audio.map((audio) => planTrack(decisions, audio))
}
