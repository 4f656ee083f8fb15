import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { moved, type TransportCommand, transportOf } from '../../player/transport/transport.ts'
import { playStretch } from './play-stretch.ts'

/** A player of 100 frames at 10 a second, whose sound is at `clock`. */
function player() {
  const store = createStore(() => ({ transport: transportOf(100) }))
  const heard: number[] = []
  const state = { clock: null as number | null, look: null as (() => void) | null }
  const session = {
    ...{ store, isClosed: false },
    times: { secondsOf: (frame: number) => frame / 10, frameAt: (seconds: number) => Math.floor(seconds * 10) },
    command: (command: TransportCommand) =>
      store.setState(({ transport }) => ({ transport: moved(transport, command) })),
    clockSeconds: () => state.clock,
    hearTrack: (track: number) => void heard.push(track),
  }
  const everyFrame = (look: () => void) => {
    state.look = look
    return () => {
      state.look = null
    }
  }
  const play = (from: number, until: number, again = () => false) =>
    playStretch(session as never, { audioTrack: 1, from, until }, again, everyFrame)
  const at = (clock: number | null): number => {
    state.clock = clock
    state.look?.()
    return store.getState().transport.rate
  }
  return { play, at, heard, session, state, frame: () => store.getState().transport.frame }
}

test('a stretch is played from the frame where it begins until its sound has come to its end', () => {
  const { play, at, heard, frame, state } = player()
  play(2.15, 3.52)
  expect([heard, frame()]).toEqual([[1], 21])
  expect([at(null), at(2.2), at(3.51)]).toEqual([1, 1, 1])
  expect(at(3.52)).toBe(0)
  at(3.6)
  expect(state.look).toBeNull()
})

test('again and again it begins anew, for as long as that is wanted', () => {
  const { play, at, frame, session } = player()
  let wanted = true
  play(2, 3, () => wanted)
  session.command({ do: 'play-on', frame: 29 })
  expect([at(3.01), frame()]).toEqual([1, 20])
  wanted = false
  expect(at(3.01)).toBe(0)
})

test('whoever stops or goes elsewhere is followed no longer', () => {
  const { play, at, session, state } = player()
  play(2, 3, () => true)
  session.command({ do: 'go-to', frame: 70 })
  expect(at(7)).toBe(0)
  expect(state.look).toBeNull()
})

test('what ends with the clip is played again after it has ended by itself', () => {
  const { play, at, session, frame } = player()
  play(9, 10, () => true)
  session.command({ do: 'go-to', frame: 99 })
  expect([at(null), frame()]).toEqual([1, 90])
})

test('nobody looks on once the player is closed, though it is wanted again and again', () => {
  const { play, at, session, state } = player()
  play(9, 10, () => true)
  session.command({ do: 'go-to', frame: 99 })
  session.command({ do: 'stop' })
  session.isClosed = true
  expect(at(null)).toBe(0)
  expect(state.look).toBeNull()
})
