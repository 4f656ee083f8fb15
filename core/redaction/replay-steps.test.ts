import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import { frameIndex } from '../time.ts'
import type { ProjectCommand } from './commands.ts'
import { emptyHistory } from './history.ts'
import { newProject } from './new-project.ts'
import type { Track } from './project.ts'
import type { RedactionEdit } from './redaction-record.ts'
import { replaySteps, takeStep, undecidedTracks } from './replay-steps.ts'

const base = newProject({
  clip: { sha256: sha256('ab'.repeat(32)), frames: 40 },
  purpose: 'a request',
  secret: '00'.repeat(32),
})

function trackCalled(id: string): Track {
  const keys = [{ frame: frameIndex(3), box: [1, 2, 30, 40] as const }]
  return { id, class: 'face', action: 'undecided', shape: 'ellipse', keys, untilFrame: frameIndex(20) }
}

function placed(track: string, frame: number, x: number): ProjectCommand {
  return { kind: 'set-key', track, key: { frame: frameIndex(frame), box: [x, 2, 30, 40] } }
}

const id = fc.constantFrom('t1', 't2', 't3')
const command: fc.Arbitrary<ProjectCommand> = fc.oneof(
  id.map((track) => ({ kind: 'add-track', track: trackCalled(track) }) as const),
  id.map((track) => ({ kind: 'remove-track', track }) as const),
  fc.tuple(id, fc.constantFrom('hide', 'keep')).map(([track, action]) => {
    return { kind: 'edit-track', track, changes: { action } } as ProjectCommand
  }),
  fc.boolean().map((inverse) => ({ kind: 'set-inverse', inverse }) as const),
  fc.tuple(id, fc.constantFrom(3, 7), fc.nat(5)).map(([track, frame, x]) => placed(track, frame, x)),
)
const edit: fc.Arbitrary<RedactionEdit> = fc.oneof(
  { weight: 3, arbitrary: command.map((each) => ({ kind: 'do', command: each }) as const) },
  { weight: 2, arbitrary: command.map((each) => ({ kind: 'do', command: each, joins: true }) as const) },
  command.map((each) => ({ kind: 'propose', command: each }) as const),
  fc.constant({ kind: 'undo' } as const),
  fc.constant({ kind: 'redo' } as const),
)

const add = (track: string) => ({ kind: 'add-track', track: trackCalled(track) }) as const

describe('steps over a base', () => {
  it('replayed at once come to what they come to one by one', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const oneByOne = edits.reduce(takeStep, { project: base, history: emptyHistory })
        expect(replaySteps(base, edits)).toEqual(oneByOne)
      }),
    )
  })

  it('everything that people did is taken back, step by step, and done again', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const own = edits.filter(({ kind }) => kind !== 'propose')
        const after = replaySteps(base, own)
        const back = after.history.done.reduce((edited) => takeStep(edited, { kind: 'undo' }), after)
        expect(back.project).toEqual(base)
        const again = after.history.done.reduce((edited) => takeStep(edited, { kind: 'redo' }), back)
        expect(again.project).toEqual(after.project)
      }),
    )
  })

  it('a run that joins is one step: one undo takes all of it back, one redo brings its end', () => {
    const run = [1, 2, 3].map((x): RedactionEdit => {
      return { kind: 'do', command: placed('t1', 7, x), ...(x === 1 ? {} : { joins: true }) }
    })
    const start = replaySteps(base, [{ kind: 'do', command: add('t1') }])
    const moved = run.reduce(takeStep, start)
    expect(moved.history.done.length).toBe(2)
    const back = takeStep(moved, { kind: 'undo' })
    expect(back.project).toEqual(start.project)
    expect(takeStep(back, { kind: 'redo' }).project).toEqual(moved.project)
  })

  it('what is another place, or comes after an undo, joins nothing', () => {
    const join = (command: ProjectCommand): RedactionEdit => ({ kind: 'do', command, joins: true })
    const first: RedactionEdit[] = [
      { kind: 'do', command: add('t1') },
      { kind: 'do', command: placed('t1', 7, 1) },
    ]
    expect(replaySteps(base, [...first, join(placed('t1', 3, 2))]).history.done.length).toBe(3)
    expect(replaySteps(base, [...first, join({ kind: 'set-inverse', inverse: true })]).history.done.length).toBe(3)
    const undone = replaySteps(base, [...first, join(placed('t1', 3, 2)), { kind: 'undo' }, join(placed('t1', 7, 4))])
    expect(undone.history.done.length).toBe(3)
  })

  it('what the detection proposes is there, and nobody undoes it', () => {
    const edits: RedactionEdit[] = [
      { kind: 'do', command: { kind: 'set-inverse', inverse: true } },
      { kind: 'propose', command: add('t1') },
      { kind: 'undo' },
      { kind: 'undo' },
    ]
    const { project, history } = replaySteps(base, edits)
    expect(project.tracks.map((track) => track.id)).toEqual(['t1'])
    expect([project.inverse, history.done.length, history.undone.length]).toEqual([false, 0, 1])
  })

  it('a proposal between undo and redo leaves what can be done again', () => {
    const edits: RedactionEdit[] = [
      { kind: 'do', command: add('t1') },
      { kind: 'undo' },
      { kind: 'propose', command: add('t2') },
      { kind: 'redo' },
    ]
    expect(replaySteps(base, edits).project.tracks.map((track) => track.id)).toEqual(['t2', 't1'])
  })

  it('undoing what was done again uncovers nothing that was found in between', () => {
    const blank = (from: number, reason: string) => ({ from: frameIndex(from), until: frameIndex(from + 1), reason })
    const covers = (from: number, reason: string) => ({ kind: 'add-blank', blank: blank(from, reason) }) as const
    const edits: RedactionEdit[] = [
      { kind: 'do', command: covers(1, 'home') },
      { kind: 'undo' },
      { kind: 'propose', command: covers(9, 'could not be examined') },
      { kind: 'redo' },
      { kind: 'undo' },
    ]
    const unexamined = [blank(9, 'could not be examined')]
    expect(replaySteps(base, edits).project.blanks).toEqual(unexamined)
    expect(edits.reduce(takeStep, { project: base, history: emptyHistory }).project.blanks).toEqual(unexamined)
  })

  it('taking a blank away again takes none that came into its place', () => {
    const blank = (from: number) => ({ from: frameIndex(from), until: frameIndex(from + 1), reason: 'home' })
    const edits: RedactionEdit[] = [
      { kind: 'do', command: { kind: 'add-blank', blank: blank(1) } },
      { kind: 'do', command: { kind: 'remove-blank', at: 0, blank: blank(1) } },
      { kind: 'undo' },
      { kind: 'undo' },
      { kind: 'propose', command: { kind: 'add-blank', blank: blank(9) } },
      { kind: 'redo' },
      { kind: 'redo' },
    ]
    // The blank is in another place now and stays: nothing is uncovered by a step that was made for another.
    expect(replaySteps(base, edits).project.blanks).toEqual([blank(9), blank(1)])
  })

  it('counts the tracks that nobody has decided about', () => {
    const { project } = replaySteps(base, [
      { kind: 'propose', command: add('t1') },
      { kind: 'propose', command: add('t2') },
      { kind: 'do', command: { kind: 'edit-track', track: 't1', changes: { action: 'hide' } } },
    ])
    expect(undecidedTracks(project)).toBe(1)
  })
})
