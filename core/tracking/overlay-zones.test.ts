import { describe, expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, DetectionClass, DetectionRun } from '../detection/detection.ts'
import { boxArea, shareInside } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { withoutOverlays } from './overlay-zones.ts'
import { trackingSettings } from './tracking-settings.ts'

const zone = { box: [10, 10, 200, 24] as const, scores: [0.9], seen: [0, 9] as const }

function left(name: Detection['class'], box: Box, more: Partial<Detection> = {}): number {
  const detections = [{ frame: frameIndex(0), class: name, box, score: 0.9, model: 'm', ...more }]
  const about = { clip: { sha256: sha256('0'.repeat(64)), frames: 10 }, classes: [], examined: [], failed: [] }
  const run: DetectionRun = { version: 1, profile: 'fast', ...about, detections }
  return withoutOverlays(run, [zone]).detections.length
}

test('writing of an overlay, and what was derived from it, is the overlay; what lies beside it is not', () => {
  expect(left('text', [12, 12, 90, 18])).toBe(0)
  expect(left('card', [0, 0, 220, 50], { derivedFrom: 'text' })).toBe(0)
  expect(left('document', [0, 0, 400, 300], { derivedFrom: 'text' })).toBe(1)
  expect(left('text', [12, 60, 90, 18])).toBe(1)
  expect(left('face', [12, 12, 20, 20])).toBe(1)
})

const frames = 120
const size = { frames, width: 1280, height: 720, framesPerSecond: 30 }
const stamp: Box = [40, 30, 300, 24]
const serial: Box = [40, 62, 180, 22]

function runWith(boxes: (frame: number) => readonly Box[], moves: number): DetectionRun {
  const looks = Array.from({ length: frames / 4 }, (_, look) => 4 * look)
  const texts = looks.flatMap((frame) =>
    boxes(frame).map((box) => ({ frame: frameIndex(frame), class: 'text' as const, box, score: 0.7, model: 'words' })),
  )
  return {
    version: 1,
    profile: 'balanced',
    clip: { sha256: sha256('0'.repeat(64)), frames },
    classes: ['overlay', 'text'],
    examined: looks.map((frame) => ({ frame: frameIndex(frame), model: 'words', scale: 960 })),
    failed: [],
    detections: texts,
    camera: Array.from({ length: frames - 1 }, (_, at) => [frameIndex(at + 1), moves, 0] as const),
  }
}

function linked(run: DetectionRun) {
  return linkDetections(run, size, trackingSettings({}, new Set<DetectionClass>(['text']))).tracks
}

describe('burnt-in text', () => {
  const seen = (frame: number): readonly Box[] => [
    // The seconds change, so the box's width does; now and then the detector misses a line.
    [stamp[0], stamp[1] + (frame % 3) - 1, stamp[2] - (frame % 8), stamp[3]],
    ...(frame % 20 === 0 ? [] : [serial]),
    [700 - 3 * frame, 300, 160, 30],
  ]

  test('is one undecided zone with one key for the whole clip; text of the scene is tracked', () => {
    const tracks = linked(runWith(seen, -3))
    const zones = tracks.filter((track) => track.class === 'overlay')
    expect(zones).toHaveLength(1)
    expect(zones[0]).toMatchObject({ id: 't1', action: 'undecided', shape: 'rect', untilFrame: frames })
    expect(zones[0]?.keys).toHaveLength(1)
    const key = zones[0]?.keys[0]
    const zone: Box = key && 'box' in key ? key.box : [0, 0, 0, 0]
    for (const line of [stamp, serial]) expect(shareInside(line, zone)).toBeGreaterThan(0.95)
    expect(boxArea(zone)).toBeLessThan(2.5 * (boxArea(stamp) + boxArea(serial)))
    expect(tracks.filter((track) => track.class === 'text').length).toBeGreaterThan(0)
    expect(
      tracks.some((track) => track.class === 'text' && track.keys.some((at) => 'box' in at && at.box[1] < 100)),
    ).toBe(false)
  })

  test('is not told from a sign on the wall while the camera stands still', () => {
    expect(linked(runWith(seen, 0)).some((track) => track.class === 'overlay')).toBe(false)
  })

  test('is there through nearly the whole clip: a paper held still for half of it is none', () => {
    const tracks = linked(runWith((frame) => (frame < 60 ? [stamp] : []), -3))
    expect(tracks.map((track) => track.class)).toEqual(['text'])
  })

  test('at two places is two zones', () => {
    const tracks = linked(runWith(() => [stamp, [900, 670, 300, 24]], -3))
    expect(tracks.map((track) => [track.class, track.keys.length])).toEqual([
      ['overlay', 1],
      ['overlay', 1],
    ])
  })
})
