import { describe, expect, test } from 'vitest'
import { sha256 } from '../clips/clip-index.ts'
import type { Detection, DetectionClass, DetectionRun } from '../detection/detection.ts'
import type { Box } from '../geometry/shape.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { randomFrom } from './synthetic/random.ts'
import { type TrackingClip, trackingSettings } from './tracking-settings.ts'

const frames = 90
const clip: TrackingClip = { frames, width: 1280, height: 720, framesPerSecond: 30 }
const settings = trackingSettings({}, new Set<DetectionClass>(['face', 'head']), 'head')

/** Red, and blue, from head to foot. */
const red = 'f0000000000000000000000088800000'
const blue = '00000f00000000000000000088800000'

type Seen = { readonly name: DetectionClass; readonly box: Box; readonly part?: 'hand'; readonly worn?: string }

function seenDuring(from: number, until: number, { name, box, part, worn }: Seen, perFrame = 0): Detection[] {
  return Array.from({ length: until - from }, (_, at) => ({
    frame: frameIndex(from + at),
    class: name,
    ...(part ? { part } : {}),
    box: [box[0] + perFrame * at, box[1], box[2], box[3]] as const,
    score: 0.8,
    model: name,
    ...(worn ? { appearance: worn } : {}),
  }))
}

function link(detections: readonly Detection[], more: Partial<DetectionRun> = {}) {
  const about = { clip: { sha256: sha256('0'.repeat(64)), frames }, classes: ['face' as const], failed: [] }
  const models = [...new Set(detections.map((one) => one.model))]
  const examined = models.flatMap((model) =>
    Array.from({ length: frames }, (_, frame) => ({ frame: frameIndex(frame), model, scale: 960 })),
  )
  return linkDetections({ version: 1, profile: 'fast', ...about, examined, detections, ...more }, clip, settings)
}

/** Somebody seen whole: face, head, both hands and body. */
function whole(x: number, from = 0, until = frames): Detection[] {
  return [
    ...seenDuring(from, until, { name: 'face', box: [x + 45, 115, 30, 38] }),
    ...seenDuring(from, until, { name: 'head', box: [x + 38, 100, 44, 56] }),
    ...seenDuring(from, until, { name: 'person', box: [x, 96, 120, 380] }),
    ...seenDuring(from, until, { name: 'person', part: 'hand', box: [x + 5, 300, 26, 26] }),
    ...seenDuring(from, until, { name: 'person', part: 'hand', box: [x + 92, 300, 26, 26] }),
  ]
}

describe('one person', () => {
  test('face, head, hands and body of each of two people carry their names, by first frame and then x', () => {
    const { tracks } = link([...whole(700), ...whole(100)])
    expect(tracks).toHaveLength(10)
    for (const track of tracks) {
      const key = track.keys[0]
      const left = key && 'box' in key && key.box[0] < 400
      expect([track.class, track.person]).toEqual([track.class, left ? 'p1' : 'p2'])
    }
    expect(tracks.filter((track) => track.extent === 'head-and-hands')).toHaveLength(4)
  })

  test('a face between two bodies is nobody’s', () => {
    const { tracks } = link([
      ...seenDuring(0, frames, { name: 'face', box: [145, 115, 30, 38] }),
      ...seenDuring(0, frames, { name: 'person', box: [100, 96, 120, 380] }),
      ...seenDuring(0, frames, { name: 'person', box: [20, 80, 170, 390] }),
    ])
    expect(tracks.map((track) => track.person)).toEqual([undefined, undefined, undefined])
  })

  test('two faces in one head are neither’s', () => {
    const { tracks } = link([
      ...seenDuring(0, frames, { name: 'head', box: [138, 100, 64, 76] }),
      ...seenDuring(0, frames, { name: 'face', box: [140, 115, 28, 34] }),
      ...seenDuring(0, frames, { name: 'face', box: [171, 115, 28, 34] }),
    ])
    expect(tracks).toHaveLength(3)
    expect(tracks.every((track) => track.person === undefined)).toBe(true)
  })

  test('a face that goes over from one body to another is neither’s', () => {
    const { tracks } = link([
      ...seenDuring(0, frames, { name: 'face', box: [345, 115, 30, 38] }),
      ...seenDuring(0, 45, { name: 'person', box: [300, 96, 120, 380], worn: red }),
      ...seenDuring(0, 50, { name: 'person', box: [900, 96, 120, 380], worn: blue }, -12),
      ...seenDuring(50, frames, { name: 'person', box: [300, 96, 120, 380], worn: blue }),
    ])
    expect(tracks.filter((track) => track.class === 'person')).toHaveLength(2)
    expect(tracks.filter((track) => track.class === 'face').map((track) => track.person)).toEqual([undefined])
  })

  test('a face that passes in front of a body is not that body’s', () => {
    const { tracks } = link([
      ...seenDuring(0, frames, { name: 'person', box: [500, 96, 120, 380] }),
      ...seenDuring(0, frames, { name: 'face', box: [100, 115, 30, 38] }, 9),
    ])
    expect(tracks.every((track) => track.person === undefined)).toBe(true)
  })
})

