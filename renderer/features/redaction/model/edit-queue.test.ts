import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import type { Failure } from '../../../../core/failure.ts'
import { emptyHistory } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import type { RedactionEdit } from '../../../../core/redaction/redaction-record.ts'
import { replaySteps } from '../../../../core/redaction/replay-steps.ts'
import { failed, ok } from '../../../../core/result.ts'
import { frameIndex } from '../../../../core/time.ts'
import { EditQueue, type QueueParts } from './edit-queue.ts'
import type { OwnEdit } from './rebase-edits.ts'

const base = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
})

function inverse(value: boolean): OwnEdit {
  return { kind: 'do', command: { kind: 'set-inverse', inverse: value } }
}

const proposal: RedactionEdit = { kind: 'propose', command: { kind: 'set-spans', spans: null, leftOutReason: 'found' } }

/** A vault that keeps steps, fails when told to, and may keep what it does not confirm. */
class FakeVault {
  readonly steps: RedactionEdit[] = []
  readonly calls: number[] = []
  failures: Failure[] = []
  keepsBeforeFailing = false

  parts(): QueueParts {
    return {
      send: async (revision, edits) => {
        this.calls.push(edits.length)
        await Promise.resolve()
        const failure = this.failures.shift()
        if (revision !== this.steps.length) return failed({ kind: 'redaction-moved', revision: this.steps.length })
        if (!failure || this.keepsBeforeFailing) this.steps.push(...edits)
        return failure ? failed(failure) : ok({ revision: this.steps.length })
      },
      stepsAfter: async (revision) => ok(this.steps.slice(revision)),
      onState: () => undefined,
      rest: () => Promise.resolve(),
    }
  }
}

function queueOver(vault: FakeVault): EditQueue {
  return new EditQueue({ edited: { project: base, history: emptyHistory }, revision: 0 }, vault.parts())
}

test('edits are there at once and saved in order; what is done meanwhile goes together', async () => {
  const vault = new FakeVault()
  const queue = queueOver(vault)
  for (const value of [true, false, true]) expect(queue.edit(inverse(value))).toBe(true)
  expect(queue.state).toMatchObject({ unsaved: 3, edited: { project: { inverse: true } } })
  await queue.settled()
  expect(vault.steps).toEqual([true, false, true].map(inverse))
  expect(vault.calls).toEqual([1, 2])
  expect(queue.state).toMatchObject({ unsaved: 0, revision: 3, refused: null })
})

test('what was shown while it was saved is shown afterwards: the same object, not an equal one', async () => {
  const queue = queueOver(new FakeVault())
  queue.edit(inverse(true))
  const shown = queue.state.edited.project
  await queue.settled()
  expect(queue.state.unsaved).toBe(0)
  expect(queue.state.edited.project).toBe(shown)
})

test('an edit that changes nothing is not sent', async () => {
  const vault = new FakeVault()
  const queue = queueOver(vault)
  expect(queue.edit({ kind: 'do', command: { kind: 'remove-track', track: 't9' } })).toBe(false)
  expect(queue.edit({ kind: 'undo' })).toBe(false)
  await queue.settled()
  expect(vault.calls).toEqual([])
})

test('what the detection proposed comes first, and what is unsaved is put on top', async () => {
  const vault = new FakeVault()
  const queue = queueOver(vault)
  vault.steps.push(proposal)
  queue.edit(inverse(true))
  await queue.settled()
  expect(vault.steps).toEqual([proposal, inverse(true)])
  expect(queue.state.edited.project).toEqual(replaySteps(base, vault.steps).project)
  expect(queue.state).toMatchObject({ unsaved: 0, revision: 2 })
})

test('a proposal is fetched when it is told of, and cannot be undone', async () => {
  const vault = new FakeVault()
  const queue = queueOver(vault)
  vault.steps.push(proposal)
  queue.moved()
  await queue.settled()
  expect(queue.state.edited.project.leftOutReason).toBe('found')
  expect(queue.edit({ kind: 'undo' })).toBe(false)
})

test('what cannot be saved now is saved later, and nothing is saved twice', async () => {
  const vault = new FakeVault()
  vault.keepsBeforeFailing = true
  vault.failures = [{ kind: 'connection-lost' }]
  const queue = queueOver(vault)
  queue.edit(inverse(true))
  queue.edit({ kind: 'undo' })
  queue.edit(inverse(true))
  await queue.settled()
  expect(vault.steps).toEqual([inverse(true), { kind: 'undo' }, inverse(true)])
  expect(queue.state).toMatchObject({ unsaved: 0, waiting: null, edited: { project: { inverse: true } } })
})

test('what the vault refuses is said, and nothing more is taken', async () => {
  const vault = new FakeVault()
  vault.failures = [{ kind: 'redaction-held', by: 'Dora' }]
  const queue = queueOver(vault)
  queue.edit(inverse(true))
  await queue.settled()
  expect(queue.state).toMatchObject({ unsaved: 1, refused: { kind: 'redaction-held' } })
  expect(queue.edit(inverse(false))).toBe(false)
})

