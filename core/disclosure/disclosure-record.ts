import type { Sha256 } from '../clips/clip-index.ts'
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
