import type { MetadataField } from '../policy/policy-profile.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipId, UserId } from '../vault/ids.ts'
import type { Role } from './roles.ts'

/** Names that a grant reaches, or all there are. */
export type Reach = readonly string[] | 'all'

/** What a grant reaches: force, area (LPA or Division), team. All three must reach a clip. */
export type Scope = { readonly forces: Reach; readonly areas: Reach; readonly teams: Reach }

/** A role that was given to somebody, for a scope, from one moment until before another (null: open). */
export type Grant = {
  readonly role: Role
  readonly scope: Scope
  readonly from: Instant | null
  readonly until: Instant | null
}

/** Who asks. */
export type AccessSubject = {
  readonly userId: UserId
  /** The name that they sign in with. */
  readonly name: string
  /** Other names under which metadata of cameras knows them: collar number, payroll number. */
  readonly knownAs: readonly string[]
  readonly grants: readonly Grant[]
  readonly disabled: boolean
}

/** Why a clip has an access list (DOMAIN.md, restricted clips). */
export const restrictionKinds = ['sexual-offence', 'misconduct', 'child', 'command-role', 'colleague', 'other'] as const

/** Why a clip has an access list. */
export type RestrictionKind = (typeof restrictionKinds)[number]

/** The facts of a clip (or a copy) that decide who may do what with it. */
export type AccessObject = {
  readonly clip: ClipId
  /** Null: not known yet. Only a grant that reaches all, and whoever imported the clip, reach what is not known. */
  readonly ownerForce: string | null
  readonly area: string | null
  readonly team: string | null
  /** Who recorded it, in the words of its metadata. */
  readonly officer: string | null
  readonly importedBy: UserId
  /** Users who recorded it, appear in it, or supervised it. */
  readonly involved: readonly UserId[]
  /** What the profile asks for and nobody has given (`missingMetadata`). */
  readonly missing: readonly MetadataField[]
  readonly restriction: { readonly kind: RestrictionKind; readonly allowed: readonly UserId[] } | null
  readonly state: 'live' | 'undo-window'
}
