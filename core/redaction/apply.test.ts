import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { frameIndex, sampleIndex } from '../time.ts'
import { apply } from './apply.ts'
import { nothing, type ProjectCommand } from './commands.ts'
import { emptyHistory, perform, redo, undo } from './history.ts'
import type { RedactionProject, Track } from './project.ts'
import { replaySteps } from './replay-steps.ts'

function track(id: string, from: number, until: number): Track {
  return {
    id,
    class: 'face',
    action: 'hide',
    shape: 'rect',
    keys: [
      { frame: frameIndex(from), box: [0, 0, 10, 10] },
      { frame: frameIndex(from + 4), box: [40, 0, 10, 10] },
    ],
    untilFrame: frameIndex(until),
  }
}

const project: RedactionProject = {
  version: 1,
  clip: { sha256: sha256('ab'.repeat(32)), frames: 100 },
  purpose: 'SAR 12',
  spans: null,
  defaultAction: 'hide',
  inverse: false,
  secret: '0'.repeat(64),
  tracks: [track('t1', 0, 20), track('t2', 30, 40)],
  blanks: [{ from: frameIndex(5), until: frameIndex(6), reason: 'home' }],
  audio: [],
}

const key = { frame: frameIndex(10), box: [5, 5, 9, 9] } as const

const fitting: ProjectCommand[] = [
  { kind: 'edit-track', track: 't1', changes: { action: 'keep', reason: 'requester', untilFrame: frameIndex(9) } },
  { kind: 'set-key', track: 't1', key },
  { kind: 'remove-key', track: 't1', frame: frameIndex(0) },
  { kind: 'add-track', track: track('t3', 1, 9) },
  { kind: 'remove-track', track: 't1' },
  { kind: 'split-track', track: 't1', frame: frameIndex(2), newTrack: 't3' },
  { kind: 'merge-tracks', into: 't2', from: 't1' },
  { kind: 'replace-tracks', remove: ['t1'], put: [{ at: 1, track: track('t7', 1, 9) }] },
  { kind: 'add-blank', blank: { from: frameIndex(1), until: frameIndex(2), reason: 'screen' } },
  { kind: 'remove-blank', at: 0, blank: { from: frameIndex(5), until: frameIndex(6), reason: 'home' } },
  {
    kind: 'set-audio',
    audio: [{ kind: 'keep', fromSample: sampleIndex(0), untilSample: sampleIndex(5), audioTrack: 0 }],
  },
  { kind: 'set-spans', spans: [[frameIndex(0), frameIndex(9)]], leftOutReason: 'out of scope' },
  { kind: 'set-inverse', inverse: true },
  { kind: 'set-label', label: { text: 'Redacted copy. For the SAR of J. P.', at: 'bottom-left' } },
  { kind: 'set-requester', requester: { description: 'a red coat' } },
  {
    kind: 'batch',
    commands: [
      { kind: 'remove-track', track: 't1' },
      { kind: 'remove-track', track: 't2' },
    ],
  },
]

it.each(fitting)('changes the project by $kind, and takes it back', (command) => {
  const applied = apply(project, command)
  expect(applied.project).not.toStrictEqual(project)
  expect(apply(applied.project, applied.inverse).project).toStrictEqual(project)
})

const unfitting: ProjectCommand[] = [
  { kind: 'edit-track', track: 't9', changes: { action: 'keep' } },
  { kind: 'edit-track', track: 't2', changes: { untilFrame: frameIndex(30) } },
  { kind: 'edit-track', track: 't2', changes: { untilFrame: frameIndex(101) } },
  { kind: 'set-key', track: 't9', key },
  { kind: 'set-key', track: 't1', key: { frame: frameIndex(100), box: [0, 0, 1, 1] } },
  { kind: 'set-key', track: 't1', key: { frame: frameIndex(1), points: [[0, 0]] } },
  { kind: 'remove-key', track: 't1', frame: frameIndex(1) },
  { kind: 'add-track', track: track('t1', 1, 9) },
  { kind: 'remove-track', track: '__proto__' },
  { kind: 'split-track', track: 't1', frame: frameIndex(0), newTrack: 't3' },
  { kind: 'split-track', track: 't1', frame: frameIndex(20), newTrack: 't3' },
  { kind: 'split-track', track: 't1', frame: frameIndex(2), newTrack: 't2' },
  { kind: 'merge-tracks', into: 't1', from: 't1' },
  { kind: 'replace-tracks', remove: ['t1', 't9'], put: [] },
  { kind: 'remove-blank', at: 1, blank: { from: frameIndex(5), until: frameIndex(6), reason: 'home' } },
  { kind: 'remove-blank', at: 0, blank: { from: frameIndex(5), until: frameIndex(6), reason: 'street' } },
  { kind: 'remove-blank', at: 0, blank: { from: frameIndex(4), until: frameIndex(6), reason: 'home' } },
  { kind: 'remove-blank', at: 0, blank: { from: frameIndex(5), until: frameIndex(7), reason: 'home' } },
  { kind: 'batch', commands: [{ kind: 'remove-track', track: 't9' }] },
]

