import { describe, expect, test } from 'vitest'
import type { DetectionClass } from '../detection/detection.ts'
import { boundsOf } from '../geometry/bounds.ts'
import type { Box } from '../geometry/shape.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { linkDetections } from './link-detections.ts'
import { detected } from './synthetic/detector.ts'
import { randomFrom } from './synthetic/random.ts'
import { scenes } from './synthetic/scene.ts'
import { box, clip, coveredBy, link, runOf } from './synthetic/small-clip.ts'
import { defaultTrackingSettings, trackingSettings } from './tracking-settings.ts'

const steady: Box = [300, 150, 40, 50]
const large: Box = [300, 150, 60, 75]

describe('linkDetections', () => {
  test('nothing detected: no tracks', () => {
    expect(link([])).toEqual({ tracks: [], lookHere: [], proposals: [] })
  })

  test('a clip of one frame', () => {
    const run = runOf([box(0, steady)], {}, 1)
    const { tracks } = linkDetections(run, { ...clip, frames: 1 }, defaultTrackingSettings)
    expect(tracks).toHaveLength(1)
    expect(tracks[0]).toMatchObject({ id: 't1', action: 'hide', shape: 'ellipse', margin: 0.3, untilFrame: 1 })
  })

  test('three passes over one face are one track, and a neighbour is another', () => {
    const frames = Array.from({ length: 20 }, (_, frame) => frame)
    const { tracks } = link(
      frames.flatMap((frame) => [
        box(frame, steady, 0.9),
        box(frame, [296, 146, 47, 60], 0.5),
        box(frame, [303, 154, 36, 44], 0.4),
        box(frame, [345, 150, 40, 50], 0.7),
      ]),
    )
    expect(tracks).toHaveLength(2)
    expect(tracks.map((track) => track.evidence?.detections)).toEqual([20, 20])
  })

  test('a loose box over two people swallows neither', () => {
    const frames = Array.from({ length: 10 }, (_, frame) => frame)
    const tight: Box = [230, 160, 34, 40]
    const { tracks } = link(
      frames.flatMap((frame) => [
        box(frame, [200, 120, 150, 150], 0.9),
        box(frame, tight, 0.35),
        box(frame, [300, 160, 34, 40], 0.4),
      ]),
    )
    expect(tracks).toHaveLength(3)
  })

  test('a weak box alone makes no track, but a frame to look at', () => {
    expect(link([box(20, steady, 0.2)])).toEqual({
      tracks: [],
      lookHere: [{ frame: 20, why: 'untracked-detection', weight: 0.37 }],
      proposals: [],
    })
  })

  test('a face seen once is hidden before and after, up to the neighbouring looks and beyond', () => {
    const { tracks } = link([box(30, steady, 0.35)])
    expect(tracks).toHaveLength(1)
    for (const frame of [26, 30, 34]) expect(coveredBy(tracks, frame, steady)).toBe(1)
    const examined = [14, 22, 30, 38, 46].map((frame) => ({ frame: frameIndex(frame), model: 'm', scale: 960 }))
    const strided = link([box(30, steady, 0.35)], { examined }).tracks
    for (const frame of [22, 38]) expect(coveredBy(strided, frame, steady)).toBe(1)
  })

  test('weak boxes before the first strong one belong to the track', () => {
    const weak = [10, 11, 12, 13].map((frame) => box(frame, steady, 0.2))
    const strong = [14, 15, 16, 17].map((frame) => box(frame, steady, 0.6))
    const { tracks } = link([...weak, ...strong])
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.evidence).toMatchObject({ seen: [10, 17], detections: 8, topScore: 0.6 })
  })

  test('a gap is bridged, named, and to be looked at', () => {
    const seen = [0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 25, 30]
    const at = (frame: number): Box => [100 + 6 * frame, 150, 40, 50]
    const { tracks, lookHere } = link(seen.map((frame) => box(frame, at(frame))))
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.evidence?.gapsFilled).toEqual([
      [6, 16],
      [21, 25],
      [26, 30],
    ])
    expect(lookHere).toContainEqual({ frame: 10, track: 't1', why: 'gap-filled', weight: 0.4 })
    for (let frame = 0; frame <= 20; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThanOrEqual(0.99)
  })

  test('weak frames and jumps in size are to be looked at; what is near in time is named once, by the most telling', () => {
    const frames = Array.from({ length: 61 }, (_, frame) => frame)
    const boxes = frames.map((frame) => box(frame, frame < 40 ? steady : [290, 130, 62, 80], frame === 20 ? 0.2 : 0.8))
    const { lookHere } = linkDetections(runOf(boxes, {}, 61), { ...clip, frames: 61 }, defaultTrackingSettings)
    expect(lookHere.map(({ frame, track, why }) => [frame, track, why])).toEqual([
      [0, 't1', 'birth'],
      [20, 't1', 'low-score'],
      [40, 't1', 'size-jump'],
      [60, 't1', 'death'],
    ])
    const near = link(
      [10, 11, 12, 13].map((frame) => box(frame, frame < 12 ? steady : [290, 130, 62, 80], frame === 11 ? 0.2 : 0.8)),
    )
    expect(near.lookHere.map(({ frame, why }) => [frame, why])).toEqual([[10, 'birth']])
  })

  test('a face that is lost stays hidden for half a second, then the track ends', () => {
    const { tracks } = link(Array.from({ length: 10 }, (_, frame) => box(frame, large)))
    expect(tracks[0]?.untilFrame).toBe(9 + 15 + 1)
    expect(coveredBy(tracks, 24, large)).toBe(1)
  })

  test('a small face is held for up to twice as long: detectors lose it for longer', () => {
    const { tracks } = link(Array.from({ length: 10 }, (_, frame) => box(frame, [300, 150, 24, 30])))
    expect(tracks[0]?.untilFrame).toBe(9 + 30 + 1)
  })

  test('a small face lost for two seconds, too far to be surely the same, is hidden on its way all the same', () => {
    const at = (frame: number): Box => [100 + frame, 150, 24, 30]
    const seen = [0, 1, 2, 3, 64, 65, 66, 67]
    const longer = { ...clip, frames: 90 }
    const run = runOf(
      seen.map((frame) => box(frame, at(frame))),
      {},
      90,
    )
    const { tracks } = linkDetections(run, longer, defaultTrackingSettings)
    expect(tracks).toHaveLength(2)
    for (let frame = 0; frame < 68; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThanOrEqual(0.9)
  })

  test('a small face that walks and is lost for over a second is hidden where it walks', () => {
    const at = (frame: number): Box => [100 + 3 * frame, 150, 20, 26]
    const seen = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50, 51, 52, 53, 54, 55]
    const { tracks } = link(seen.map((frame) => box(frame, at(frame))))
    for (let frame = 0; frame < 56; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThan(0.95)
  })

  test('a large face lost and found in its place stays hidden for a second and a half, not for longer', () => {
    const lostFor = (frames: number) =>
      link([0, 1, 2, 3].flatMap((at) => [box(at, large), box(at + frames + 3, large)]))
    for (let frame = 0; frame < 50; frame++) expect(coveredBy(lostFor(42).tracks, frame, large)).toBe(1)
    expect(coveredBy(lostFor(50).tracks, 28, large)).toBe(0)
  })

  test('held up to a cut and led in from it, not across', () => {
    const seen = Array.from({ length: 20 }, (_, frame) => box(frame + 10, steady))
    const [before, after] = link(seen, { cuts: [frameIndex(20)] }).tracks
    expect([before?.untilFrame, after?.keys[0]?.frame]).toEqual([20, 20])
    const single = link([box(24, large), box(25, large), box(26, large)], { cuts: [frameIndex(22)] }).tracks
    expect(single.map((track) => track.keys[0]?.frame)).toEqual([22])
  })

  test('one face under a camera that jerks between two looks is followed where its motion was measured', () => {
    const jerk = (frame: number): number => (frame % 4 < 2 ? 0 : 120)
    const at = (frame: number): Box => [200 + jerk(frame), 150, 40, 50]
    const camera = Array.from({ length: 59 }, (_, last) => last + 1).flatMap((frame) => {
      const dx = jerk(frame) - jerk(frame - 1)
      return dx === 0 ? [] : [[frameIndex(frame), dx, 0] as const]
    })
    const looks = Array.from({ length: 20 }, (_, look) => 3 * look)
    const { tracks } = link(
      looks.map((frame) => box(frame, at(frame))),
      { camera },
    )
    expect(tracks).toHaveLength(1)
    for (let frame = 0; frame < 58; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThanOrEqual(0.9)
    const painted = (frame: number): number => {
      const outline = tracks[0] && outlineAt(tracks[0], frameIndex(frame))
      return outline ? boundsOf(outline)[2] : 0
    }
    expect(painted(31)).toBeLessThan(1.5 * 40)
  })

  test('one face under a camera that rolls is followed where the turning was measured', () => {
    const turn = (frame: number): number => 0.25 * Math.sin(frame / 3)
    const at = (frame: number): Box => {
      const [x, y] = [180 * Math.cos(turn(frame)), 180 * Math.sin(turn(frame))]
      return [320 + x - 14, 180 + y - 17, 28, 34]
    }
    const camera = Array.from({ length: 59 }, (_, before) => {
      return [frameIndex(before + 1), 0, 0, turn(before + 1) - turn(before)] as const
    })
    const looks = [0, 2, 4, 10, 12, 20, 22, 24, 32, 40, 42, 44, 52, 54, 58]
    const { tracks } = link(
      looks.map((frame) => box(frame, at(frame))),
      { camera },
    )
    expect(tracks).toHaveLength(1)
    for (let frame = 0; frame < 60; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThanOrEqual(0.9)
  })

  test('tracks hold through frames that could not be examined', () => {
    const seen = Array.from({ length: 10 }, (_, frame) => box(frame, steady))
    const { tracks, lookHere } = link(seen, { failed: [[12, 40]] })
    expect(coveredBy(tracks, 45, steady)).toBe(1)
    expect(lookHere).toContainEqual({ frame: 12, why: 'damaged', weight: 1 })
  })

  test('a face that walks out of the picture is covered until it is gone', () => {
    const at = (frame: number): Box => [560 + 5 * frame, 150, 40, 50]
    const { tracks } = link([0, 1, 2, 3, 4, 5, 6].map((frame) => box(frame, at(frame))))
    for (let frame = 0; frame < 16; frame++) expect(coveredBy(tracks, frame, at(frame))).toBeGreaterThanOrEqual(0.9)
  })

  test('a face that only every fourth look is sharp enough for is covered in between', () => {
    const examined = Array.from({ length: 30 }, (_, look) => ({
      frame: frameIndex(2 * look),
      model: 'm',
      scale: look % 4 === 0 ? 1920 : 960,
    }))
    const { tracks } = link(
      [8, 16, 32].map((frame) => box(frame, steady, 0.35)),
      { examined },
    )
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.evidence?.gapsFilled).toEqual([[17, 32]])
    for (let frame = 0; frame <= 40; frame++) expect(coveredBy(tracks, frame, steady)).toBe(1)
    const once = link([box(16, steady, 0.35)], { examined }).tracks
    for (let frame = 8; frame <= 24; frame++) expect(coveredBy(once, frame, steady)).toBe(1)
  })

  test('a face of which the detector boxes a part is covered whole', () => {
    const seen = Array.from({ length: 21 }, (_, frame) => frame)
    const part: Box = [300, 150, 16, 50]
    const { tracks } = link(seen.map((frame) => box(frame, frame === 10 ? part : steady)))
    expect(tracks).toHaveLength(1)
    expect(coveredBy(tracks, 10, steady)).toBe(1)
  })

  test('boxes that jitter by a quarter of a small face cover it in every frame; large faces are left as seen', () => {
    const jittering = (at: Box, by: number) =>
      link(
        Array.from({ length: 20 }, (_, half) => 2 * half).map((frame) =>
          box(frame, frame === 20 ? [at[0] + by, at[1], at[2], at[3]] : at),
        ),
      ).tracks
    const small: Box = [300, 150, 20, 26]
    const tracks = jittering(small, 9)
    for (let frame = 0; frame < 40; frame++) expect(coveredBy(tracks, frame, small)).toBeGreaterThan(0.95)
    const [track] = jittering([300, 100, 100, 130], 5)
    const seen = track && outlineAt(track, frameIndex(20))
    expect(seen && boundsOf(seen)).toEqual([305, 100, 100, 130])
  })

  test('a head that turns away is covered whole while only an ear is found, and where it walks to', () => {
    const at = (frame: number): Box => [300 + 2 * frame, 150, 80, 100]
    const ear = (frame: number): Box => [340 + 2 * frame, 175, 56, 70]
    const seen = Array.from({ length: 31 }, (_, frame) => frame)
    const turnsAway = (score: number) =>
      link(seen.map((frame) => (frame < 20 ? box(frame, at(frame), 0.9) : box(frame, ear(frame), score)))).tracks
    for (const frame of [20, 22, 25]) expect(coveredBy(turnsAway(0.3), frame, at(frame))).toBeGreaterThan(0.85)
    expect(coveredBy(turnsAway(0.8), 25, at(25))).toBeLessThan(0.8)
  })

  test('where heads are to be hidden, a face whose head no detector saw hides its head', () => {
    const seen = Array.from({ length: 20 }, (_, frame) => box(frame, steady))
    const boxesIn = (run: Parameters<typeof link>[1]) =>
      link(seen, run).tracks.map(({ keys: [key] }) => key && 'box' in key && key.box)
    expect(boxesIn({ classes: ['face'] })).toEqual([steady])
    expect(boxesIn({ classes: ['face', 'head'] })).toEqual([[288, 135, 64, 65]])
  })

  test('two faces that cross keep their tracks', () => {
    const right = (frame: number): Box => [100 + 8 * frame, 150, 40, 50]
    const left = (frame: number): Box => [500 - 8 * frame, 165, 42, 52]
    const frames = Array.from({ length: 50 }, (_, frame) => frame)
    const { tracks } = link(
      frames.flatMap((frame) => {
        const apart = Math.abs(right(frame)[0] - left(frame)[0]) > 24
        return apart ? [box(frame, right(frame)), box(frame, left(frame))] : [box(frame, right(frame))]
      }),
    )
    expect(tracks).toHaveLength(2)
    const ends = tracks.map((track) => outlineAt(track, frameIndex(49)))
    expect(ends.map((outline) => outline && Math.round(boundsOf(outline)[0] / 10)).sort()).toEqual([11, 49])
  })

  test('what is hidden by default is hidden; the rest is ignored until asked for', () => {
    const all = [box(5, steady), box(5, [50, 50, 80, 200], 0.8, 'person'), box(5, [400, 20, 200, 20], 0.8, 'overlay')]
    expect(link(all).tracks.map(({ class: name, action }) => [name, action])).toEqual([
      ['person', 'ignore'],
      ['face', 'hide'],
      ['overlay', 'undecided'],
    ])
    const asked = linkDetections(runOf(all), clip, trackingSettings({}, new Set<DetectionClass>(['person'])))
    expect(asked.tracks.map((track) => track.action)).toEqual(['hide', 'ignore', 'undecided'])
  })

  test('straight motion needs few keys', () => {
    const at = (frame: number): Box => [100 + 4 * frame, 150, 40, 50]
    const { tracks } = link(Array.from({ length: 60 }, (_, frame) => box(frame, at(frame))))
    expect(tracks[0]?.keys).toHaveLength(2)
  })

  test('uneven frame times: holding counts seconds, not frames', () => {
    const slow = { ...clip, framesPerSecond: 10, secondOf: (frame: number) => (frame < 30 ? frame / 30 : frame - 29) }
    const { tracks } = linkDetections(
      runOf([25, 26, 27, 28].map((frame) => box(frame, large))),
      slow,
      defaultTrackingSettings,
    )
    expect(tracks[0]?.keys[0]?.frame).toBe(10)
    expect(tracks[0]?.untilFrame).toBe(31)
  })

  test('boxes that are no boxes are passed over', () => {
    const broken: Box[] = [
      [0, 0, 0, 10],
      [Number.NaN, 0, 10, 10],
      [-50, 0, 20, 20],
      [0, 400, 20, 20],
    ]
    expect(link(broken.map((at) => box(3, at))).tracks).toEqual([])
  })

  test('a thousand detections in every frame', () => {
    const random = randomFrom(3)
    const detections = Array.from({ length: 5000 }, (_, position) =>
      box(position % 5, [random() * 620, random() * 340, 10 + random() * 20, 12 + random() * 24], 0.1 + random() * 0.9),
    )
    const { tracks } = link(detections)
    expect(detections.filter((one) => one.frame === 2)).toHaveLength(1000)
    const everySeventh = detections.filter((_, position) => position % 35 === 2)
    const strong = everySeventh.filter((one) => one.score >= 0.3)
    expect(strong.every((one) => coveredBy(tracks, 2, one.box) >= 0.9)).toBe(true)
  })

  test('a shaking camera does not part tracks', () => {
    const scene = scenes.find((one) => one.name === 'shake')
    if (!scene) throw new Error('no such scene')
    const run = detected(scene, { seed: 5, stride: 3, weakFalse: 0, strongFalse: 0 })
    const { tracks } = linkDetections(run, scene, defaultTrackingSettings)
    const long = tracks.filter((track) => (track.evidence?.detections ?? 0) >= 40)
    expect(long.length).toBeGreaterThanOrEqual(4)
    expect(tracks.length).toBeLessThanOrEqual(14)
  })
})
