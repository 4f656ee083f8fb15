import { beforeEach, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type ClipIndex, sha256 } from '../../../../core/clips/clip-index.ts'
import { sampleVideo } from '../../../../core/clips/synthetic/sample-video.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { ok } from '../../../../core/result.ts'
import { frameIndex } from '../../../../core/time.ts'
import type { Leak } from '../../../../core/verification/report.ts'
import { moved, type TransportCommand, transportOf } from '../../player/transport/transport.ts'
import { stepWords } from '../model/step-words.ts'
import { performAmongFound } from './editor-actions.ts'
import { Editor } from './editor-store.ts'
import { dismissFinding, hideWhatWasFound, showFinding, takeFound } from './found-in-copy.ts'
import { leakShownAt } from './found-work.ts'

const index = { video: sampleVideo(100, { timeBase: [1, 25] }), audio: [] } as unknown as ClipIndex

const known: Track = {
  ...{ id: 't7', class: 'face', action: 'hide', shape: 'ellipse', untilFrame: frameIndex(100) },
  keys: [{ frame: frameIndex(0), box: [10, 10, 20, 20] }],
}

function leak(frame: number, x: number, score = 0.7): Leak {
  return { frame: frameIndex(frame), class: 'face', box: [x, 50, 30, 40], score }
}
const leaks = [leak(40, 200), leak(41, 202, 0.9), leak(42, 204), leak(80, 400)]

function deskOf(writable: boolean) {
  const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
  const project = newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64), tracks: [known] })
  const opened = {
    ...{ redaction: 'r', clip: 'c', purpose: 'SAR', writable, heldBy: null },
    ...{ confirmed: { edited: { project, history: emptyHistory }, revision: 0 } },
    detected: { done: 0, proposed: 0, frames: 100 },
  }
  const editor = new Editor(opened, {
    send: async (revision, steps) => ok({ revision: revision + steps.length }),
    stepsAfter: async () => ok([]),
    rest: () => Promise.resolve(),
  })
  const store = createStore(() => ({ transport: transportOf(100) }))
  const session = {
    ...{ store, footage: { index } },
    command: (command: TransportCommand) =>
      store.setState(({ transport }) => ({ transport: moved(transport, command) })),
  } as never
  return { desk: { editor, session }, editor, frame: () => store.getState().transport.frame }
}

let desk: ReturnType<typeof deskOf>
beforeEach(() => {
  desk = deskOf(true)
  takeFound(desk.desk, leaks)
})

function findings() {
  return desk.editor.found.getState().findings
}

function ids() {
  return desk.editor.project.tracks.map(({ id }) => id)
}

test('a finding is gone to where it was surest, and its box is drawn in each of its frames until it is dismissed', () => {
  const [first] = findings()
  if (!first) throw new Error('nothing was found')
  desk.editor.set({ look: 'redacted' })
  showFinding(desk.desk, first)
  expect(desk.frame()).toBe(41)
  expect(desk.editor.state.look).toBe('outlines')
  const shownAt = (frame: number) => leakShownAt(desk.editor.found.getState(), frameIndex(frame))
  expect([39, 40, 41, 43].map(shownAt)).toEqual([null, leaks[0], leaks[1], null])
  dismissFinding(desk.editor)
  expect(shownAt(41)).toBeNull()
})

test('all of it is hidden by one named step, with ids of its own, and taken back by one', () => {
  hideWhatWasFound(desk.desk)
  expect(ids()).toEqual(['t7', 'd8', 'd9'])
  expect(desk.editor.state.said).toMatch(/^Hid 2 things that were found in the copy/)
  const { done } = desk.editor.state.queue.edited.history
  expect(done).toHaveLength(1)
  expect(done.map(({ command }) => stepWords(command, desk.editor.project))).toEqual([
    'hid 2 things that were found in the copy',
  ])
  for (const { action, evidence } of desk.editor.project.tracks.slice(1))
    expect([action, evidence?.source]).toEqual(['hide', 'leak'])
  desk.editor.edit({ kind: 'undo' })
  expect(ids()).toEqual(['t7'])
})

test('a head and its face are one person, whose name nobody has', () => {
  const head = (frame: number): Leak => ({ ...leak(frame, 190), class: 'head', box: [190, 30, 50, 70] })
  takeFound(desk.desk, Array.from({ length: 30 }, (_, at) => [leak(30 + at, 200), head(30 + at)]).flat())
  desk.editor.do({ kind: 'edit-track', track: 't7', changes: { person: 'a4' } })
  hideWhatWasFound(desk.desk)
  expect(desk.editor.state.said).toMatch(/^Hid a thing that was found in the copy/)
  expect(desk.editor.project.tracks.map(({ id, person }) => [id, person])).toEqual([
    ['t7', 'a4'],
    ['d8', 'a5'],
    ['d9', 'a5'],
  ])
})

test('once more hides nothing twice; after an undo it hides all again, and what was decided about stays so', () => {
  hideWhatWasFound(desk.desk)
  hideWhatWasFound(desk.desk)
  expect(ids()).toHaveLength(3)
  expect(desk.editor.state.said).toMatch(/^All that was found is hidden by now/)
  desk.editor.edit({ kind: 'undo' })
  hideWhatWasFound(desk.desk)
  expect(ids()).toHaveLength(3)
  desk.editor.do({ kind: 'edit-track', track: 'd9', changes: { action: 'ignore', reason: 'a poster' } })
  hideWhatWasFound(desk.desk)
  expect(ids()).toHaveLength(3)
})

test('who reads it hides nothing', () => {
  desk = deskOf(false)
  takeFound(desk.desk, leaks)
  hideWhatWasFound(desk.desk)
  expect(ids()).toEqual(['t7'])
  expect(desk.editor.state.said).toMatch(/^Only whoever has it open/)
})

test('what a later check does not find any more is forgotten; the same answer changes nothing that is looked at', () => {
  const [first] = findings()
  if (!first) throw new Error('nothing was found')
  showFinding(desk.desk, first)
  takeFound(desk.desk, leaks)
  expect(desk.editor.found.getState().shown).toBe(first)
  takeFound(desk.desk, [])
  expect(desk.editor.found.getState()).toMatchObject({ findings: [], shown: null })
  hideWhatWasFound(desk.desk)
  expect(ids()).toEqual(['t7'])
})

test('among what was found no key decides about the chosen card or changes its region; what was found can be hidden', () => {
  const whole = { ...desk.desk, focus: () => {} }
  expect(desk.editor.state.chosen).not.toBeNull()
  const before = desk.editor.project
  performAmongFound({ kind: 'ignore' }, whole)
  performAmongFound({ kind: 'remove' }, whole)
  performAmongFound({ kind: 'nudge', by: [1, 0] }, whole)
  expect(desk.editor.project).toBe(before)
  expect(desk.editor.state.said).toMatch(/Alt \+ H hides what was found$/)
  performAmongFound({ kind: 'hide-found' }, whole)
  expect(ids()).toEqual(['t7', 'd8', 'd9'])
})
