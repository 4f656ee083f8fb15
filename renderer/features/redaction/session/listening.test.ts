import { expect, test } from 'vitest'
import { Listening } from './listening.ts'

/** A session that plays at `clock`, and what is told of it. */
function listener() {
  const clock = { now: 0 }
  const heard: (readonly [number, number])[] = []
  const session = {
    store: { getState: () => ({ transport: { rate: 1, frame: 0 } }) },
    times: { secondsOf: () => 0 },
    footage: { index: { audio: [{ track: 1, sampleRate: 1_000 }] } },
    clockSeconds: () => clock.now,
    heardTrack: () => 1,
  }
  const listening = new Listening(session as never)
  const watch = { heard: (_: number, samples: readonly [number, number]) => void heard.push(samples) }
  const at = (seconds: number): void => {
    clock.now = seconds
    listening.since(watch, 1)
  }
  return { at, heard, listening }
}

test('what is heard between two looks is told', () => {
  const { at, heard } = listener()
  at(0)
  at(0.04)
  expect(heard).toEqual([[0, 40]])
})

test('what came before it was forgotten joins nothing that comes after', () => {
  const { at, heard, listening } = listener()
  at(0)
  listening.forget()
  at(0.04)
  expect(heard).toEqual([])
  at(0.05)
  expect(heard).toEqual([[40, 50]])
})
