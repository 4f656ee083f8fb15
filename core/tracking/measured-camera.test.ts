import { expect, test } from 'vitest'
import { frameIndex } from '../time.ts'
import { toPicture, toStable } from './camera.ts'
import { measuredCamera } from './measured-camera.ts'

const clip = { frames: 4, width: 200, height: 100, framesPerSecond: 30 }

test('moves add up, also where the picture turns about its middle', () => {
  const camera = measuredCamera(
    [
      [frameIndex(1), 10, -5],
      [frameIndex(2), 0, 0, Math.PI / 2],
    ],
    clip,
  )
  expect(toPicture([30, 40], camera(0))).toEqual([30, 40])
  expect(toPicture([30, 40], camera(1))).toEqual([40, 35])
  // (40, 35) lies 60 left of the middle and 15 above; a quarter turn clockwise puts it 60 above and 15 right.
  const [x, y] = toPicture([30, 40], camera(3))
  expect([x, y].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([115, -10])
  expect(toStable([x, y], camera(3)).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([30, 40])
})

test('what is no number, or of no frame of the clip, counts for nothing', () => {
  const camera = measuredCamera(
    [
      [frameIndex(0), 50, 50],
      [frameIndex(1), Number.NaN, 3],
      [frameIndex(9), 50, 50],
    ],
    clip,
  )
  expect(toPicture([1, 2], camera(3))).toEqual([1, 2])
})
