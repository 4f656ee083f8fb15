import { expect, test } from 'vitest'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { lookStops, stopFrom } from './look-stops.ts'

function found(id: string, changes: Partial<Track>, [from, until]: readonly [number, number]): Track {
  return {
    ...{ id, class: 'face', action: 'undecided', untilFrame: frameIndex(until) },
    keys: [{ frame: frameIndex(from), box: [0, 0, 10, 10] }],
    evidence: {
      ...{ seen: [from, until - 1], gapsFilled: [], weakest: [], detections: 3, meanScore: 0.9, topScore: 0.9 },
    },
    ...changes,
  } as Track
}

function projectOf(...tracks: readonly Track[]) {
  const clip = { sha256: 'a'.repeat(64), frames: 1_000 } as Parameters<typeof newProject>[0]['clip']
  return newProject({ clip, purpose: 'SAR', secret: '0'.repeat(64), tracks })
}

test('stops are where somebody comes and goes; what lies close together is one', () => {
  const stops = lookStops(projectOf(found('t1', { person: 'p1' }, [100, 400]), found('t2', {}, [105, 700])))
  expect(stops).toEqual([
    { frame: 100, words: 'Person 1 is first seen here, and 1 more' },
    { frame: 399, words: 'Person 1 is last seen here' },
    { frame: 699, words: 'Face 2 is last seen here' },
  ])
})

test('what is found beside what is hidden is no reason to stop; what somebody called no thing is', () => {
  const text = found('t1', { class: 'text', action: 'ignore' }, [10, 50])
  const face = found('t2', { action: 'ignore' }, [200, 205])
  expect(lookStops(projectOf(text, face))).toEqual([{ frame: 200, words: 'Face 2 is first seen here, and 1 more' }])
})

test('the next stop is after the frame, the previous before it', () => {
  const stops = [10, 20, 30].map((frame) => ({ frame, words: '' }))
  expect([stopFrom(stops, 20, 1), stopFrom(stops, 20, -1)]).toEqual([2, 0])
  expect([stopFrom(stops, 30, 1), stopFrom(stops, 10, -1)]).toEqual([-1, -1])
})
