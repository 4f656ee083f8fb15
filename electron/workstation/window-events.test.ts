import { expect, it } from 'vitest'
import type { WindowEvent } from '../../contract/window/window-shapes.ts'
import { WindowEvents } from './window-events.ts'

const shown = (frame: number): WindowEvent => ({
  kind: 'picture',
  picture: { clip: 'street', reason: 'SAR 1', brokenGlass: false, frame, look: null },
})

const far = (work: string, done: number): WindowEvent => ({
  ...{ kind: 'work', work, method: 'clip.import', state: 'running', secondsLeft: null },
  progress: { stage: 'import', done, total: 9, seconds: 0 },
})

/** A window that takes each event only when told to. */
function slowWindow(events: WindowEvents, first: readonly WindowEvent[]) {
  const taken: WindowEvent[] = []
  const leaving = new AbortController()
  let take = (): void => undefined
  const onItem = (event: WindowEvent): Promise<void> => {
    taken.push(event)
    return new Promise((resolve) => {
      take = resolve
    })
  }
  const ended = events.follow(first, { signal: leaving.signal, onItem })
  return { taken, ended, leave: () => leaving.abort(), takeNext: () => take() }
}

it('keeps all that happens in order for a window that is slow, but of what outdates itself the latest alone', async () => {
  const events = new WindowEvents()
  const { taken, ended, leave, takeNext } = slowWindow(events, [{ kind: 'begun', restarts: 0 }])
  for (const event of [shown(1), far('a', 1), shown(2), far('b', 1), { kind: 'idle-over' } as const, far('a', 2)])
    events.tell(event)
  for (let count = 1; count <= 5; count += 1) {
    await expect.poll(() => taken.length).toBe(count)
    takeNext()
  }
  expect(taken).toEqual([{ kind: 'begun', restarts: 0 }, shown(2), far('b', 1), { kind: 'idle-over' }, far('a', 2)])
  leave()
  expect(await ended).toEqual({ ok: true, value: {} })
  events.tell({ kind: 'idle-over' })
  expect(taken).toHaveLength(5)
})
