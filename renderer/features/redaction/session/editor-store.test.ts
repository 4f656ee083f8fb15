import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { ok } from '../../../../core/result.ts'
import { frameIndex } from '../../../../core/time.ts'
import { Editor } from './editor-store.ts'

function head(id: string, person: string): Track {
  return {
    ...{ id, person, class: 'head', action: 'undecided', shape: 'rect', untilFrame: frameIndex(50) },
    keys: [{ frame: frameIndex(0), box: [10, 10, 20, 20] }],
  }
}

/** An editor in which three people were found. */
function editorOfThree(): Editor {
  const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
  const commands = ['p1', 'p2', 'p3'].map(
    (person) => ({ kind: 'add-track', track: head(`t-${person}`, person) }) as const,
  )
  const { project } = apply(newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64) }), { kind: 'batch', commands })
  const opened = {
    ...{ redaction: 'r', clip: 'c', purpose: 'SAR', writable: true, heldBy: null },
    ...{
      confirmed: { edited: { project, history: emptyHistory }, revision: 0 },
      detected: { done: 0, proposed: 0, frames: 100 },
    },
  }
  return new Editor(opened, {
    send: async (revision, steps) => ok({ revision: revision + steps.length }),
    stepsAfter: async () => ok([]),
    rest: () => Promise.resolve(),
  })
}

test('who is given a name stays chosen, among several too, and is followed on', () => {
  const editor = editorOfThree()
  editor.choose('person p1')
  editor.chooseMore('person p2', 'too')
  editor.set({ following: 'person p1' })
  expect(editor.do({ kind: 'edit-track', track: 't-p1', changes: { person: 'witness' } })).toBe(true)
  expect(editor.state.following).toBe('person witness')
  expect([...editor.state.several].sort()).toEqual(['person p2', 'person witness'])
  expect(editor.state.subjects.map(({ key }) => key)).toContain(editor.state.chosen)
})

test('who has gone is neither followed nor one of several any more', () => {
  const editor = editorOfThree()
  editor.choose('person p1')
  editor.chooseMore('person p2', 'too')
  editor.set({ following: 'person p1' })
  editor.do({ kind: 'remove-track', track: 't-p1' })
  expect(editor.state.following).toBeNull()
  expect([...editor.state.several]).toEqual(['person p2'])
})

test('where nobody is to be chosen nobody is, whatever is edited', () => {
  const editor = editorOfThree()
  editor.choose(null)
  editor.do({ kind: 'edit-track', track: 't-p1', changes: { person: 'witness' } })
  expect(editor.state.chosen).toBeNull()
})
