import { dayMilliseconds, millisecondsOf } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'

/** What a vault knows about the time: the latest moment it has seen, and what the clock says now. */
export type ClockReading = {
  readonly lastSeen: Instant
  readonly now: Instant
  /**
   * Milliseconds of the monotonic clock since `lastSeen` within one session; null at opening. Pass null after the machine
   * has slept, too: the monotonic clock may stand still meanwhile.
   */
  readonly elapsedMilliseconds: number | null
}

/** Anything but `fine` stops deletion until a named person has confirmed the time. */
export type ClockJudgement = 'fine' | 'set-back' | 'leapt'

/** Time services correct a clock by less. */
const tolerance = 5 * 60_000

/** A vault that was closed for longer has its time confirmed before anything is deleted. */
const longestClosed = 35 * dayMilliseconds

/** Whether a clock can be believed (R8: a clock set back or forward is noticed and stops deletion). */
export function judgeClock({ lastSeen, now, elapsedMilliseconds }: ClockReading): ClockJudgement {
  const passed = millisecondsOf(now) - millisecondsOf(lastSeen)
  const expected = elapsedMilliseconds ?? 0
  if (passed < expected - tolerance) return 'set-back'
  const most = elapsedMilliseconds === null ? longestClosed : expected + tolerance
  return passed > most ? 'leapt' : 'fine'
}
