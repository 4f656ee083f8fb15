import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { Box, Point } from '../../../../core/geometry/shape.ts'
import type { Track } from '../../../../core/redaction/project.ts'
import { frameIndex } from '../../../../core/time.ts'
import { pictureMap } from '../preview/picture-map.ts'
import { centreAt, followedBox, followingPose } from './camera.ts'

const turns = fc.constantFrom<0 | 90 | 180 | 270>(0, 90, 180, 270)
const room = { width: 900, height: 500 }

function videoOf(rotation: 0 | 90 | 180 | 270, pixelAspect: [number, number] = [1, 1]): VideoIndex {
  return { width: 1280, height: 720, rotation, pixelAspect } as unknown as VideoIndex
}

function track(keys: readonly (readonly [frame: number, box: Box])[], until: number): Track {
  return {
    ...{ id: 't1', class: 'head', action: 'hide', shape: 'rect' },
    keys: keys.map(([frame, box]) => ({ frame: frameIndex(frame), box })),
    untilFrame: frameIndex(until),
  }
}

test('what stands at the middle of the pose is the point that was asked for, however the picture is turned', () => {
  fc.assert(
    fc.property(turns, turns, fc.tuple(fc.nat(700), fc.nat(700)), (rotation, turn, point) => {
      const video = videoOf(rotation, [4, 3])
      const pose = { zoom: 2, centre: centreAt(point, video, turn), turn }
      const [x, y] = pictureMap(video, pose, { ...room, left: 0 }).toRoom(point)
      expect(x).toBeCloseTo(450, 6)
      expect(y).toBeCloseTo(250, 6)
    }),
  )
})

const boxes = fc
  .tuple(fc.nat(600), fc.nat(600), fc.integer({ min: 4, max: 100 }), fc.integer({ min: 4, max: 100 }))
  .map(([x, y, width, height]): Box => [x, y, width, height])

/** Whether the room shows nothing beyond the picture on one side, or has the picture in its middle. */
function endsWithPicture(toPicture: (point: Point) => Point, rotation: number, side: 0 | 1): boolean {
  const most = (side === 0) === (rotation % 180 === 0) ? 1280 : 720
  const [a, b] = [toPicture([0, 0])[side], toPicture([room.width, room.height])[side]]
  const isFilled = Math.min(a, b) >= -1e-6 && Math.max(a, b) <= most + 1e-6
  return isFilled || Math.abs(a + b - most) < 1e-6
}

test('the view shows all of who is followed, and nothing beyond the picture', () => {
  fc.assert(
    fc.property(turns, turns, boxes, boxes, fc.nat(40), (rotation, turn, from, to, frame) => {
      const video = videoOf(rotation)
      const followed = [
        track(
          [
            [0, from],
            [40, to],
          ],
          41,
        ),
      ]
      const pose = followingPose(followed, frame, { video, room, turn })
      const now = followedBox(followed, frame)?.now
      if (!pose || !now) throw new Error('nobody is followed')
      const { toRoom, toPicture } = pictureMap(video, pose, { ...room, left: 0 })
      for (const corner of [toRoom([now[0], now[1]]), toRoom([now[0] + now[2], now[1] + now[3]])])
        for (const [at, most] of [room.width, room.height].entries()) {
          expect(corner[at]).toBeGreaterThan(-1e-6)
          expect(corner[at]).toBeLessThan(most + 1e-6)
        }
      for (const side of [0, 1] as const) expect(endsWithPicture(toPicture, rotation, side)).toBe(true)
    }),
  )
})

test('an outline that trembles does not make the view tremble', () => {
  const keys = Array.from({ length: 80 }, (_, at) => [at, [300 + 2 * at + (at % 2) * 8, 200, 60, 60] as Box] as const)
  const middles = keys.map(([frame]) => followedBox([track(keys, 80)], frame)?.calm).map((box) => (box ? box[0] : 0))
  const steps = middles.slice(15, 65).map((x, at) => x - (middles[at + 14] ?? 0))
  for (const step of steps) expect(Math.abs(step - 2)).toBeLessThan(0.7)
})

test('before somebody comes and after they went the view waits where they are next', () => {
  const tracks = [track([[10, [100, 100, 40, 40]]], 20), track([[50, [500, 300, 40, 40]]], 60)]
  const at = (frame: number) => followedBox(tracks, frame)?.now
  expect([at(0), at(22), at(48), at(99)].map((box) => box?.[0])).toEqual([100, 100, 500, 500])
  expect(followingPose([], 3, { video: videoOf(0), room, turn: 0 })).toBeNull()
})
