import { isBefore } from '../calendar.ts'
import type { Sha256 } from '../clips/clip-index.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipRecord } from '../vault/clip-record.ts'
import type { ClipId, UserId } from '../vault/ids.ts'

/** A backup that still holds the key of what was deleted, and until when it can be read. */
export type KeyInBackup = { readonly id: string; readonly expiresAt: Instant }

/**
 * What stays of a deleted clip or copy (R8): nothing of its content, and enough to answer a later search
 * (*Buzzard-Quashie v CC Northamptonshire* [2025] EWCA Civ 1397).
 */
export type DeletionRecord = {
  readonly clip: ClipId
  readonly kind: 'clip' | 'copy'
  /** The clip that a copy was made from. */
  readonly madeFrom: ClipId | null
  readonly sha256: Sha256
  readonly recordedOn: Instant | null
  readonly recordedUntil: Instant | null
  readonly importedAt: Instant
  readonly officer: string | null
  readonly device: string | null
  readonly incident: string | null
  readonly ownerForce: string | null
  readonly storeOfRecord: { readonly system: string; readonly id: string | null } | null
  /** Without house numbers, coordinates and the inner half of postcodes. */
  readonly place: string | null
  readonly categories: readonly string[]
  /** `Retention.rule` under which it went. */
  readonly rule: string
  /** Null where the profile let it expire by itself. */
  readonly approvedBy: UserId | null
  readonly appliedBy: UserId
  readonly deletedAt: Instant
  readonly backups: readonly KeyInBackup[]
}

/** How a clip comes to be deleted. */
export type Deletion = {
  readonly rule: string
  readonly approvedBy: UserId | null
  readonly appliedBy: UserId
  readonly at: Instant
  /** All backups that were made. */
  readonly backups: readonly (KeyInBackup & { readonly at: Instant })[]
}

/** The record that stays of a clip or copy. */
export function deletionRecordOf(clip: ClipRecord, deletion: Deletion): DeletionRecord {
  const { metadata, importedAt, source } = clip
  const { recordedOn, recordedUntil, officer, device, incident, ownerForce, place, categories } = metadata
  const holding = deletion.backups.filter(
    ({ at, expiresAt }) => !isBefore(at, importedAt) && isBefore(deletion.at, expiresAt),
  )
  return {
    clip: clip.id,
    kind: clip.kind,
    madeFrom: clip.madeFrom,
    sha256: clip.sha256,
    recordedOn,
    recordedUntil,
    importedAt,
    officer,
    device,
    incident,
    ownerForce,
    storeOfRecord: source && { system: source.system, id: source.id },
    place: place === null ? null : coarsePlace(place),
    categories,
    rule: deletion.rule,
    approvedBy: deletion.approvedBy,
    appliedBy: deletion.appliedBy,
    deletedAt: deletion.at,
    backups: holding.map(({ id, expiresAt }) => ({ id, expiresAt })),
  }
}

const coordinates = /[-+]?\d{1,3}\.\d+/g
const postcode = /\b([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}\b/gi
/** A number with at most one letter, also as a range, behind a word for a dwelling or by itself. Roads (A12, M25) stay. */
const houseNumber = /\b(?:(?:flat|apartment|apt|unit|room|no\.?|number)\s*)?\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\b/gi

/** A place as somebody who searches by street or town needs it: without what names one home. Null where nothing is left. */
export function coarsePlace(place: string): string | null {
  const kept: string[] = []
  const marked = place.replace(coordinates, ' ').replace(postcode, (_, outward: string) => {
    kept.push(outward.toUpperCase())
    return ' '
  })
  const parts = marked.replace(houseNumber, ' ').split(',').concat(kept)
  const coarse = parts
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => /[\p{L}]/u.test(part))
    .join(', ')
  return coarse === '' ? null : coarse.slice(0, 200)
}
