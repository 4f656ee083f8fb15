import { clipSeconds, endSecondOfFrame, secondOfFrame } from '../clips/clock.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { Track } from '../redaction/project.ts'
import { fated, hasFateAt, personDecisions, type TrackFate } from '../redaction/regions-at.ts'
import { coversFrame } from '../redaction/track-region.ts'
import { isBeside } from '../review/decision-gates.ts'
import { frameIndex } from '../time.ts'
import {
  groundOf,
  groundTitle,
  type InternalRow,
  type InternalSchedule,
  labelGround,
  type ScheduleDeed,
  type ScheduleFacts,
  type Stretch,
} from './schedule.ts'
import { changedSound } from './scheduled-sound.ts'

/** Frames that a row applies to. */
type Tally = { readonly first: number; readonly last: number; readonly count: number }

function tallied(frames: readonly PlanFrame[], applies: (frame: PlanFrame) => boolean): Tally | null {
  let tally = null as Tally | null
  for (const each of frames) {
    if (!applies(each)) continue
    tally = { first: tally?.first ?? each.frame, last: each.frame, count: (tally?.count ?? 0) + 1 }
  }
  return tally
}

function stretchOf({ index }: ScheduleFacts, { first, last }: Tally): Stretch {
  const { video, originSeconds } = index
  if (!video) return [0, 0]
  return [
    secondOfFrame(video, originSeconds, frameIndex(first)),
    endSecondOfFrame(video, originSeconds, frameIndex(last)),
  ]
}

const deedOfFate = { hidden: 'hidden', kept: 'shown', ignored: 'no-subject' } as const satisfies Record<
  TrackFate,
  ScheduleDeed
>

function decidedGround({ grounds }: ScheduleFacts, reason: string | undefined): string | null {
  return reason === undefined ? null : groundTitle(grounds, reason)
}

function trackRows(facts: ScheduleFacts): InternalRow[] {
  const { project, plan, grounds } = facts
  const persons = personDecisions(project.tracks)
  return project.tracks.flatMap((track: Track): InternalRow[] => {
    const one = fated(track, persons)
    const isThere = (frame: number) => coversFrame(track, frame) && hasFateAt(one, frame)
    const tally = tallied(plan.frames, ({ frame, mode }) => mode !== 'omit' && isThere(frame))
    if (!tally) return []
    const deed = deedOfFate[one.fate]
    // A body beside its hidden head was judged by nobody: to call it nothing would be untrue.
    if (deed === 'no-subject' && isBeside(track, project)) return []
    const row = { deed, object: track.class, track: track.id, person: track.person ?? null, unit: 'frames' } as const
    // What is shown or judged to be nothing has no default: a person gives its ground.
    const ground = deed === 'hidden' ? groundOf(grounds, track.class, track.reason) : decidedGround(facts, track.reason)
    return [{ ...row, stretch: stretchOf(facts, tally), count: tally.count, ground }]
  })
}

function blankRows(facts: ScheduleFacts): InternalRow[] {
  const { project, plan, index, grounds } = facts
  const row = { deed: 'blanked', object: 'picture', track: null, person: null, unit: 'frames' } as const
  const asked = project.blanks.map(({ from, until, reason }) => ({
    tally: tallied(plan.frames, ({ frame, mode }) => mode === 'blank' && from <= frame && frame < until),
    ground: groundOf(grounds, 'picture', reason),
  }))
  const damaged = new Set<number>(index.video?.damagedFrames ?? [])
  const undecoded = tallied(plan.frames, ({ frame, mode }) => mode === 'blank' && damaged.has(frame))
  return [...asked, { tally: undecoded, ground: 'damaged' }].flatMap(({ tally, ground }) =>
    tally ? [{ ...row, stretch: stretchOf(facts, tally), count: tally.count, ground }] : [],
  )
}

function restRow(facts: ScheduleFacts): InternalRow[] {
  const tally = tallied(facts.plan.frames, ({ mode }) => mode === 'inverse')
  if (!tally) return []
  const row = { deed: 'hidden', object: 'rest-of-picture', track: null, person: null, unit: 'frames' } as const
  const ground = groundOf(facts.grounds, 'rest-of-picture', undefined)
  return [{ ...row, stretch: stretchOf(facts, tally), count: tally.count, ground }]
}

function soundRows(facts: ScheduleFacts): InternalRow[] {
  const heard = facts.project.audio.flatMap(({ kind, fromSample, untilSample, audioTrack, reason }) => {
    const audio = facts.index.audio.find(({ track }) => track === audioTrack)
    if (kind !== 'keep' || !audio) return []
    const samples = [fromSample, untilSample] as const
    return [{ audio, deed: 'heard' as const, samples, ground: decidedGround(facts, reason) }]
  })
  return [...changedSound(facts), ...heard].map(({ audio, deed, samples: [from, until], ground }) => ({
    deed,
    object: 'sound',
    track: String(audio.track),
    person: null,
    stretch: [from / audio.sampleRate, until / audio.sampleRate],
    count: until - from,
    unit: 'samples',
    ground,
  }))
}

function leftOutRow(facts: ScheduleFacts): InternalRow[] {
  const { project, plan, index, grounds } = facts
  const row = { deed: 'left-out', object: 'recording', track: null, person: null } as const
  const ground = groundOf(grounds, 'recording', project.leftOutReason)
  const tally = tallied(plan.frames, ({ mode }) => mode === 'omit')
  if (tally) return [{ ...row, stretch: stretchOf(facts, tally), count: tally.count, unit: 'frames', ground }]
  const [audio] = index.audio
  if (!project.spanSamples || !audio) return []
  const disclosed = plan.spanSeconds.reduce((sum, [from, until]) => sum + until - from, 0)
  const count = Math.round((clipSeconds(index) - disclosed) * audio.sampleRate)
  return count > 0 ? [{ ...row, stretch: [0, clipSeconds(index)], count, unit: 'samples', ground }] : []
}

function labelRow(facts: ScheduleFacts): InternalRow[] {
  const tally = facts.plan.label ? tallied(facts.plan.frames, ({ mode }) => mode !== 'omit') : null
  if (!tally) return []
  const row = { deed: 'labelled', object: 'label', track: null, person: null, unit: 'frames' } as const
  return [{ ...row, stretch: stretchOf(facts, tally), count: tally.count, ground: labelGround }]
}

/** Every decision about a copy, row by row: the picture in the order of the project, then the sound, what is left out, the label. */
export function internalSchedule(facts: ScheduleFacts): InternalSchedule {
  const rows = [
    ...trackRows(facts),
    ...blankRows(facts),
    ...restRow(facts),
    ...soundRows(facts),
    ...leftOutRow(facts),
    ...labelRow(facts),
  ]
  return { version: 1, kind: 'internal', rows }
}
