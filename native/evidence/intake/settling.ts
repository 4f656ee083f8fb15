import type { StopSignal } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { identityOf, sameFile } from '../file-identity.ts'
import { type Looked, lookAt, sameBytes } from './look.ts'

/** Tells the time and waits; a test has one of its own, so that it need not wait. */
export type IntakeClock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Waits, or ends early when stopped. */
  pause(milliseconds: number, signal: StopSignal): Promise<void>
}

/** The clock of the machine. */
export const machineClock: IntakeClock = {
  now: () => Date.now(),
  pause: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      signal.addEventListener('abort', end)
    }),
}

/** A file that nobody has written to for so long is taken not to be written to, in milliseconds. */
const quietFor = 10_000

/** How long a younger file has to stay the same, in milliseconds. */
const sameFor = 1000

/** When a file was looked at, and what the waiting goes by. */
export type Waiting = { readonly seenAt: number; readonly clock: IntakeClock; readonly signal: StopSignal }

/**
 * Makes sure that a file is not being written: its last change is 10 s past, or size and time stay the same for 1 s after it was
 * looked at. Many files that were looked at together wait together. Fails with `not-stable`, and as looking does.
 */
export async function settled(looked: Looked, { seenAt, clock, signal }: Waiting): Promise<Result<Looked>> {
  const changedAt = Number(looked.stats.mtimeMs)
  if (clock.now() - changedAt >= quietFor) return ok(looked)
  const left = sameFor - (clock.now() - seenAt)
  if (left > 0) await clock.pause(left, signal)
  const again = await lookAt(looked.path, looked.shown)
  if (!again.ok) return again
  const before = looked.stats
  const now = again.value.stats
  const same = now.isFile() && sameFile(identityOf(before), identityOf(now)) && sameBytes(before, now)
  return same ? again : failed({ kind: 'not-stable', name: looked.shown.display })
}
