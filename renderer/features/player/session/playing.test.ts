import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentClock } from '../transport/play-clock.ts'
import { transportOf } from '../transport/transport.ts'
import type { PlayerState } from './player-state.ts'
import { Playing, type PlayingParts } from './playing.ts'

/** Nothing is painted here. */
globalThis.requestAnimationFrame = () => 0
globalThis.cancelAnimationFrame = () => undefined

/** A clip that has begun to play; its sound is heard, or the machine plays none. */
function playing(hasSound: boolean): Playing {
  const store = createStore(() => ({ transport: { ...transportOf(100), rate: 1 } }) as unknown as PlayerState)
  const parts = {
    ...{ store, isReady: () => true, isAtFault: () => false, show: () => undefined, follow: () => undefined },
    times: { secondsOf: (frame: number) => frame / 10 },
    sound: { begin: async () => (hasSound ? silentClock(0, 1, () => 0) : null), stop: () => undefined },
  }
  return new Playing(parts as unknown as PlayingParts)
}

test('where the machine plays no sound, a clip plays all the same, and silently', async () => {
  for (const hasSound of [true, false]) {
    const one = playing(hasSound)
    expect([one.isSilent, one.clockSeconds()]).toEqual([false, null])
    one.changed()
    await vi.waitUntil(() => one.clockSeconds() !== null)
    expect(one.isSilent).toBe(!hasSound)
    one.close()
    expect(one.isSilent).toBe(false)
  }
})
