import type { PlayerSession } from '../../player/index.ts'

type Shown = Pick<PlayerSession, 'store' | 'command'>

/** How long each frame stays (milliseconds): long enough to find the place in the whole picture. */
const rest = 1_500

/** Waits without holding anything up; ends early, and says so, once the signal is aborted. */
function wait(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, rest)
    signal.addEventListener('abort', end)
  })
}

/** Settled once a frame is on the screen; false where it will not be: somebody has gone elsewhere, or it cannot be read. */
function comesUp({ store }: Pick<Shown, 'store'>, frame: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { shown, waiting, fault, transport } = store.getState()
      const isLeft = signal.aborted || fault !== null || transport.rate !== 0 || transport.frame !== frame
      if (!isLeft && (shown !== frame || waiting)) return
      end()
      signal.removeEventListener('abort', look)
      resolve(!isLeft)
    }
    const end = store.subscribe(look)
    signal.addEventListener('abort', look)
    look()
  })
}

/**
 * Shows frames one after another in the large picture, each for a while: there they count as they always do. It ends where somebody
 * plays, goes elsewhere or aborts it; answers how many were shown.
 */
export async function showInTurn(
  session: Shown,
  frames: readonly number[],
  { signal, stays = wait }: { readonly signal: AbortSignal; readonly stays?: (signal: AbortSignal) => Promise<void> },
): Promise<number> {
  session.command({ do: 'stop' })
  for (const [at, frame] of frames.entries()) {
    session.command({ do: 'go-to', frame })
    if (!(await comesUp(session, frame, signal))) return at
    await stays(signal)
    const { transport } = session.store.getState()
    if (signal.aborted || transport.rate !== 0 || transport.frame !== frame) return at + 1
  }
  return frames.length
}
