import { expect, test } from 'vitest'
import { turningBetween } from './picture-turn.ts'
import { thumbnailOf, thumbnailSize } from './thumbnails.ts'

const picture = { width: 1920, height: 1080 }
const size = thumbnailSize(picture)
const [across, down] = [picture.width / size.width, picture.height / size.height]

/** A picture of soft shapes that the camera has moved by (dx, dy) pixels and turned about its middle. */
function seen(dx: number, dy: number, turn: number) {
  const grey = new Uint8Array(size.width * size.height)
  for (let at = 0; at < grey.length; at += 1) {
    const [u, v] = [at % size.width, Math.floor(at / size.width)]
    const [x, y] = [(u + 0.5) * across - picture.width / 2 - dx, (v + 0.5) * down - picture.height / 2 - dy]
    const [a, b] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)]
    grey[at] = 128 + 60 * Math.sin(a / 97 + b / 140) + 40 * Math.sin(a / 45 - b / 61) + 25 * Math.cos(b / 33 + a / 210)
  }
  return thumbnailOf(grey, size)
}

test.for([
  [0, 0, 0],
  [30, -20, 0],
  [30, -20, 0.02],
  [-10, 25, -0.037],
  [5, 5, 0.005],
] as const)('a camera that moved by %d, %d and turned by %d is measured', ([dx, dy, turn]) => {
  const start = [dx / across + 0.4, dy / down - 0.3] as const
  const found = turningBetween(seen(0, 0, 0), seen(dx, dy, turn), start, down / across)
  expect(Math.abs(found.move[0] * across - dx)).toBeLessThan(1)
  expect(Math.abs(found.move[1] * down - dy)).toBeLessThan(1)
  expect(Math.abs(found.turn - turn)).toBeLessThan(0.001)
})

test('where nothing goes together, the start is all that is known', () => {
  const grey = Uint8Array.from({ length: size.width * size.height }, (_, at) => (at * 7919) % 251)
  const found = turningBetween(thumbnailOf(grey, size), seen(0, 0, 0), [2, 1], down / across)
  expect(Math.abs(found.turn)).toBeLessThan(0.02)
})
