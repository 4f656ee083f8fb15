import type { CalendarDay } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'

/** Where a clip officially lives, as its sidecar says. Nobody has confirmed it yet. */
export type StatedStore = {
  /** Name of the system, for example `Evidence.com`. */
  readonly system: string
  /** The clip's ID there. */
  readonly id: string | null
  /** Its category there, in that system's own words. */
  readonly category: string | null
  /** The day on which that system means to delete it, as that system names the day. */
  readonly deletionDate: CalendarDay | null
}

/**
 * What the files beside a clip say about it. Null where they say nothing that could be taken: nothing is guessed, and
 * nothing comes from the dates of the clip's own file. Every text is one line of at most `longestText` characters without
 * control characters.
 */
export type ClipMetadata = {
  readonly recordedOn: Instant | null
  readonly recordedUntil: Instant | null
  readonly officer: string | null
  readonly device: string | null
  /** All that are named, since the longest period wins (DOMAIN.md R8). Names that the mapping does not know stay as given. */
  readonly categories: readonly string[]
  readonly incident: string | null
  readonly place: string | null
  /** Length of what the camera kept from before its activation. */
  readonly preEventSeconds: number | null
  readonly ownerForce: string | null
  readonly area: string | null
  readonly team: string | null
  readonly storeOfRecord: StatedStore | null
  /** The clip's ID in whatever made the sidecar. */
  readonly sourceId: string | null
}

/** Longest text of a field, in UTF-16 units. */
export const longestText = 500

/** Most categories that are taken from the files beside one clip. */
export const mostCategories = 20

/** A clip of which nothing is known. */
export const noMetadata: ClipMetadata = {
  recordedOn: null,
  recordedUntil: null,
  officer: null,
  device: null,
  categories: [],
  incident: null,
  place: null,
  preEventSeconds: null,
  ownerForce: null,
  area: null,
  team: null,
  storeOfRecord: null,
  sourceId: null,
}
