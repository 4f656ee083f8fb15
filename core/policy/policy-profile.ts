import type { Permission } from '../access/permissions.ts'
import type { Role } from '../access/roles.ts'
import { type CalendarDay, endOfDay, isBefore } from '../calendar.ts'
import type { Instant } from '../ports/clock.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'
import type { RedactionPolicy } from './redaction-policy.ts'

/** Facts about a clip that a profile may ask for. */
export const metadataFields = [
  'recordedOn',
  'officer',
  'device',
  'category',
  'incident',
  'place',
  'ownerForce',
  'area',
  'team',
] as const

/** A fact about a clip that a profile may ask for. */
export type MetadataField = (typeof metadataFields)[number]

/** What can become of redactions that wait in the queue when the vault is locked by idleness or by hand. */
export const overnightPolicies = ['lease-selection', 'stop-at-lock'] as const

/** One of them. */
export type OvernightPolicy = (typeof overnightPolicies)[number]

/** A policy of a force or university as data (DOMAIN.md R13). Lists and periods are its own, not of the code. */
export type PolicyProfile = {
  readonly version: 1
  /** By which it is asked for: `essex`. */
  readonly name: string
  readonly title: string
  /** Forces (or the university) whose clips are their own; the first one is the home force. */
  readonly forces: readonly string[]
  /** The written policy that this follows. */
  readonly policy: { readonly number: string | null; readonly title: string; readonly source: string }
  /** Last day on which the written policy holds without being reviewed; null: the profile names none. */
  readonly reviewDate: CalendarDay | null
  /** What the force calls things (R13): a role by another title than ours, and what an area is (LPA, Division). */
  readonly titles: { readonly area: string; readonly roles: Readonly<Partial<Record<Role, string>>> }
  /** Roles that there are, and what each may do. A role that is not named here cannot be given. */
  readonly permissions: Readonly<Partial<Record<Role, readonly Permission[]>>>
  /** What must be known about a clip before it counts as complete (R9). */
  readonly requiredMetadata: readonly MetadataField[]
  /** Seconds from before activation that cameras keep at the start of a clip, where a clip says nothing itself (W7000 3.6). */
  readonly preEventSeconds: number
  readonly retention: RetentionPolicy
  readonly redaction: RedactionPolicy
  readonly vault: {
    /** Minutes without a touch after which sessions end. */
    readonly idleMinutes: number
    /** Minutes for which a clip that plays counts as somebody being there, when nobody touches anything; 0: it never does. */
    readonly playbackMinutes: number
    /** Hours that a running job may go on after sessions have ended. */
    readonly jobLeaseHours: number
    /**
     * What becomes of redactions that wait in the queue when the vault is locked by idleness or by hand: the keys of their clips stay in
     * memory until each is through, or everything stops until somebody signs in (docs/adr/0015).
     */
    readonly overnight: OvernightPolicy
    /** Days after which a backup cannot be read any more. */
    readonly backupDays: number
  }
  /** By field: where entries come from, and which of them the force has to confirm. */
  readonly sources: Readonly<Record<string, string>>
}

/** The roles that a profile has, in its own order. */
export function rolesOf(profile: PolicyProfile): readonly Role[] {
  return Object.keys(profile.permissions) as Role[]
}

/** What a role may do; nothing where the profile has no such role. */
export function permissionsOf(profile: Pick<PolicyProfile, 'permissions'>, role: Role): readonly Permission[] {
  return Object.hasOwn(profile.permissions, role) ? (profile.permissions[role] ?? []) : []
}

/**
 * True once the written policy's review date is over, until a named person has confirmed it for longer
 * (W7000 6.1; DOMAIN.md, profiles). It is a notice and stops nothing.
 */
export function isReviewOverdue(
  profile: Pick<PolicyProfile, 'reviewDate'>,
  now: Instant,
  confirmedUntil: CalendarDay | null,
): boolean {
  const days = [profile.reviewDate, confirmedUntil].filter((day) => day !== null)
  return days.length > 0 && days.every((day) => !isBefore(now, endOfDay(day)))
}

/** The fields that a profile asks for and that are not known, in the profile's order. Blank text counts as not known. */
export function missingMetadata(
  known: Readonly<Partial<Record<MetadataField, string | null>>>,
  profile: Pick<PolicyProfile, 'requiredMetadata'>,
): readonly MetadataField[] {
  return profile.requiredMetadata.filter((field) => (known[field] ?? '').trim() === '')
}