describe('where a proposal takes away what an unsaved edit is about', () => {
  const found = (id: string): Track => ({
    ...{ id, class: 'head', action: 'keep', shape: 'rect' },
    keys: [{ frame: frameIndex(0), box: [0, 0, 9, 9] }],
    untilFrame: frameIndex(50),
  })
  const street = { ...base, tracks: [found('t1'), found('t9')] }
  const hide = (track: string): OwnEdit => ({
    kind: 'do',
    command: { kind: 'edit-track', track, changes: { action: 'hide' } },
  })
  const gone: RedactionEdit = { kind: 'propose', command: { kind: 'replace-tracks', remove: ['t9'], put: [] } }

  /** The first track is hidden and saved, the other goes, and edits are made that do not know it. */
  async function without(edits: readonly OwnEdit[]): Promise<{ vault: FakeVault; queue: EditQueue }> {
    const vault = new FakeVault()
    const queue = new EditQueue({ edited: { project: street, history: emptyHistory }, revision: 0 }, vault.parts())
    queue.edit(hide('t1'))
    await queue.settled()
    vault.steps.push(gone)
    for (const edit of edits) expect(queue.edit(edit)).toBe(true)
    await queue.settled()
    expect(queue.state.edited).toEqual(replaySteps(street, vault.steps))
    return { vault, queue }
  }

  test('the edit is not sent, and is said', async () => {
    const { vault, queue } = await without([hide('t9'), inverse(true)])
    expect(vault.steps).toEqual([hide('t1'), gone, inverse(true)])
    expect(queue.state).toMatchObject({ unsaved: 0, unfit: ['hid Head 9'] })
  })

  test('what took it back takes back no earlier decision', async () => {
    const { vault, queue } = await without([hide('t9'), { kind: 'undo' }])
    expect(vault.steps).toEqual([hide('t1'), gone])
    expect(queue.state.edited.project.tracks).toMatchObject([{ id: 't1', action: 'hide' }])
    expect(queue.state.unfit).toEqual([])
  })

  test('each undo and redo goes with the edit that it belongs to', async () => {
    const undo: OwnEdit = { kind: 'undo' }
    const redo: OwnEdit = { kind: 'redo' }
    const { vault, queue } = await without([hide('t9'), inverse(true), undo, undo, undo, redo, redo, redo])
    expect(vault.steps).toEqual([hide('t1'), gone, inverse(true), undo, undo, redo, redo])
    expect(queue.state.unfit).toEqual(['hid Head 9'])
  })
})

describe('a held key', () => {
  const region: Track = {
    ...{ id: 'd1', class: 'overlay', action: 'hide', shape: 'rect', untilFrame: frameIndex(9) },
    keys: [{ frame: frameIndex(0), box: [0, 0, 9, 9] }],
  }
  const drawn: OwnEdit = { kind: 'do', command: { kind: 'add-track', track: region } }
  const moved = (x: number, joins: boolean): OwnEdit => ({
    kind: 'do',
    command: { kind: 'set-key', track: 'd1', key: { frame: frameIndex(4), box: [x, 0, 9, 9] } },
    ...(joins ? { joins } : {}),
  })
  const keysOf = (queue: EditQueue) => queue.state.edited.project.tracks[0]?.keys

  test('is saved as often as there is an answer, its end included, and is taken back at once', async () => {
    const vault = new FakeVault()
    const queue = queueOver(vault)
    queue.edit(drawn)
    await queue.settled()
    for (const x of [1, 2, 3, 4, 5]) queue.edit(moved(x, x > 1))
    await queue.settled()
    expect(vault.steps).toEqual([drawn, moved(1, false), moved(5, true)])
    expect(replaySteps(base, vault.steps)).toEqual(queue.state.edited)
    queue.edit({ kind: 'undo' })
    expect(keysOf(queue)).toEqual(region.keys)
  })

  test('loses nothing and saves nothing twice where the connection breaks', async () => {
    const vault = new FakeVault()
    vault.keepsBeforeFailing = true
    vault.failures = [{ kind: 'connection-lost' }]
    const queue = queueOver(vault)
    queue.edit(drawn)
    for (const x of [1, 2, 3]) queue.edit(moved(x, x > 1))
    await queue.settled()
    expect(replaySteps(base, vault.steps).project).toEqual(queue.state.edited.project)
    expect(keysOf(queue)?.at(-1)).toMatchObject({ box: [3, 0, 9, 9] })
    queue.edit({ kind: 'undo' })
    expect(keysOf(queue)).toEqual(region.keys)
  })

  test('does not go on with what was undone', async () => {
    const vault = new FakeVault()
    const queue = queueOver(vault)
    for (const edit of [drawn, moved(1, false), { kind: 'undo' } as const, moved(2, true)]) queue.edit(edit)
    await queue.settled()
    expect(vault.steps.length).toBe(4)
    expect(replaySteps(base, vault.steps)).toEqual(queue.state.edited)
  })
})
