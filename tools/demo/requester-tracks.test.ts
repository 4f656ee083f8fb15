import { expect, test } from 'vitest'
import type { Box } from '../../core/geometry/shape.ts'
import type { Track } from '../../core/redaction/project.ts'
import { frameIndex } from '../../core/time.ts'
import type { FaceTruth } from '../face-truth.ts'
import { requesterTracks } from './requester-tracks.ts'

const [left, right]: [Box, Box] = [
  [100, 100, 40, 50],
  [400, 100, 40, 50],
]
const face = (person: string, box: Box, visible = 1) => ({ person, box, visible, seen: '1'.repeat(64) })
const truth: FaceTruth = {
  ...{ version: 1, size: { width: 640, height: 360 }, rate: [30, 1], requester: 'asker' },
  frames: Array.from({ length: 10 }, () => [face('asker', left), face('other', right)]),
}
const track = (id: string, boxAt: (frame: number) => Box): Track => ({
  ...{ id, class: 'face', action: 'undecided', shape: 'ellipse', untilFrame: frameIndex(10) },
  keys: Array.from({ length: 10 }, (_, frame) => ({ frame: frameIndex(frame), box: boxAt(frame) })),
})

test('keeps the tracks of the one who asked, and only those', () => {
  const tracks = [track('t1', () => left), track('t2', () => right), track('t3', () => [0, 300, 20, 20])]
  expect(requesterTracks(truth, tracks)).toEqual(['t1'])
})

test('a track that changes over to somebody else stays hidden', () => {
  expect(requesterTracks(truth, [track('t1', (frame) => (frame < 6 ? left : right))])).toEqual([])
  expect(requesterTracks(truth, [track('t1', (frame) => (frame < 8 ? left : right))])).toEqual(['t1'])
})

test('a face behind something does not count', () => {
  const hidden = { ...truth, frames: truth.frames.map(() => [face('asker', left, 0.1)]) }
  expect(requesterTracks(hidden, [track('t1', () => left)])).toEqual([])
})
