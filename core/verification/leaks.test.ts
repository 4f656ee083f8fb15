import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, DetectionClass, DetectionRun } from '../detection/detection.ts'
import { containsPoint, sampledShare } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { PlanFrame } from '../redaction/plan.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { regionsAt } from '../redaction/regions-at.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { defaultTrackingSettings, trackingSettings } from '../tracking/tracking-settings.ts'
import { coveredShare } from './covered-share.ts'
import { findLeaks, tracksFromLeaks } from './leaks.ts'

const size = { width: 640, height: 360 }
const frames = 30
const clip = { sha256: sha256('0'.repeat(64)), frames }
const face: Box = [200, 100, 40, 50]

function track(id: string, action: Track['action'], box: Box, more: Partial<Track> = {}): Track {
  const keys = [{ frame: frameIndex(0), box }]
  return { id, class: 'face', action, shape: 'ellipse', keys, untilFrame: frameIndex(frames), margin: 0.3, ...more }
}

function projectOf(tracks: readonly Track[], more: Partial<RedactionProject> = {}): RedactionProject {
  const decided = { purpose: 'case', spans: null, defaultAction: 'hide', inverse: false, secret: '00' } as const
  return { version: 1, clip, ...decided, tracks, blanks: [], audio: [], ...more }
}

function seen(at: readonly number[], box: Box = face, score = 0.4, name: DetectionClass = 'face'): Detection[] {
  return at.map((frame) => ({ frame: frameIndex(frame), class: name, box, score, model: 'm' }))
}

function search(
  detections: readonly Detection[],
  project: RedactionProject,
  every = 1,
  settings = defaultTrackingSettings,
) {
  const looks = Array.from({ length: Math.ceil(frames / every) }, (_, look) => frameIndex(look * every))
  const examined = looks.map((frame) => ({ frame, model: 'm', scale: 960 }))
  const classes: DetectionClass[] = ['face']
  const run: DetectionRun = { version: 1, clip, profile: 'fast', classes, examined, failed: [], detections }
  const planFrames = Array.from({ length: frames }, (_, frame) => regionsAt(project, frameIndex(frame)))
  return findLeaks({ run, planFrames, project, size, settings })
}

const nothing = projectOf([])

