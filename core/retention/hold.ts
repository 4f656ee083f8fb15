import { addDays, dayOf, endOfDay, isBefore } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import { failed, ok, type Result } from '../result.ts'
import type { UserId } from '../vault/ids.ts'
import type { HoldKind, RetentionPolicy } from './retention-policy.ts'

/** A named reason that stops deletion, until a named person releases it. */
export type Hold = {
  readonly id: string
  readonly kind: HoldKind
  readonly reason: string
  readonly owner: UserId
  readonly placedAt: Instant
  /** After this it asks to be looked at; it goes on stopping deletion until somebody releases it. */
  readonly until: Instant | null
  /** When somebody has to judge again whether it is still necessary. */
  readonly reviewOn: Instant | null
  readonly released: { readonly by: UserId; readonly at: Instant; readonly reason: string } | null
}

/** What is wrong with a hold that somebody wants to place. */
export type HoldProblem = 'reason-missing' | 'date-not-ahead'

/**
 * A hold with the dates that its kind needs: where the person gave none, the profile's days ahead, to the end of that day.
 * Fails where there is no reason, or where a date does not lie ahead.
 */
export function datedHold(
  asked: Omit<Hold, 'released'>,
  policy: Pick<RetentionPolicy, 'holds'>,
): Result<Hold, HoldProblem> {
  if (asked.reason.trim() === '') return failed<HoldProblem>('reason-missing')
  const dates = [asked.until, asked.reviewOn].filter((date) => date !== null)
  if (dates.some((date) => !isBefore(asked.placedAt, date))) return failed<HoldProblem>('date-not-ahead')
  const { needs, defaultDays } = policy.holds[asked.kind]
  const ahead = endOfDay(addDays(dayOf(asked.placedAt), defaultDays))
  return ok({
    ...asked,
    until: asked.until ?? (needs === 'end' ? ahead : null),
    reviewOn: asked.reviewOn ?? (needs === 'review' ? ahead : null),
    released: null,
  })
}

/** True while nobody has released it, whatever its dates say: a hold never lapses by itself. */
export function isBlocking(hold: Hold): boolean {
  return hold.released === null
}

/** True for a hold that nobody has released although its end date is over. */
export function hasEnded(hold: Hold, now: Instant): boolean {
  return isBlocking(hold) && hold.until !== null && !isBefore(now, hold.until)
}