it.each(unfitting)('does nothing where $kind does not fit: %j', (command) => {
  const applied = apply(project, command)
  expect(applied.project).toBe(project)
  expect(applied.inverse).toStrictEqual(nothing)
})

it('never takes away the last key, nor the only key that is shown', () => {
  const [one] = project.tracks
  if (!one) throw new Error('no track')
  const trimmed = apply(project, { kind: 'edit-track', track: 't1', changes: { untilFrame: frameIndex(3) } }).project
  expect(apply(trimmed, { kind: 'remove-key', track: 't1', frame: frameIndex(0) }).project).toBe(trimmed)
})

it('takes fields away with null and brings them back', () => {
  const named = apply(project, { kind: 'edit-track', track: 't1', changes: { person: 'anna', margin: 0.5 } }).project
  const cleared = apply(named, { kind: 'edit-track', track: 't1', changes: { person: null, margin: null } })
  expect(cleared.project).toStrictEqual(project)
  expect(apply(cleared.project, cleared.inverse).project).toStrictEqual(named)
})

it('merges into the decisions of the first, wherever it stands', () => {
  const kept = apply(project, { kind: 'edit-track', track: 't2', changes: { action: 'keep' } }).project
  const { tracks } = apply(kept, { kind: 'merge-tracks', into: 't2', from: 't1' }).project
  expect(tracks).toHaveLength(1)
  expect(tracks[0]).toMatchObject({ id: 't2', action: 'keep', untilFrame: 40 })
  expect(tracks[0]?.keys.map(({ frame }) => frame)).toStrictEqual([0, 4, 19, 30, 34])
})

it('leaves the merged track in its place', () => {
  const three = apply(project, { kind: 'add-track', track: track('t3', 50, 60) }).project
  const ids = apply(three, { kind: 'merge-tracks', into: 't2', from: 't1' }).project.tracks.map(({ id }) => id)
  expect(ids).toStrictEqual(['t2', 't3'])
})

it('records nothing of a command that changed nothing, and forgets what was undone after a new one', () => {
  const start = { project, history: emptyHistory }
  expect(perform(start, { kind: 'remove-track', track: 't9' })).toStrictEqual(start)
  expect(undo(start)).toBe(start)
  expect(redo(start)).toBe(start)
  const undone = undo(perform(start, { kind: 'remove-track', track: 't1' }))
  expect(undone.history.undone).toHaveLength(1)
  const again = perform(undone, { kind: 'set-inverse', inverse: true })
  expect(again.history.undone).toStrictEqual([])
  expect(again.history.log.map(({ kind }) => kind)).toStrictEqual(['remove-track', 'replace-tracks', 'set-inverse'])
})

describe('what the detection found', () => {
  const evidence = {
    ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
    seen: [frameIndex(0), frameIndex(19)] as const,
  }
  const found: RedactionProject = { ...project, tracks: [{ ...track('t1', 0, 20), evidence }, track('t2', 30, 40)] }
  const put = [{ at: 0, track: track('t1', 0, 20) }]
  const removal: ProjectCommand = { kind: 'remove-track', track: 't1' }
  const putAs = (other: Partial<Track>) => [{ at: 0, track: { ...track('t1', 0, 20), evidence, ...other } }]

  it.each<[string, ProjectCommand]>([
    ['alone', removal],
    ['among others', { kind: 'batch', commands: [{ kind: 'remove-track', track: 't2' }, removal] }],
    ['by putting nothing in its place', { kind: 'replace-tracks', remove: ['t1'], put: [] }],
    ['by putting in its place what nobody found', { kind: 'replace-tracks', remove: ['t1'], put }],
    ['by another class', { kind: 'replace-tracks', remove: ['t1'], put: putAs({ class: 'vehicle' }) }],
    [
      'by other evidence',
      { kind: 'replace-tracks', remove: ['t1'], put: putAs({ evidence: { ...evidence, detections: 1 } }) },
    ],
    ['by less of it', { kind: 'replace-tracks', remove: ['t1'], put: putAs({ untilFrame: frameIndex(5) }) }],
    [
      'once it has been made part of what is drawn by hand',
      {
        kind: 'batch',
        commands: [
          { kind: 'merge-tracks', into: 't2', from: 't1' },
          { kind: 'remove-track', track: 't2' },
        ],
      },
    ],
  ])('is taken out by nobody: %s', (_how, command) => {
    const start = { project: found, history: emptyHistory }
    expect(perform(start, command)).toStrictEqual(start)
    expect(replaySteps(found, [{ kind: 'do', command }])).toStrictEqual(start)
    expect(replaySteps(found, [{ kind: 'propose', command }]).project).not.toStrictEqual(found)
  })

  it('may be split and changed, and taking that back leaves it as it was', () => {
    const split: ProjectCommand = { kind: 'split-track', track: 't1', frame: frameIndex(5), newTrack: 'd1' }
    const parted = perform({ project: found, history: emptyHistory }, split)
    expect(parted.project.tracks.map(({ id }) => id)).toStrictEqual(['t1', 'd1', 't2'])
    expect(perform(parted, { kind: 'remove-track', track: 'd1' })).toStrictEqual(parted)
    expect(undo(parted).project).toStrictEqual(found)
  })
})
