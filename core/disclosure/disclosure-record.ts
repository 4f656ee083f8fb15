import type { Sha256 } from '../clips/clip-index.ts'
import type { Failure } from '../failure.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipId, UserId } from '../vault/ids.ts'
import type { HeldBack } from './schedule.ts'

/** A file that left, by the name under which it did. */
export type DisclosedFile = { readonly name: string; readonly sha256: Sha256; readonly bytes: number }

/**
 * A line of the register of disclosures: what left the vault, when, by whom, to whom, how and why. It is never changed, and stays as
 * long as the copy does; the audit log says it for longer.
 */
export type DisclosureRecord = {
  readonly id: string
  readonly copy: ClipId
  readonly at: Instant
  readonly by: UserId
  readonly recipient: string
  readonly route: string
  readonly reason: string
  /** Of the copy, as it was read back from where it was written. */
  readonly sha256: Sha256
  readonly bytes: number
  /** Everything that left, the copy included. */
  readonly files: readonly DisclosedFile[]
  readonly heldBack: readonly HeldBack[]
}

/** What began to be written out, to whom, how and why: a line of the register from the first byte on, whatever comes of it. */
export type DisclosureAttempt = Pick<
  DisclosureRecord,
  'id' | 'copy' | 'at' | 'by' | 'recipient' | 'route' | 'reason' | 'heldBack'
>

/**
 * How an attempt ended. `failure`: why it failed, as `keptFailure` leaves it; null also where an earlier version did not keep that. Of
 * what an earlier version entered, `completed` means that it was entered as leaving.
 */
export type DisclosureEnding = {
  readonly id: string
  readonly at: Instant
  readonly outcome: 'completed' | 'failed'
  readonly failure: Failure | null
}

/** A line of the register with what is known of its end. */
export type RegisterLine = DisclosureAttempt & {
  /** What was entered as leaving, before the files got their names; null: it did not come so far. */
  readonly left: DisclosureRecord | null
  /** Null: nobody wrote down how it ended. It goes on, or whatever wrote it died. */
  readonly ending: DisclosureEnding | null
}

/** How a disclosure stands. `unknown`: it began, and no end of it was written down. */
export type DisclosureState = 'running' | 'completed' | 'failed' | 'unknown'

/** How a line stands; `isRunning`: whether it is being written out now. */
export function disclosureState({ ending }: Pick<RegisterLine, 'ending'>, isRunning: boolean): DisclosureState {
  if (ending) return ending.outcome
  return isRunning ? 'running' : 'unknown'
}