describe('findLeaks', () => {
  test('a face seen in three of five looks is a leak in each', () => {
    const { leaks, lookHere } = search(seen([10, 12, 14]), nothing)
    expect(leaks.map((leak) => leak.frame)).toEqual([10, 12, 14])
    expect(leaks[0]).toEqual({ frame: 10, class: 'face', box: face, score: 0.4 })
    expect(lookHere).toEqual([])
  })

  test('seen in two looks, or three within six: weak, for a person to look at', () => {
    const lookHere = [{ frame: 10, why: 'weak-leak', weight: 0.7 }]
    expect(search(seen([10, 12]), nothing)).toEqual({ leaks: [], lookHere })
    expect(search(seen([10, 12, 15]), nothing).leaks).toEqual([])
  })

  test('looks count, not frames: with a stride of 3 the five looks span thirteen frames', () => {
    expect(search(seen([6, 12, 18]), nothing, 3).leaks).toHaveLength(3)
    expect(search(seen([6, 12, 21]), nothing, 3).leaks).toHaveLength(0)
  })

  test('a score of 0.6 is a leak at once; below the start threshold nothing is', () => {
    expect(search(seen([10], face, 0.6), nothing).leaks).toHaveLength(1)
    expect(search(seen([10], face, 0.59), nothing).leaks).toHaveLength(0)
    expect(search(seen([10, 11, 12], face, 0.29), nothing)).toEqual({ leaks: [], lookHere: [] })
  })

  test('boxes that lie elsewhere are not the same face', () => {
    const scattered = [10, 11, 12].flatMap((frame) => seen([frame], [frame * 40, 100, 40, 50]))
    expect(search(scattered, nothing).leaks).toEqual([])
  })

  test('several passes over one face are one leak, with the union of their boxes', () => {
    const { leaks } = search([...seen([10], face, 0.7), ...seen([10], [196, 98, 44, 56], 0.5)], nothing)
    expect(leaks).toEqual([{ frame: 10, class: 'face', box: [196, 98, 44, 56], score: 0.7 }])
  })

  test('hidden by half: no leak; hidden by less: a leak', () => {
    const covering = (x: number) => projectOf([track('t1', 'hide', [x, 90, 40, 70], { shape: 'rect', margin: 0 })])
    expect(search(seen([10], face, 0.9), covering(181)).leaks).toEqual([])
    expect(search(seen([10], face, 0.9), covering(178)).leaks).toHaveLength(1)
  })

  test('nothing leaks from blank or left-out frames', () => {
    const blank = projectOf([], { blanks: [{ from: frameIndex(5), until: frameIndex(15), reason: 'child' }] })
    expect(search(seen([10], face, 0.9), blank).leaks).toEqual([])
    const span = projectOf([], { spans: [[frameIndex(20), frameIndex(30)]] })
    expect(search(seen([10], face, 0.9), span).leaks).toEqual([])
  })

  test('kept and ignored tracks may be seen; their neighbours may not', () => {
    for (const action of ['keep', 'ignore'] as const) {
      const project = projectOf([track('t1', action, [202, 104, 38, 46])])
      expect(search(seen([10], face, 0.9), project).leaks).toEqual([])
      expect(search(seen([10], [245, 100, 40, 50], 0.9), project).leaks).toHaveLength(1)
    }
  })

  test('an ignored person or a large kept box does not excuse a face in it', () => {
    const body: Box = [150, 60, 160, 290]
    const ignored = projectOf([track('t1', 'ignore', body, { class: 'person', shape: 'rect' })])
    expect(search(seen([10], face, 0.9), ignored).leaks).toHaveLength(1)
    const large = projectOf([track('t1', 'keep', body)])
    expect(search(seen([10], face, 0.9), large).leaks).toHaveLength(1)
  })

  test('a kept body shows its face, unless its face has a track elsewhere', () => {
    const body = track('t1', 'keep', [150, 60, 160, 290], { class: 'person', shape: 'rect', person: 'requester' })
    expect(search(seen([10], face, 0.9), projectOf([body])).leaks).toEqual([])
    const own = track('t2', 'keep', [260, 70, 40, 50], { person: 'requester' })
    expect(search(seen([10], face, 0.9), projectOf([body, own])).leaks).toHaveLength(1)
  })

  test('inverse: what is not kept is covered, and hidden wins inside what is kept', () => {
    const kept = track('t1', 'keep', [150, 50, 200, 200], { class: 'person', shape: 'rect', margin: 0 })
    const inverse = projectOf([kept], { inverse: true })
    expect(search(seen([10], [500, 200, 40, 50], 0.9, 'screen'), inverse).leaks).toEqual([])
    expect(search(seen([10], face, 0.9, 'screen'), inverse).leaks).toHaveLength(1)
    const hidden = projectOf([kept, track('t2', 'hide', face)], { inverse: true })
    expect(search(seen([10], face, 0.9, 'screen'), hidden).leaks).toEqual([])
  })

  test('classes that are not to be hidden do not leak', () => {
    expect(search(seen([10], face, 0.9, 'person'), nothing).leaks).toEqual([])
    const asked = trackingSettings({}, new Set<DetectionClass>(['person']))
    expect(search(seen([10], face, 0.9, 'person'), nothing, 1, asked).leaks).toHaveLength(1)
  })
})

