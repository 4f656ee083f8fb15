import type { ClipIndex } from '../clips/clip-index.ts'
import { endSampleOf } from '../clips/clock.ts'
import type { AudioDecision } from '../redaction/project.ts'
import { complementRanges, sampleIndex } from '../time.ts'
import type { HeardTrack, SpeechRun } from './speech.ts'

/** Why sound is muted that nobody could listen to. */
const unheardReason = 'not examined'

type Mute = { readonly from: number; readonly until: number; readonly reason: string }

/** A track that the run does not speak of was not listened to. */
function mutesOf(heard: HeardTrack | undefined, end: number): readonly Mute[] {
  if (!heard) return [{ from: 0, until: end, reason: unheardReason }]
  const segments = heard.segments.map(({ fromSample, untilSample, kind }) => ({
    from: fromSample,
    until: untilSample,
    reason: kind,
  }))
  const failed = heard.failed.map(([from, until]) => ({ from, until, reason: unheardReason }))
  return [...segments, ...failed].toSorted((a, b) => a.from - b.from)
}

/**
 * The decisions that mute everything that may be speech in every audio track of a clip, with the kind of each segment as its
 * reason, and everything that could not be listened to. What is bleeped is left to its bleep, which hides as much.
 */
export function speechMutes(
  run: SpeechRun,
  index: ClipIndex,
  bleeps: readonly AudioDecision[],
): readonly AudioDecision[] {
  return index.audio.flatMap((audio) => {
    const heard = run.tracks.find(({ audioTrack }) => audioTrack === audio.track)
    const bleeped = bleeps
      .filter(({ kind, audioTrack }) => kind === 'bleep' && audioTrack === audio.track)
      .map(({ fromSample, untilSample }) => [fromSample, untilSample] as const)
    return mutesOf(heard, endSampleOf(audio)).flatMap(({ from, until, reason }) =>
      complementRanges(bleeped, from, until).map(
        ([start, end]): AudioDecision => ({
          kind: 'mute',
          fromSample: sampleIndex(start),
          untilSample: sampleIndex(end),
          audioTrack: audio.track,
          reason,
        }),
      ),
    )
  })
}
