import type { RestrictionKind } from '../access/access-object.ts'
import type { Sha256 } from '../clips/clip-index.ts'
import type { ClipMetadata } from '../intake/clip-metadata.ts'
import type { Instant } from '../ports/clock.ts'
import type { Hold } from '../retention/hold.ts'
import type { StoreOfRecord } from '../store-of-record.ts'
import type { ClipId, ObjectId, UserId } from './ids.ts'

/** What the decode pass found wrong with a clip: frames that do not decode, frames, samples and sound tracks that are announced and not there. */
export type ClipDamage = {
  readonly frames: number
  readonly missing: number
  readonly samples: number
  readonly tracks: number
}

/**
 * What reading a clip's frames came to. `deep` false: its packets are counted, and the decode pass is still to look for damage.
 * `why` is the kind of the failure; such a clip is kept all the same.
 */
export type IndexState =
  | { readonly state: 'pending' }
  | { readonly state: 'indexed'; readonly frames: number; readonly seconds: number; readonly deep: false }
  | {
      readonly state: 'indexed'
      readonly frames: number
      readonly seconds: number
      readonly deep: true
      readonly damage: ClipDamage
    }
  | { readonly state: 'unindexed'; readonly why: string }

/** Who alone may see a clip, and why (DOMAIN.md, restricted clips). */
export type Restriction = { readonly kind: RestrictionKind; readonly allowed: readonly UserId[] }

/**
 * Where a clip stands on its way to deletion. `queued` waits for a person, `marked` is past its date and can still be brought
 * back until `undoUntil`; `marked` clips are locked to viewing.
 */
export type Expiry =
  | { readonly state: 'kept' }
  | { readonly state: 'queued'; readonly since: Instant; readonly rule: string }
  | {
      readonly state: 'marked'
      readonly since: Instant
      readonly rule: string
      readonly undoUntil: Instant
      /** Who approved it in the review queue; null where the profile lets clips expire by themselves. */
      readonly approvedBy: UserId | null
    }

/** A clip, or a redacted copy of one, as the vault knows it. Bytes lie in its object of kind `clip` or `copy`. */
export type ClipRecord = {
  readonly id: ClipId
  readonly kind: 'clip' | 'copy'
  /** The clip that a copy was made from. */
  readonly madeFrom: ClipId | null
  readonly object: ObjectId
  readonly sha256: Sha256
  readonly bytes: number
  /** File name as it came, verbatim; never to be printed or used as a path as it is. */
  readonly name: string
  readonly metadata: ClipMetadata
  readonly importedAt: Instant
  readonly importedBy: UserId
  readonly index: IndexState
  readonly restriction: Restriction | null
  /** Users who recorded it, appear in it or supervised it: they approve, assess and spot-check nothing of it. */
  readonly involved: readonly UserId[]
  readonly source: StoreOfRecord | null
  readonly expiry: Expiry
  /** Latest deletion date that was ever told for it: shortening a period never goes below it without a person. */
  readonly dueBefore: Instant | null
  /** When a person last judged that it is still necessary. */
  readonly reviewedAt: Instant | null
  /** When a copy left the workstation; null for clips, and for copies that never did. */
  readonly releasedAt: Instant | null
}

/** A hold on a clip. */
export type HoldRecord = Hold & { readonly clip: ClipId }

/** Something a person has to do by a date: complete a clip's metadata. */
export type TodoRecord = {
  readonly id: string
  readonly clip: ClipId
  readonly officer: string | null
  readonly missing: readonly string[]
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly doneAt: Instant | null
}
