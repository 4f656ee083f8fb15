import { describe, expect, it } from 'vitest'
import { type ClipIndex, sha256 } from '../clips/clip-index.ts'
import { sampleVideo } from '../clips/synthetic/sample-video.ts'
import { compilePlan } from '../redaction/compile-plan.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { frameIndex, sampleIndex, seconds } from '../time.ts'
import { fullExternalSchedule, withheld } from './external-schedule.ts'
import { internalSchedule } from './internal-schedule.ts'
import type { Grounds, HeldBack, ScheduleFacts } from './schedule.ts'

const frames = 100
const index: ClipIndex = {
  sha256: sha256('0'.repeat(64)),
  bytes: 4,
  container: 'mov',
  originSeconds: seconds(0),
  video: sampleVideo(frames),
  audio: [{ track: 0, codec: 'aac', sampleRate: 48_000, channels: 1, firstSample: sampleIndex(0), samples: 480_000 }],
}

const grounds: Grounds = {
  titles: { 'third-party': 'Somebody else', spoken: 'What was said' },
  defaults: { face: 'third-party', sound: 'spoken', recording: 'constructor' },
}

function track(id: string, from: number, until: number, more: Partial<Track> = {}): Track {
  const keys = [{ frame: frameIndex(from), box: [10, 10, 50, 50] as const }]
  return { id, class: 'face', action: 'undecided', shape: 'rect', keys, untilFrame: frameIndex(until), ...more }
}

function factsOf(more: Partial<RedactionProject>): ScheduleFacts {
  const decided = {
    purpose: 'case 12',
    spans: null,
    defaultAction: 'hide',
    inverse: false,
    secret: '0'.repeat(64),
  } as const
  const project: RedactionProject = {
    version: 1,
    clip: { sha256: index.sha256, frames },
    ...decided,
    tracks: [],
    blanks: [],
    audio: [],
    ...more,
  }
  const plan = compilePlan(project, index)
  if (!plan.ok) throw new Error(plan.failure.kind)
  return { project, plan: plan.value, index, grounds }
}

const label = { text: 'Redacted copy. For the SAR of J. P.', at: 'bottom-left' } as const

it('a label is told in both schedules: what it is, and in how much of the copy, not what it says', () => {
  const facts = factsOf({ label, spans: [[frameIndex(20), frameIndex(70)]], leftOutReason: 'not asked for' })
  const [internal] = internalSchedule(facts).rows.filter(({ deed }) => deed === 'labelled')
  expect(internal).toMatchObject({ object: 'label', track: null, count: 50, unit: 'frames' })
  const told = fullExternalSchedule(facts)
  const [external, ...more] = told.rows.filter(({ deed }) => deed === 'labelled')
  expect(more).toEqual([])
  expect(external).toMatchObject({ object: 'label', row: told.rows.length, ground: 'says what this copy is' })
  expect(external?.stretches).toEqual([[0, 5]])
  expect(JSON.stringify(told)).not.toContain('SAR')
  const without = factsOf({})
  const deeds = [...internalSchedule(without).rows, ...fullExternalSchedule(without).rows].map(({ deed }) => deed)
  expect(deeds).not.toContain('labelled')
})

const keepAll = { kind: 'keep', fromSample: sampleIndex(0), untilSample: sampleIndex(480_000), audioTrack: 0 } as const
const shown = { action: 'keep', person: 'requester', reason: 'the requester' } as const
/** A detection saw it in all of its twenty frames. */
const seenWhole = {
  ...({ source: 'detected', detections: 20, topScore: 0.9, meanScore: 0.8, gapsFilled: [], weakest: [] } as const),
  seen: [frameIndex(0), frameIndex(19)],
} as const
const several = factsOf({
  tracks: [
    track('t1', 0, 20),
    track('t2', 15, 31, { person: 'officer 1' }),
    track('t3', 0, 100, shown),
    track('t4', 0, 9, { class: 'screen', reason: 'a colleague' }),
    track('t5', 3, 4, { action: 'ignore', reason: 'a poster' }),
    track('t6', 40, 42),
    track('t7', 0, 20, { class: 'person', action: 'ignore', evidence: seenWhole }),
  ],
  blanks: [{ from: frameIndex(60), until: frameIndex(75), reason: 'a child' }],
  audio: [keepAll, { ...keepAll, kind: 'mute', fromSample: sampleIndex(96_000), untilSample: sampleIndex(144_000) }],
})

