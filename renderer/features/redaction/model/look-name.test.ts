import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import type { ReviewLook } from '../../../../core/review/look-here-frames.ts'
import { frameIndex } from '../../../../core/time.ts'
import { lookName } from './look-name.ts'

const clip = { sha256: sha256('0'.repeat(64)), frames: 100 }
const empty = newProject({ clip, purpose: 'SAR', secret: '1'.repeat(64) })
const look: ReviewLook = { frame: frameIndex(5), why: 'kept', about: { track: 't1', place: [10, 10, 20, 20] } }
const kept: Track = {
  ...{ id: 't1', class: 'face', action: 'keep', shape: 'rect', untilFrame: frameIndex(50) },
  keys: [{ frame: frameIndex(0), box: [10, 10, 20, 20] }],
}

function withTrack(change: Partial<Track>): RedactionProject {
  return { ...empty, tracks: [{ ...kept, ...change }] }
}

function nameOf(change: Partial<Track>, isCovered = false): string {
  return lookName(look, { project: withTrack(change), damaged: new Set(), isCovered })
}

test('a picture with outlines is another once an outline of somebody who is kept is', () => {
  const other: Partial<Track>[] = [
    { keys: [{ frame: frameIndex(0), box: [12, 10, 20, 20] }] },
    { shape: 'ellipse' },
    { class: 'head' },
    { action: 'undecided' },
    { person: 'p1' },
  ]
  expect(new Set([{}, ...other].map((change) => nameOf(change))).size).toBe(other.length + 1)
})

test('it is the same where nothing of it has changed in this frame', () => {
  const later = { keys: [...kept.keys, { frame: frameIndex(6), box: [90, 90, 9, 9] as const }] }
  const [first] = kept.keys
  const still = first ? { keys: [first, { ...first, frame: frameIndex(5) }, ...later.keys.slice(1)] } : {}
  expect(nameOf(still)).toBe(nameOf({}))
  expect(nameOf({ reason: 'a witness' })).toBe(nameOf({}))
})

test('in a picture as redacted nobody sees the outline of somebody who is kept', () => {
  expect(nameOf({ class: 'head' }, true)).toBe(nameOf({}, true))
  expect(nameOf({}, true)).not.toBe(nameOf({}))
})
