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

const none = new Set<number>()

test('stops are just before somebody is covered and just after; those in one frame are one', () => {
  const project = projectOf(found('t1', { person: 'p1' }, [100, 400]), found('t2', {}, [105, 400]))
  expect(lookStops(project, none)).toEqual([
    { frame: 99, words: 'Person 1 is covered from the next frame on' },
    { frame: 400, words: 'Person 1 is not covered any more' },
  ])
  const apart = { keys: [{ frame: frameIndex(100), box: [500, 0, 10, 10] }] } as const
  const two = projectOf(found('t1', { person: 'p1' }, [100, 400]), found('t2', apart, [100, 700]))
  expect(lookStops(two, none)).toEqual([
    { frame: 99, words: 'Person 1 is covered from the next frame on, and 1 more' },
    { frame: 400, words: 'Person 1 is not covered any more' },
    { frame: 700, words: 'Face 2 is not covered any more' },
  ])
})

test('what is found beside what is hidden is no reason to stop; what somebody called no thing is', () => {
  const text = found('t1', { class: 'text', action: 'ignore' }, [10, 50])
  const face = found('t2', { action: 'ignore' }, [200, 205])
  expect(lookStops(projectOf(text, face), none)).toEqual([{ frame: 200, words: 'Face 2 was called no thing' }])
})

test('a damaged picture is a stop for its run of frames', () => {
  expect(lookStops(projectOf(), new Set([7, 8, 9]))).toEqual([
    { frame: 7, words: 'the picture is damaged here, and all of it is covered' },
  ])
})

test('the next stop is after the frame, the previous before it', () => {
  const stops = [10, 20, 30].map((frame) => ({ frame, words: '' }))
  expect([stopFrom(stops, 20, 1), stopFrom(stops, 20, -1)]).toEqual([2, 0])
  expect([stopFrom(stops, 30, 1), stopFrom(stops, 10, -1)]).toEqual([-1, -1])
})