describe('coveredShare', () => {
  const region = (box: Box, angle: number, shape: 'rect' | 'ellipse' = 'rect') =>
    ({ track: 't1', style: 'solid', strength: 1, shape, box, angle }) as const
  const frame = (regions: PlanFrame['regions']): PlanFrame => ({ frame: frameIndex(0), mode: 'hide', regions })

  test('a quarter turn swaps width and height', () => {
    const turned = frame([region([100, 140, 80, 20], 90)])
    expect(coveredShare([130, 110, 20, 80], turned, size)).toBe(1)
    expect(coveredShare([100, 140, 80, 20], turned, size)).toBe(0.25)
  })

  test('clockwise: a line turned by 45 degrees runs from top left to bottom right', () => {
    const turned = frame([region([100, 190, 200, 20], 45)])
    expect(coveredShare([240, 240, 10, 10], turned, size)).toBe(1)
    expect(coveredShare([240, 150, 10, 10], turned, size)).toBe(0)
  })

  test('an ellipse covers about 79 % of its box, a triangle half', () => {
    expect(coveredShare(face, frame([region(face, 0, 'ellipse')]), size)).toBeCloseTo(Math.PI / 4, 1)
    const points = [
      [200, 100],
      [240, 100],
      [200, 150],
    ] as const
    const triangle = { track: 't1', style: 'solid', strength: 1, shape: 'polygon', points } as const
    expect(coveredShare(face, frame([triangle]), size)).toBeCloseTo(0.5, 1)
  })

  test('only what lies in the picture counts', () => {
    const border = frame([region([0, 0, 20, 50], 0)])
    expect(coveredShare([-20, 0, 40, 50], border, size)).toBe(1)
    expect(coveredShare([-50, 0, 40, 50], frame([]), size)).toBe(1)
  })
})

describe('tracksFromLeaks', () => {
  const trackingClip = { frames, ...size, framesPerSecond: 30 }
  const leak = (frame: number, box: Box) => ({ frame: frameIndex(frame), class: 'face', box, score: 0.4 })

  test('numbers on, hides, says why, and is held on both sides', () => {
    const project = projectOf([track('t2', 'hide', [0, 0, 10, 10]), track('x9', 'hide', [0, 0, 10, 10])])
    const tracks = tracksFromLeaks(
      [leak(10, face), leak(12, face), leak(25, [400, 100, 40, 50])],
      project,
      trackingClip,
    )
    expect(tracks.map(({ id, action, class: name }) => [id, action, name])).toEqual([
      ['t3', 'hide', 'face'],
      ['t4', 'hide', 'face'],
    ])
    expect(tracks[0]?.evidence).toMatchObject({ source: 'leak', seen: [10, 12] })
    expect(tracks[0]?.keys[0]?.frame).toBe(0)
    expect(tracks[0]?.untilFrame).toBe(28)
  })

  test('covers every leak it is made of', () => {
    const anyLeak = fc
      .tuple(fc.nat(frames - 1), fc.nat(600), fc.nat(320), fc.integer({ min: 8, max: 90 }))
      .map(([frame, x, y, side]) => leak(frame, [x, y, side, side]))
    fc.assert(
      fc.property(fc.array(anyLeak, { maxLength: 30 }), (leaks) => {
        const tracks = tracksFromLeaks(leaks, nothing, trackingClip)
        for (const one of leaks) {
          const outlines = tracks.flatMap((made) => outlineAt({ ...made, shape: 'rect' }, one.frame) ?? [])
          const covers = (point: readonly [number, number]) => outlines.some((outline) => containsPoint(outline, point))
          expect(sampledShare(one.box, size, covers)).toBeGreaterThanOrEqual(0.9)
        }
      }),
    )
  })

  test('hides what a detection would have left to people', () => {
    const overlay = { frame: frameIndex(10), class: 'overlay', box: face, score: 0.9 }
    expect(tracksFromLeaks([overlay], nothing, trackingClip).map(({ action }) => action)).toEqual(['hide'])
  })

  test('no leaks, no tracks', () => {
    expect(tracksFromLeaks([], nothing, trackingClip)).toEqual([])
  })
})
