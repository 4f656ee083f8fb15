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

/** Goes to a frame; settled once it is on the screen; false where it will not be: somebody has gone elsewhere, or it cannot be read. */
function comesUp(session: Shown, frame: number, signal: AbortSignal): Promise<boolean> {
  const { store } = session
  // That another frame could not be read is said until the next one is there, and says nothing of this one.
  const { fault: earlier } = store.getState()
  session.command({ do: 'go-to', frame })
  return new Promise((resolve) => {
    const look = (): void => {
      const { shown, waiting, fault, transport } = store.getState()
      const isFaulty = fault !== null && fault !== earlier
      const isLeft = signal.aborted || isFaulty || transport.rate !== 0 || transport.frame !== frame
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
    if (!(await comesUp(session, frame, signal))) return at
    await stays(signal)
    const { transport } = session.store.getState()
    if (signal.aborted || transport.rate !== 0 || transport.frame !== frame) return at + 1
  }
  return frames.length
}
