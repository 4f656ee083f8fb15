import { expect, test } from 'vitest'
import { ReviewWatch } from './review-watch.ts'

test('frames and sound are told as ranges, each once', () => {
  const watch = new ReviewWatch()
  for (const frame of [4, 5, 6, 6, 9]) watch.shown(frame, 1)
  watch.heard(0, [100, 200], 1)
  watch.heard(0, [200, 300], 1)
  expect(watch.take()).toEqual({
    edition: 0,
    speed: 1,
    frames: [
      [4, 7],
      [9, 10],
    ],
    sound: [{ audioTrack: 0, ranges: [[100, 300]] }],
  })
  expect(watch.take()).toBeNull()
})

test('what was watched faster is told apart, in its order', () => {
  const watch = new ReviewWatch()
  watch.shown(1, 1)
  watch.shown(2, 2)
  watch.shown(3, 2)
  expect([watch.take(), watch.take(), watch.take()]).toEqual([
    { edition: 0, speed: 1, frames: [[1, 2]], sound: [] },
    { edition: 0, speed: 2, frames: [[2, 4]], sound: [] },
    null,
  ])
})

test('what is put back comes first, and what is forgotten never', () => {
  const watch = new ReviewWatch()
  watch.shown(1, 1)
  const first = watch.take()
  watch.shown(8, 1)
  if (first) watch.putBack(first)
  expect(watch.take()?.frames).toEqual([[1, 2]])
  watch.keepFor(2)
  expect(watch.take()).toBeNull()
})

test('what was told of another picture is not put back', () => {
  const watch = new ReviewWatch()
  watch.keepFor(1)
  watch.shown(1, 1)
  const told = watch.take()
  watch.keepFor(1)
  watch.shown(2, 1)
  expect(watch.take()?.frames).toEqual([[2, 3]])
  watch.keepFor(2)
  if (told) watch.putBack(told)
  expect(watch.take()).toBeNull()
})
