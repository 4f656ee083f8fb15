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

test('what was shown is known as such until an answer of the vault tells of it', () => {
  const watch = new ReviewWatch()
  watch.shown(1, 1)
  watch.shown(2, 2)
  const first = watch.take()
  if (!first) throw new Error('nothing was taken')
  watch.shown(3, 2)
  watch.heard(0, [5, 9], 2)
  expect(watch.framesSince).toEqual([[1, 4]])
  expect(watch.soundSince).toEqual([{ audioTrack: 0, ranges: [[5, 9]] }])
  expect(watch.answered).toEqual([])
  watch.counted(first)
  const { answered } = watch
  expect(watch.framesSince).toEqual([[1, 4]])
  // Counted after the answer was asked for: it is in the next one.
  const second = watch.take()
  if (second) watch.counted(second)
  watch.forget(answered)
  expect(watch.framesSince).toEqual([[2, 4]])
})

test('what is refused was not shown, what is put back is, and an edit leaves nothing', () => {
  const watch = new ReviewWatch()
  watch.shown(1, 1)
  const first = watch.take()
  if (!first) throw new Error('nothing was taken')
  watch.putBack(first)
  expect(watch.framesSince).toEqual([[1, 2]])
  const again = watch.take()
  if (again) watch.refused(again)
  expect(watch.framesSince).toEqual([])
  watch.shown(2, 1)
  watch.take()
  watch.shown(3, 1)
  watch.keepFor(7)
  expect(watch.framesSince).toEqual([])
})
