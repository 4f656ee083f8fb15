import { type CalendarDay, millisecondsOf } from './calendar.ts'
import type { Instant } from './ports/clock.ts'
import { type Hold, isBlocking } from './retention/hold.ts'
import type { ClipId, UserId } from './vault/ids.ts'

/** Where a clip officially lives (IC; W7000 3.19.1: often Evidence.com), and who has looked there. */
export type StoreOfRecord = {
  readonly system: string
  /** The clip's id there; null where metadata name the system alone. */
  readonly id: string | null
  readonly category: string | null
  readonly deletionDate: CalendarDay | null
  /** Null while nobody has looked there: what stands here comes from metadata. */
  readonly confirmedBy: UserId | null
  readonly confirmedAt: Instant | null
}

/** What is done here and has to be done in the store of record too, by hand. */
export const sourceTaskKinds = ['hold', 'release-hold', 'category', 'deletion'] as const

/** What is to be done in the store of record. */
export type SourceTaskKind = (typeof sourceTaskKinds)[number]

/** A task for the store of record: open until a named person confirms that it was done there. */
export type SourceTask = {
  readonly id: string
  readonly clip: ClipId
  readonly kind: SourceTaskKind
  readonly openedAt: Instant
  readonly openedBy: UserId
  readonly confirmedBy: UserId | null
  readonly confirmedAt: Instant | null
}

/**
 * What holds here come to there. `not-needed`: nothing is held here; `no-source`: no other store is known, or the vault is it.
 */
export type HeldAtSource = 'held' | 'not-held-at-source' | 'no-source' | 'not-needed'

/** What is known of a clip's holds and of what was done about them elsewhere. */
export type SourceFacts = {
  readonly source: StoreOfRecord | null
  readonly holds: readonly Hold[]
  readonly tasks: readonly SourceTask[]
}

/**
 * Whether a clip that is held here is held in its store of record, too (DOMAIN.md A.2): only where a named person has confirmed
 * a task about holding it, and nothing has been said there about releasing it since, confirmed or not.
 */
export function heldAtSource({ source, holds, tasks }: SourceFacts): HeldAtSource {
  if (!holds.some(isBlocking)) return 'not-needed'
  if (source === null) return 'no-source'
  const opened = tasks.toSorted((a, b) => millisecondsOf(a.openedAt) - millisecondsOf(b.openedAt))
  const latestRelease = opened.findLastIndex(({ kind }) => kind === 'release-hold' || kind === 'deletion')
  const held = opened.some(({ kind, confirmedBy }, at) => at > latestRelease && kind === 'hold' && confirmedBy !== null)
  return held ? 'held' : 'not-held-at-source'
}
