import { expect, test } from 'vitest'
import { GatheredSound } from './gathered-sound.ts'

function piece(from: number, planes: readonly (readonly number[])[]) {
  const floats = Float32Array.from(planes.flat())
  // As a reader of a socket hands it over: somewhere within a larger buffer.
  const within = new Uint8Array(floats.byteLength + 3)
  within.set(new Uint8Array(floats.buffer), 3)
  return { from, channels: planes.length, bytes: within.subarray(3) }
}

test('pieces are joined plane by plane, in their places', () => {
  const sound = new GatheredSound(10, 15)
  const [left, right] = [
    [0.5, 0.25, -1],
    [0, 1, 0.125],
  ]
  sound.take(piece(10, [left.slice(0, 2), right.slice(0, 2)]))
  sound.take(piece(12, [left.slice(2), right.slice(2)]))
  expect(sound.planes()).toEqual([Float32Array.from(left), Float32Array.from(right)])
})

test('where nothing has come there is nothing', () => {
  expect(new GatheredSound(10, 15).planes()).toEqual([])
})

test.each([
  ['leaves a gap', 13, [[1]]],
  ['comes twice', 10, [[1, 1]]],
  ['goes past the end', 12, [[1, 1, 1, 1]]],
  ['has other channels', 12, [[1], [1]]],
])('a piece that %s is refused', (_, from, planes) => {
  const sound = new GatheredSound(10, 15)
  sound.take(piece(10, [[0, 0]]))
  expect(() => sound.take(piece(from, planes))).toThrow('does not follow')
})