describe('the internal schedule', () => {
  it('has a row for every decision: what, where, on which ground, over how much', () => {
    const rows = internalSchedule(several).rows.map(({ deed, object, track: id, stretch, count, ground }) => [
      ...[deed, object, id, stretch.join('-'), count, ground],
    ])
    expect(rows).toEqual([
      ['hidden', 'face', 't1', '0-2', 20, 'Somebody else'],
      ['hidden', 'face', 't2', '1.5-3.1', 16, 'Somebody else'],
      ['shown', 'face', 't3', '0-10', 100, 'the requester'],
      ['hidden', 'screen', 't4', '0-0.9', 9, 'a colleague'],
      ['no-subject', 'face', 't5', '0.3-0.4', 1, 'a poster'],
      ['hidden', 'face', 't6', '4-4.2', 2, 'Somebody else'],
      ['blanked', 'picture', null, '6-7.5', 15, 'a child'],
      ['muted', 'sound', '0', '2-3', 48_000, 'What was said'],
      ['heard', 'sound', '0', '0-10', 480_000, null],
    ])
  })

  it('says what is left out, and counts only what is disclosed', () => {
    const facts = factsOf({ tracks: [track('t1', 0, 20)], spans: [[frameIndex(10), frameIndex(50)]], audio: [keepAll] })
    const rows = internalSchedule(facts).rows
    expect(rows.map(({ deed, count }) => [deed, count])).toEqual([
      ['hidden', 10],
      ['heard', 480_000],
      ['left-out', 60],
    ])
    // An id that is a name of every object is no ground that somebody has worded.
    expect(rows.at(-1)?.ground).toBe('constructor')
  })

  it('of sound that nobody has decided about, all is muted on the default ground', () => {
    const [row] = internalSchedule(factsOf({})).rows
    expect(row).toMatchObject({ deed: 'muted', count: 480_000, ground: 'What was said' })
  })
})

const told = (facts: ScheduleFacts) => fullExternalSchedule(facts).rows

describe('the external schedule', () => {
  it('tells kinds of things and times in the copy, and neither tracks, nor people, nor how many', () => {
    expect(told(several)).toEqual([
      {
        ...{ row: 1, deed: 'hidden', object: 'person', ground: 'Somebody else' },
        stretches: [[0, 5]],
      },
      { row: 2, deed: 'hidden', object: 'screen', ground: 'a colleague', stretches: [[0, 1]] },
      { row: 3, deed: 'blanked', object: 'picture', ground: 'a child', stretches: [[6, 8]] },
      { row: 4, deed: 'muted', object: 'sound', ground: 'What was said', stretches: [[2, 3]] },
    ])
    const text = JSON.stringify(told(several))
    for (const secret of ['t1', 't3', 'requester', 'officer', 'poster', 'case 12']) expect(text).not.toContain(secret)
  })

  it('counts from the beginning of the copy, and tells nothing of how much is left out', () => {
    const spans = [
      [20, 40],
      [80, 100],
    ].map(([from = 0, until = 0]) => [frameIndex(from), frameIndex(until)] as const)
    const rows = told(factsOf({ tracks: [track('t1', 80, 90)], spans, audio: [keepAll] }))
    expect(rows.map(({ deed, stretches }) => [deed, stretches])).toEqual([
      ['hidden', [[2, 3]]],
      ['left-out', []],
    ])
  })

  it('in inverse mode tells that everything else is hidden', () => {
    const rows = told(factsOf({ inverse: true, tracks: [track('t3', 0, 100, shown)], audio: [keepAll] }))
    expect(rows).toEqual([{ row: 1, deed: 'hidden', object: 'rest-of-picture', ground: null, stretches: [[0, 10]] }])
  })

  it('leaves out what is held back without a gap, and grounds as if there were none', () => {
    const full = fullExternalSchedule(several)
    const heldBack: HeldBack[] = [
      { row: 2, what: 'row', reason: 'it would name the colleague' },
      { row: 3, what: 'ground', reason: 'it would tell of the child' },
    ]
    const rest = withheld(full, heldBack)
    if (!rest.ok) throw new Error(rest.failure.kind)
    expect(rest.value.rows.map(({ row, object, ground }) => [row, object, ground])).toEqual([
      [1, 'person', 'Somebody else'],
      [2, 'picture', null],
      [3, 'sound', 'What was said'],
    ])
    expect(JSON.stringify(rest)).not.toMatch(/colleague|child/)
    expect(withheld(full, [{ row: 9, what: 'row', reason: 'x' }])).toMatchObject({ ok: false })
  })
})
