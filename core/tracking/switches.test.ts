import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Detection, DetectionClass } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { boxCentre, insidePicture } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Track } from '../redaction/project.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { box, clip, coveredBy, runOf } from './synthetic/small-clip.ts'
import { trackingSettings } from './tracking-settings.ts'

const classes: readonly DetectionClass[] = ['face', 'head']
const settings = trackingSettings({}, new Set(classes), 'head')

/** Where somebody's face and head are when the head begins at `x`. */
const faceAt = (x: number): Box => [x + 8, 116, 28, 36]
const headAt = (x: number): Box => [x, 100, 44, 56]

/** Stands at 300. */
const standing = 300
/** Walks from the left to the right, and passes before whoever stands there at frame 30. */
const walking = (frame: number): number => standing + 6 * (frame - 30)

function during(from: number, until: number, at: (frame: number) => Box, name: DetectionClass): Detection[] {
  return Array.from({ length: until - from }, (_, count) => box(from + count, at(from + count), 0.8, name))
}

/** Both faces all the time; of the heads only the nearest: the walker's until they pass, then that of whoever stands. */
function passing(): Detection[] {
  return [
    ...during(0, 60, () => faceAt(standing), 'face'),
    ...during(0, 60, (frame) => faceAt(walking(frame)), 'face'),
    ...during(0, 30, (frame) => headAt(walking(frame)), 'head'),
    ...during(30, 60, () => headAt(standing), 'head'),
  ]
}

function link(detections: readonly Detection[]) {
  return linkDetections(runOf(detections, { classes }), clip, settings).tracks
}

function isAt(track: Track, frame: number, x: number): boolean {
  const outline = outlineAt(track, frameIndex(frame))
  return outline !== null && Math.abs(boxCentre(boundsOf(outline))[0] - x) < 30
}

describe('a head that goes over from one person to another', () => {
  test('is cut where it does: each piece is of the person whose face it holds', () => {
    const tracks = link(passing())
    const personAt = (name: DetectionClass, frame: number, x: number) =>
      tracks.filter((track) => track.class === name && isAt(track, frame, x)).map(({ person }) => person)
    const [own] = personAt('face', 3, standing + 22)
    const [walker] = personAt('face', 3, walking(3) + 22)
    expect(own).toBeDefined()
    expect(walker).toBeDefined()
    expect(own).not.toBe(walker)
    expect(personAt('head', 3, walking(3) + 22)).toEqual([walker])
    expect(personAt('head', 55, standing + 22)).toEqual([own])
  })

  test('is covered by both where nobody can tell whose it is', () => {
    const heads = link(passing()).filter((track) => track.class === 'head')
    expect(heads).toHaveLength(2)
    const meeting = Array.from({ length: 60 }, (_, frame) => frame).filter((frame) =>
      heads.every((track) => outlineAt(track, frameIndex(frame)) !== null),
    )
    expect(meeting.length).toBeGreaterThan(0)
  })

  test('stays whole where the face was only lost and found again', () => {
    const tracks = link([
      ...during(0, 20, () => faceAt(standing), 'face'),
      ...during(45, 60, () => faceAt(standing + 4), 'face'),
      ...during(0, 60, () => headAt(standing), 'head'),
    ])
    expect(tracks.filter((track) => track.class === 'head')).toHaveLength(1)
  })
})

test('whoever walks past whom: every head and face that was found is covered', () => {
  const walker = fc.record({
    start: fc.integer({ min: -60, max: 640 }),
    speed: fc.integer({ min: -9, max: 9 }),
    lost: fc.integer({ min: 0, max: 59 }),
  })
  fc.assert(
    fc.property(fc.array(walker, { minLength: 2, maxLength: 4 }), (walkers) => {
      const detections = walkers.flatMap(({ start, speed, lost }) => [
        ...during(0, 60, (frame) => faceAt(start + speed * frame), 'face'),
        ...during(0, 60, (frame) => headAt(start + speed * frame), 'head').filter(({ frame }) => frame < lost),
      ])
      const tracks = link(detections)
      for (const { frame, box: at } of detections)
        if (insidePicture(at, clip)) expect(coveredBy(tracks, frame, at)).toBeGreaterThanOrEqual(0.9)
    }),
    { numRuns: 60 },
  )
})