describe('proposals', () => {
  test('somebody dressed alike who comes back is proposed, with the reasons, and not merged', () => {
    const { tracks, proposals } = link([
      ...seenDuring(0, 20, { name: 'face', box: [300, 115, 60, 75], worn: red }),
      ...seenDuring(70, 90, { name: 'face', box: [620, 115, 58, 73], worn: red }),
    ])
    expect(tracks).toHaveLength(2)
    expect(proposals).toHaveLength(1)
    expect(proposals[0]).toMatchObject({ between: ['t1', 't2'], reasons: { gapSeconds: 1.7, appearance: 0 } })
    expect(proposals[0]?.likeness).toBeGreaterThan(0.8)
  })

  test('somebody dressed otherwise is not proposed', () => {
    const { proposals } = link([
      ...seenDuring(0, 20, { name: 'face', box: [300, 115, 60, 75], worn: red }),
      ...seenDuring(70, 90, { name: 'face', box: [380, 115, 58, 73], worn: blue }),
    ])
    expect(proposals).toEqual([])
  })

  test('never two who were seen at the same time, however alike', () => {
    const { proposals } = link([
      ...seenDuring(0, 60, { name: 'face', box: [300, 115, 60, 75], worn: red }),
      ...seenDuring(59, 90, { name: 'face', box: [500, 115, 60, 75], worn: red }),
    ])
    expect(proposals).toEqual([])
  })

  test('across a cut, persons are proposed by their names', () => {
    const later = whole(640, 45).map((one) => ({ ...one, appearance: red }))
    const before = whole(100, 0, 45).map((one) => ({ ...one, appearance: red }))
    const { proposals } = link([...before, ...later], { cuts: [frameIndex(45)] })
    expect(proposals.map(({ between }) => between)).toEqual([['p1', 'p2']])
    expect(proposals[0]?.reasons.apart).toBeUndefined()
  })
})

describe('clothing in association', () => {
  const placed = (x: number): Box => [x, 115, 60, 75]

  test('two who swap places behind a pole keep their tracks by what they wear', () => {
    const { tracks } = link([
      ...seenDuring(0, 30, { name: 'face', box: placed(300), worn: red }, 3),
      ...seenDuring(0, 30, { name: 'face', box: placed(500), worn: blue }, -3),
      ...seenDuring(38, 60, { name: 'face', box: placed(378), worn: blue }, -3),
      ...seenDuring(38, 60, { name: 'face', box: placed(422), worn: red }, 3),
    ])
    expect(tracks).toHaveLength(2)
    const ends = tracks.map((track) => track.keys.findLast((key) => key.frame < 60))
    const [first, second] = ends.map((key) => (key && 'box' in key ? key.box[0] : 0))
    expect(first).toBeGreaterThan(440)
    expect(second).toBeLessThan(360)
  })

  test('found again after two seconds: the same track where the clothing is alike, another where it is not', () => {
    const before = seenDuring(0, 15, { name: 'face', box: placed(300), worn: red })
    const again = (worn: string) => seenDuring(75, 90, { name: 'face', box: placed(330), worn })
    expect(link([...before, ...again(red)]).tracks).toHaveLength(1)
    expect(link([...before, ...again(blue)]).tracks).toHaveLength(2)
  })
})

test('a thousand faces, heads and bodies in every frame: nobody is surely anybody, and it ends', () => {
  const random = randomFrom(7)
  const names = ['face', 'head', 'person'] as const
  const detections = Array.from({ length: 9000 }, (_, at): Detection => {
    const width = 8 + random() * 20
    const box: Box = [random() * 1250, random() * 690, width, width * 1.2]
    return {
      frame: frameIndex(at % 3),
      class: names[at % 9 < 3 ? 0 : at % 9 < 6 ? 1 : 2] ?? 'face',
      box,
      score: 0.6,
      model: 'm',
    }
  })
  const { tracks, proposals, lookHere } = link(detections)
  expect(tracks.length).toBeGreaterThan(300)
  expect(tracks.every((track) => track.person === undefined)).toBe(true)
  expect(proposals.length).toBeLessThanOrEqual(600)
  expect(lookHere.length).toBeLessThanOrEqual(60)
})
