import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { PlayerSession } from '../../player/index.ts'
import { showInTurn } from './show-in-turn.ts'

type State = ReturnType<PlayerSession['store']['getState']>

/** A player whose frames come up when the test says so. */
function player() {
  const transport = { frame: 0, rate: 0 } as State['transport']
  const store = createStore(() => ({ transport, shown: 0, waiting: false, fault: null }) as State)
  const asked: number[] = []
  const command = function (this: unknown, given: Parameters<PlayerSession['command']>[0]): void {
    // As in a player: it is a method.
    expect(this).toHaveProperty('store')
    if (given.do !== 'go-to') return
    asked.push(given.frame)
    store.setState({ transport: { ...transport, frame: given.frame }, waiting: true })
  }
  const comes = (): void => store.setState(({ transport: { frame } }) => ({ shown: frame, waiting: false }))
  return { session: { store, command } as PlayerSession, store, asked, comes }
}

const going = new AbortController().signal

test('each frame is shown, stays, and gives way to the next', async () => {
  const { session, asked, comes } = player()
  const stayed: number[] = []
  const stays = async (): Promise<void> => {
    stayed.push(session.store.getState().shown ?? -1)
  }
  const done = showInTurn(session, [5, 9], { signal: going, stays })
  comes()
  await expect.poll(() => asked).toEqual([5, 9])
  comes()
  expect(await done).toBe(2)
  expect(stayed).toEqual([5, 9])
})

test('it ends where somebody goes elsewhere or plays, and counts what was shown', async () => {
  const { session, store, comes, asked } = player()
  const leaves = async (): Promise<void> => {
    session.command({ do: 'go-to', frame: 77 })
  }
  const left = showInTurn(session, [5, 9], { signal: going, stays: leaves })
  comes()
  expect(await left).toBe(1)
  expect(asked).toEqual([5, 77])
  const played = showInTurn(session, [5, 9], { signal: going, stays: async () => undefined })
  store.setState(({ transport }) => ({ transport: { ...transport, rate: 1 } }))
  expect(await played).toBe(0)
})

test('it ends with its signal, and where a frame cannot be read', async () => {
  const { session, store } = player()
  const ending = new AbortController()
  const ended = showInTurn(session, [5, 9], { signal: ending.signal })
  ending.abort()
  expect(await ended).toBe(0)
  const failed = showInTurn(session, [6], { signal: going })
  store.setState({ fault: { failure: null } })
  expect(await failed).toBe(0)
})

test('that a frame before could not be read ends nothing; that this one cannot be does', async () => {
  const { session, store, comes } = player()
  store.setState({ fault: { failure: null } })
  const done = showInTurn(session, [5, 9], { signal: going, stays: async () => undefined })
  comes()
  await expect.poll(() => session.store.getState().transport.frame).toBe(9)
  store.setState({ fault: { failure: null }, waiting: false })
  expect(await done).toBe(1)
})
