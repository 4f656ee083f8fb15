import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { Failure } from '../../../../core/failure.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { failed, ok } from '../../../../core/result.ts'
import type { AskVault } from '../../../client/window-client.ts'
import { ReviewWatch } from '../model/review-watch.ts'
import { Editor } from './editor-store.ts'
import { Teller } from './tell-watched.ts'

const project = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
})
const others: RedactionEdit = { kind: 'do', command: { kind: 'set-inverse', inverse: true } }

/** Somebody who reads while another has gone on by `steps`. */
function reader(steps: readonly RedactionEdit[]): Editor {
  const opened = {
    ...{ redaction: 'r', clip: 'c', purpose: 'SAR', writable: false, heldBy: 'another' },
    ...{
      confirmed: { edited: { project, history: emptyHistory }, revision: 0 },
      detected: { done: 0, proposed: 0, frames: 100 },
    },
  }
  return new Editor(opened, {
    send: async () => failed({ kind: 'redaction-held', by: 'another' }),
    stepsAfter: async (revision) => ok(steps.slice(revision)),
    rest: () => Promise.resolve(),
  })
}

/** A teller of frame 3 to a vault that answers with these failures, and then counts it. */
function telling(editor: Editor, failures: Failure[]): { teller: Teller; watch: ReviewWatch } {
  const watch = new ReviewWatch()
  watch.shown(3, 1)
  const ask = async () => {
    const failure = failures.shift()
    return failure ? failed(failure) : ok({ unseenFrames: 0, unheardSeconds: 0 })
  }
  return { watch, teller: new Teller(ask as unknown as AskVault, editor, { watch, opening: 'o' }) }
}

test('who reads catches up once the vault says that the redaction has moved on', async () => {
  const editor = reader([others])
  const { teller } = telling(editor, [{ kind: 'redaction-moved', revision: 1 }])
  expect(await teller.tell()).toBe(false)
  await editor.settled()
  expect(editor.state.queue.revision).toBe(1)
  expect(editor.project.inverse).toBe(true)
})

test('a checklist of a later revision has whoever reads it catch up', async () => {
  const editor = reader([others])
  editor.catchUpTo(0)
  await editor.settled()
  expect(editor.state.queue.revision).toBe(0)
  editor.catchUpTo(1)
  await editor.settled()
  expect(editor.state.queue.revision).toBe(1)
})

test('what a passing failure kept from being counted is told again', async () => {
  const editor = reader([])
  const { teller } = telling(editor, [
    { kind: 'connection-lost' },
    { kind: 'too-many-calls', most: 8 },
    { kind: 'coverage-refused', why: 'time' },
  ])
  const counted = [await teller.tell(), await teller.tell(), await teller.tell(), await teller.tell()]
  expect(counted).toEqual([false, false, false, true])
  expect(await teller.tell()).toBe(false)
  expect(editor.state.said).toBeNull()
})

test('what will not be counted is said', async () => {
  const editor = reader([])
  const { teller } = telling(editor, [{ kind: 'not-open' }])
  expect([await teller.tell(), await teller.tell()]).toEqual([false, false])
  expect(editor.state.said).toContain('was not counted')
})

test('on leaving, all that was watched is told, after the call that is under way', async () => {
  const { teller, watch } = telling(reader([]), [])
  const first = teller.tell()
  watch.shown(4, 1)
  watch.shown(5, 2)
  await teller.finish()
  expect(await first).toBe(true)
  expect(watch.take()).toBeNull()
})
