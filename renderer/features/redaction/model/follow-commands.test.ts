import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../../../core/clips/clip-index.ts'
import { apply } from '../../../../core/redaction/apply.ts'
import { emptyHistory, perform } from '../../../../core/redaction/history.ts'
import { newProject } from '../../../../core/redaction/new-project.ts'
import type { RegionKey, Track } from '../../../../core/redaction/project.ts'
import { coversFrame, outlineAt } from '../../../../core/redaction/track-region.ts'
import { frameIndex } from '../../../../core/time.ts'
import { type Direction, followedFrom, putFollowed } from './follow-commands.ts'

function keysAt(frames: readonly number[], x: number): readonly RegionKey[] {
  return frames.map((frame) => ({ frame: frameIndex(frame), box: [x, 0, 9, 9] }))
}

const track: Track = {
  ...{ id: 'd1', class: 'overlay', action: 'hide', shape: 'rect', reason: 'g1' },
  keys: keysAt([10, 20, 30], 0),
  untilFrame: frameIndex(40),
}
const project = newProject({
  clip: { sha256: sha256('0'.repeat(64)), frames: 100 },
  purpose: 'SAR',
  secret: '1'.repeat(64),
  tracks: [track],
})

function after(
  directions: readonly ('forward' | 'backward')[],
  frames: readonly number[],
  until: number,
): Track | undefined {
  const region = { shape: 'rect' as const, keys: keysAt(frames, 5), untilFrame: frameIndex(until) }
  const command = putFollowed(project, 'd1', { region, frame: frameIndex(20), directions })
  return command ? apply(project, command).project.tracks[0] : undefined
}

const places = (of: Track | undefined): unknown => of?.keys.map((key) => ['box' in key && key.box[0], key.frame])

test('what is followed begins with the outline of that frame, and with nothing where it is not there', () => {
  expect(followedFrom(track, frameIndex(15))).toMatchObject({
    keys: [{ frame: 15, box: [0, 0, 9, 9] }],
    untilFrame: 16,
  })
  expect(followedFrom(track, frameIndex(50))).toBeNull()
})

test('forward, what was before stays; backward, what comes after; the decisions always', () => {
  const forward = after(['forward'], [20, 25, 70], 90)
  expect(places(forward)).toEqual([
    [0, 10],
    [5, 20],
    [5, 25],
    [5, 70],
  ])
  expect(forward).toMatchObject({ untilFrame: 90, reason: 'g1' })
  const backward = after(['backward'], [3, 20], 21)
  expect(places(backward)).toEqual([
    [5, 3],
    [5, 20],
    [0, 30],
  ])
  expect(backward?.untilFrame).toBe(40)
})

test('both ways, nothing of the old place stays; a track that has gone is not followed', () => {
  expect(places(after(['forward', 'backward'], [3, 20, 70], 90))).toEqual([
    [5, 3],
    [5, 20],
    [5, 70],
  ])
  const region = { shape: 'rect' as const, keys: keysAt([20], 5), untilFrame: frameIndex(21) }
  expect(putFollowed(project, 'd9', { region, frame: frameIndex(20), directions: ['forward'] })).toBeNull()
  expect(putFollowed(project, 'd1', { region, frame: frameIndex(5), directions: ['forward'] })).toBeNull()
})

test('what was found stays found when it is followed', () => {
  const evidence = {
    ...{ source: 'detected' as const, detections: 9, topScore: 1, meanScore: 1, gapsFilled: [], weakest: [] },
    seen: [frameIndex(10), frameIndex(39)] as const,
  }
  const found = { ...project, tracks: [{ ...track, evidence }] }
  const region = { shape: 'rect' as const, keys: keysAt([20, 25, 70], 5), untilFrame: frameIndex(90) }
  const command = putFollowed(found, 'd1', { region, frame: frameIndex(20), directions: ['forward'] })
  if (!command) throw new Error('not followed')
  const followed = perform({ project: found, history: emptyHistory }, command).project
  expect(followed.tracks[0]).toMatchObject({ untilFrame: 90, evidence })
})

test('past the frame where it was lost the region stays as it was, up to its old end', () => {
  const forward = after(['forward'], [20, 22], 25)
  expect(forward?.untilFrame).toBe(40)
  const shownAt = (of: Track | undefined, frames: readonly number[]): unknown =>
    frames.map((frame) => of && outlineAt(of, frameIndex(frame)))
  const boxes = (...from: readonly number[]): readonly object[] => from.map((x) => ({ box: [x, 0, 9, 9] }))
  expect(shownAt(forward, [20, 22, 24, 25, 29, 39])).toMatchObject(boxes(5, 5, 5, 0, 0, 0))
  const backward = after(['backward'], [17, 20], 21)
  expect(shownAt(backward, [10, 16, 17, 20, 30])).toMatchObject(boxes(0, 0, 5, 5, 0))
  expect(places(after(['forward', 'backward'], [17, 20, 24], 25))).toEqual([
    [0, 10],
    [0, 16],
    [5, 17],
    [5, 20],
    [5, 24],
    [0, 25],
    [0, 30],
  ])
})

test('following uncovers no frame', () => {
  const frames = fc.integer({ min: 0, max: 99 })
  const ways = fc.constantFrom<readonly Direction[]>(['forward'], ['backward'], ['forward', 'backward'])
  fc.assert(
    fc.property(frames, frames, ways, fc.integer({ min: 10, max: 39 }), (one, other, directions, frame) => {
      const first = directions.includes('backward') ? Math.min(one, frame) : frame
      const last = directions.includes('forward') ? Math.max(other, frame) : frame
      const keys = keysAt([...new Set([first, frame, last])], 5)
      const region = { shape: 'rect' as const, keys, untilFrame: frameIndex(last + 1) }
      const command = putFollowed(project, 'd1', { region, frame: frameIndex(frame), directions })
      if (!command) throw new Error('not followed')
      const [followed] = apply(project, command).project.tracks
      for (let at = 10; at < 40; at++) expect(followed && coversFrame(followed, frameIndex(at))).toBe(true)
      for (let at = first; at <= last; at++) expect(followed && coversFrame(followed, frameIndex(at))).toBe(true)
    }),
  )
})
