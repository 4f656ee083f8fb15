import type { AudioDecision } from '../../../../core/redaction/project.ts'

type Decisions = readonly AudioDecision[]
type Change = readonly [before: AudioDecision, after: AudioDecision]

const did = { keep: 'kept', mute: 'muted', bleep: 'bleeped' } as const
const thatIs = { keep: 'that is kept', mute: 'that is muted', bleep: 'that is bleeped' } as const

/** What was done about sound, by the decisions before and after it, in words that go on after a name: `kept a part of the sound`. */
export function soundStepWords(before: Decisions, after: Decisions): string {
  if (after.length === 0) return before.length > 1 ? 'took every decision about sound away' : undecided
  if (after.length < before.length) return undecided
  const added = after[before.length]
  if (added) return `${did[added.kind]} a part of the sound`
  const changes = before.flatMap((one, at): Change[] => {
    const now = after[at]
    return now && !isSame(one, now) ? [[one, now]] : []
  })
  const [first] = changes
  return first ? changeWords(first) : 'left the sound as it was'
}

const undecided = 'left a part of the sound undecided'

function changeWords([before, after]: Change): string {
  if (before.kind !== after.kind) return `${did[after.kind]} a part of the sound`
  if (before.fromSample !== after.fromSample || before.untilSample !== after.untilSample)
    return `moved the edges of a part of the sound ${thatIs[after.kind]}`
  const what = (after.reason ?? '') === '' ? 'took away the ground of' : 'gave a ground for'
  return `${what} a part of the sound ${thatIs[after.kind]}`
}

function isSame(one: AudioDecision, other: AudioDecision): boolean {
  return (
    one.kind === other.kind &&
    one.audioTrack === other.audioTrack &&
    one.fromSample === other.fromSample &&
    one.untilSample === other.untilSample &&
    one.reason === other.reason
  )
}
