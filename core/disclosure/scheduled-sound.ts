import type { AudioIndex } from '../clips/clip-index.ts'
import type { PlanAudioRange } from '../redaction/plan.ts'
import type { AudioDecision } from '../redaction/project.ts'
import { complementRanges } from '../time.ts'
import { groundOf, type ScheduleFacts, type Stretch } from './schedule.ts'

/** A part of a track of sound that is changed for one ground, in samples of its absolute clock. */
export type ChangedSound = {
  readonly audio: AudioIndex
  readonly deed: 'muted' | 'bleeped'
  readonly samples: Stretch
  readonly ground: string | null
}

type Part = { readonly samples: Stretch; readonly ground: string | null }

/** A changed range, cut by the decisions that asked for it; what nobody has decided about is muted by default. */
function partsOf({ askedFrom, askedUntil }: PlanAudioRange, decisions: readonly AudioDecision[], facts: ScheduleFacts) {
  const decided = decisions.flatMap(({ fromSample, untilSample, reason }): Part[] => {
    const samples: Stretch = [Math.max(askedFrom, fromSample), Math.min(askedUntil, untilSample)]
    return samples[0] < samples[1] ? [{ samples, ground: groundOf(facts.grounds, 'sound', reason) }] : []
  })
  const rest = complementRanges(
    decided.map(({ samples }) => samples),
    askedFrom,
    askedUntil,
  )
  return [
    ...decided,
    ...rest.map((samples): Part => ({ samples, ground: groundOf(facts.grounds, 'sound', undefined) })),
  ]
}

/** Everything that is changed of a clip's sound, with the ground of each part. */
export function changedSound(facts: ScheduleFacts): readonly ChangedSound[] {
  const { project, plan, index } = facts
  return plan.audio.flatMap(({ track, ranges }) => {
    const audio = index.audio.find((each) => each.track === track)
    if (!audio) return []
    return ranges.flatMap((range) => {
      const decisions = project.audio.filter(({ kind, audioTrack }) => kind === range.kind && audioTrack === track)
      const deed = range.kind === 'mute' ? 'muted' : 'bleeped'
      return partsOf(range, decisions, facts).map((part) => ({ audio, deed, ...part }) as const)
    })
  })
}
