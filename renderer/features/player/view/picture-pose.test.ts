import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isAtHalfSize,
  isWholeIn,
  type PlacedPicture,
  panned,
  placementOf,
  turnedOn,
  usualPose,
  zoomed,
} from './picture-pose.ts'

const picture: PlacedPicture = { width: 1920, height: 1080, rotation: 0, pixelAspect: [1, 1] }
const room = { width: 960, height: 800 }
const rotations = fc.constantFrom<0 | 90 | 180 | 270>(0, 90, 180, 270)

test('a picture that fits fills its room one way and stands in the middle', () => {
  expect(placementOf(usualPose, picture, room)).toMatchObject({
    middle: [480, 400],
    width: 960,
    height: 540,
    scale: 0.5,
  })
  const upright = placementOf(usualPose, { ...picture, rotation: 90 }, room)
  expect([upright.height, upright.width, upright.turn]).toEqual([(800 / 1920) * 1080, 800, 90])
})

test('pixels that are not square are made so', () => {
  const wide = placementOf(usualPose, { ...picture, width: 960, pixelAspect: [2, 1] }, room)
  expect([wide.width, wide.height]).toEqual([960, 540])
})

test('the point under the pointer stays there while it is zoomed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 760 }), fc.integer({ min: 200, max: 600 }), rotations, (x, y, rotation) => {
      const turned = { ...picture, rotation }
      const pointOf = (pose: typeof usualPose): [number, number] => {
        const { middle, scale } = placementOf(pose, turned, room)
        return [(x - middle[0]) / scale, (y - middle[1]) / scale]
      }
      const first = zoomed(usualPose, 6, { picture: turned, room })
      const second = zoomed(first, 1, { picture: turned, room, at: [x, y] })
      const [before, after] = [pointOf(first), pointOf(second)]
      expect(after[0]).toBeCloseTo(before[0], 6)
      expect(after[1]).toBeCloseTo(before[1], 6)
    }),
  )
})

test('it is enlarged to 800 % and no further', () => {
  const most = zoomed(usualPose, 99, { picture, room })
  expect(most.zoom).toBe(8)
  expect(zoomed(most, 1, { picture, room }).zoom).toBe(8)
})

test('dragging moves the picture by as much, and never out of the room for good', () => {
  const near = zoomed(usualPose, 8, { picture, room })
  const before = placementOf(near, picture, room).middle
  const after = placementOf(panned(near, [30, -20], { picture, room }), picture, room).middle
  expect(after[0] - before[0]).toBeCloseTo(30)
  expect(after[1] - before[1]).toBeCloseTo(-20)
  expect(panned(near, [1e6, 1e6], { picture, room }).centre).toEqual([0, 0])
})

test('four turns are none', () => {
  const four = turnedOn(turnedOn(turnedOn(turnedOn({ ...usualPose, zoom: 2, centre: [0.2, 0.7] }))))
  expect(four.turn).toBe(0)
  expect(four.centre[0]).toBeCloseTo(0.2)
  expect(four.centre[1]).toBeCloseTo(0.7)
})

test('a picture is whole where all of it lies in its room, at a size at which it can be judged', () => {
  const at = (change: Partial<typeof usualPose>, where = room) => isWholeIn(where, { ...usualPose, ...change }, picture)
  expect(at({})).toBe(true)
  expect(at({ turn: 90 })).toBe(true)
  expect(at({}, { width: 90, height: 80 })).toBe(true)
  expect(at({ zoom: 0.5 })).toBe(true)
  expect(at({ zoom: 0.5, centre: [0.2, 0.5] })).toBe(false)
  expect(at({ zoom: 0.52 })).toBe(false)
  expect(at({ zoom: 0.5, turn: 90 })).toBe(false)
  expect(at({ zoom: 1 })).toBe(false)
  expect(at({ zoom: 0.1 })).toBe(false)
  expect(at({ zoom: 0.6 }, { width: 4_000, height: 3_000 })).toBe(true)
  expect(at({ zoom: 0.4 }, { width: 4_000, height: 3_000 })).toBe(false)
})

test('half the recorded size is asked in as many words where a picture shares its room', () => {
  const at = (zoom: number | 'fit', width: number) =>
    isAtHalfSize({ width, height: 3_000 }, { ...usualPose, zoom }, picture)
  expect([at('fit', picture.width / 2), at('fit', picture.width / 2 - 1)]).toEqual([true, false])
  expect([at(0.5, 10), at(0.49, 4_000)]).toEqual([true, false])
})
