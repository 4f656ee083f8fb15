import type { ClipIndex } from '../../../../core/clips/clip-index.ts'
import { planAudio } from '../../../../core/redaction/plan-audio.ts'
import type { AudioDecision } from '../../../../core/redaction/project.ts'
import type { SilentRanges } from '../../player/index.ts'

/** What of each sound track a copy does not let be heard, by its track: what is muted, and what a tone is laid over. */
export function silentSound(decisions: readonly AudioDecision[], index: ClipIndex): ReadonlyMap<number, SilentRanges> {
  return new Map(
    planAudio(decisions, index).map(({ track, ranges }) => {
      const rate = index.audio.find((audio) => audio.track === track)?.sampleRate ?? 1
      return [track, ranges.map(({ fromSample, untilSample }) => [fromSample / rate, untilSample / rate] as const)]
    }),
  )
}
