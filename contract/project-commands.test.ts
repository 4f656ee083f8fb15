import { describe, expect, it } from 'vitest'
import { personsEdit, projectCommand, redactionEdit } from './project-commands.ts'

const key = { frame: 3, box: [1, 2, 30, 40] }
const track = { id: 't1', class: 'face', action: 'hide', shape: 'ellipse', keys: [key], untilFrame: 20 }

const good = [
  { kind: 'edit-track', track: 't1', changes: { action: 'keep', reason: 'the requester', style: null, strength: 1 } },
  { kind: 'set-key', track: 't1', key },
  {
    kind: 'set-key',
    track: 't1',
    key: {
      frame: 0,
      points: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    },
  },
  { kind: 'remove-key', track: 't1', frame: 3 },
  { kind: 'add-track', track, at: 0 },
  { kind: 'remove-track', track: 't1' },
  { kind: 'split-track', track: 't1', frame: 5, newTrack: 't2' },
  { kind: 'merge-tracks', into: 't1', from: 't2' },
  { kind: 'replace-tracks', remove: ['t1'], put: [{ at: 0, track: { ...track, strength: 2 } }] },
  { kind: 'add-blank', blank: { from: 0, until: 4, reason: 'intimate' } },
  { kind: 'remove-blank', at: 0, blank: { from: 0, until: 4, reason: 'intimate' } },
  { kind: 'set-audio', audio: [{ kind: 'keep', fromSample: 0, untilSample: 10, audioTrack: 0 }] },
  { kind: 'set-spans', spans: [[0, 10]], leftOutReason: 'out of scope' },
  { kind: 'set-inverse', inverse: true },
  { kind: 'set-label', label: { text: 'Redacted copy. For the SAR of J. P.', at: 'bottom-left' } },
  { kind: 'set-label', label: null },
  { kind: 'set-requester', requester: null },
  { kind: 'set-requester', requester: { photo: '/9j/4AAQ==' } },
  { kind: 'set-requester', requester: { description: 'a red coat', picture: { frame: 3, box: [1, 2, 3, 4] } } },
]

const bad: readonly (readonly [string, unknown])[] = [
  ['an unknown kind', { kind: 'set-secret', secret: '' }],
  ['a field that is not known', { kind: 'remove-track', track: 't1', clip: 'c' }],
  ['a change that is not known', { kind: 'edit-track', track: 't1', changes: { id: 't9' } }],
  ['a strength below the least', { kind: 'edit-track', track: 't1', changes: { strength: 0.9 } }],
  ['a new track that hides less than the least', { kind: 'add-track', track: { ...track, strength: 0.5 } }],
  ['one among others', { kind: 'replace-tracks', remove: [], put: [{ at: 0, track: { ...track, strength: 0 } }] }],
  ['a track without keys', { kind: 'add-track', track: { ...track, keys: [] } }],
  ['a key without an outline', { kind: 'set-key', track: 't1', key: { frame: 3 } }],
  ['a frame before the first', { kind: 'remove-key', track: 't1', frame: -1 }],
  ['a photograph that is none', { kind: 'set-requester', requester: { photo: 'data:text/html,<p>' } }],
  ['a photograph without end', { kind: 'set-requester', requester: { photo: 'A'.repeat(100_001) } }],
  ['a label that nobody could read', { kind: 'set-label', label: { text: 'копия', at: 'top-left' } }],
  ['a label of two lines', { kind: 'set-label', label: { text: 'one\ntwo', at: 'top-left' } }],
  ['a label without end', { kind: 'set-label', label: { text: 'a'.repeat(121), at: 'top-left' } }],
  ['a label somewhere else', { kind: 'set-label', label: { text: 'Copy', at: 'middle' } }],
  ['a range that is reversed', { kind: 'set-spans', spans: [[10, 2]] }],
  ['a blank of no frames', { kind: 'add-blank', blank: { from: 4, until: 4, reason: '' } }],
]

function nested(depth: number): unknown {
  return depth === 0 ? { kind: 'set-inverse', inverse: true } : { kind: 'batch', commands: [nested(depth - 1)] }
}

describe('commands', () => {
  it.each(good.map((command) => [command.kind, command] as const))('%s is read as it was written', (_kind, command) => {
    expect(projectCommand.parse(command)).toEqual(command)
    expect(personsEdit.parse({ kind: 'do', command })).toEqual({ kind: 'do', command })
  })

  it.each(bad)('%s is refused, alone and in a batch', (_what, command) => {
    expect(projectCommand.safeParse(command).success).toBe(false)
    expect(projectCommand.safeParse({ kind: 'batch', commands: [command] }).success).toBe(false)
  })

  it('batches lie three deep and no deeper', () => {
    expect(projectCommand.safeParse(nested(3)).success).toBe(true)
    expect(projectCommand.safeParse(nested(4)).success).toBe(false)
  })

  it('what the detection does no person can ask for', () => {
    const proposal = { kind: 'propose', command: good[0] }
    expect(personsEdit.safeParse(proposal).success).toBe(false)
    expect(redactionEdit.safeParse(proposal).success).toBe(true)
  })
})
