import type { CalendarDay } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipId, UserId } from './ids.ts'

/** A place in a clip that somebody marked, with a note. */
export type Bookmark = {
  readonly id: string
  readonly clip: ClipId
  /** Null in clips without a picture. */
  readonly frame: number | null
  /** From second 0 of the clip; a label where there is a frame. */
  readonly seconds: number
  readonly text: string
  readonly madeBy: UserId
  readonly madeAt: Instant
  readonly changedAt: Instant | null
}

/** A filter of the library that somebody uses again. `query` is JSON of a clip query without page. */
export type SavedFilter = {
  readonly id: string
  readonly owner: UserId
  readonly name: string
  readonly query: string
  readonly savedAt: Instant
}

/**
 * How far the clock of a clip's camera was off, as a named person has told it. `seconds` are added to what the camera says; they
 * change what is shown, never the clip's own date, by which it is kept and found.
 */
export type ClockOffset = {
  readonly clip: ClipId
  readonly seconds: number
  readonly reason: string
  readonly recordedBy: UserId
  readonly recordedAt: Instant
}

/** A named person's word that the policy profile holds for longer (DOMAIN.md, profiles). */
export type ProfileReview = { readonly until: CalendarDay; readonly by: UserId; readonly at: Instant }
