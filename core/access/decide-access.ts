import { isBefore } from '../calendar.ts'
import { type PolicyProfile, permissionsOf } from '../policy/policy-profile.ts'
import type { Instant } from '../ports/clock.ts'
import type { ClipId, UserId } from '../vault/ids.ts'
import type { AccessObject, AccessSubject, Grant, Reach } from './access-object.ts'
import { type FootagePermission, isFootagePermission, type Permission } from './permissions.ts'
import { type FootageRole, isFootageRole, mustBeKeptApart, type Role } from './roles.ts'

type FootageFacts = {
  readonly userId: UserId
  readonly role: FootageRole
  readonly permission: FootagePermission
  readonly clip: ClipId
  readonly decidedAt: Instant
  readonly breakGlass: boolean
}

/** Not exported, and told by a private field: nobody else can make one, neither by a cast of data nor by a copy. */
class FootageToken {
  readonly #facts: FootageFacts

  constructor(facts: FootageFacts) {
    this.#facts = Object.freeze({ ...facts })
    Object.freeze(this)
  }

  static factsOf(value: unknown): FootageFacts | null {
    return typeof value === 'object' && value !== null && #facts in value ? value.#facts : null
  }
}

/**
 * Proof that a decision allowed one user one thing with one clip's picture and sound. Only `decideAccess` makes it, and only
 * for a footage role with a footage permission. The vault's readers take it and read it with `footageGranted`.
 */
export type FootageAccess = FootageToken

/**
 * What a token allows; null for whatever is not a token that `decideAccess` made. A reader compares `clip` and
 * `permission` with what it is asked for, and lets a token grow no older than the call that it was made for.
 */
export function footageGranted(token: unknown): FootageFacts | null {
  return FootageToken.factsOf(token)
}

/** Why somebody may not. The order is that of the checks: the last one that failed is told. */
export type DenialReason =
  | 'disabled'
  /** No role of theirs has the permission. */
  | 'role'
  /** A role has it, but not today. */
  | 'dates'
  /** A role has it today, but not for this force, area and team. */
  | 'scope'
  /** They also govern, administer or audit, and so see no footage. */
  | 'kept-apart'
  /** The clip is on its way to deletion. */
  | 'locked'
  /** Their name is not on the clip's access list. */
  | 'restricted'
  /** They recorded the clip, appear in it or supervised it, or have themself told who did. */
  | 'own-involvement'
  /** Only for a clip that they recorded or imported themselves. */
  | 'not-own'
  /** Something that the profile asks for is not known about the clip. */
  | 'incomplete'

/** What a person asks, and what it is judged by. */
export type AccessQuestion = {
  readonly subject: AccessSubject
  readonly permission: Permission
  /** The clip; null where the method is about none, or where the question is whether they may at all. */
  readonly object: AccessObject | null
  readonly now: Instant
  readonly profile: Pick<PolicyProfile, 'permissions'>
  /** Why somebody who is not on the access list has to see the clip all the same. */
  readonly breakGlass?: { readonly reason: string }
}

/** The answer. A denial is audited like everything else. */
export type AccessDecision =
  | {
      readonly allowed: true
      readonly role: Role
      /** Not null exactly for a footage permission on a clip. */
      readonly footage: FootageAccess | null
      /** The access list was passed over: information governance is to be told. */
      readonly breakGlass: boolean
    }
  | {
      readonly allowed: false
      readonly why: DenialReason
      /** Only with `restricted`: they search for subject access requests, and learn that a restricted item exists. */
      readonly mayKnowItExists: boolean
    }

/**
 * Whether somebody may do something with a clip (DOMAIN.md, permissions; R1). Pure: the caller audits the answer, tells
 * information governance of broken glass, and sees to two different people signing.
 */
export function decideAccess(question: AccessQuestion): AccessDecision {
  const { subject, permission, object, now } = question
  if (subject.disabled) return denied('disabled')
  const able = subject.grants.filter((grant) => isAble(grant.role, question))
  if (able.length === 0) return denied('role')
  const today = able.filter((grant) => isInForce(grant, now))
  if (today.length === 0) return denied('dates')
  const reaching = today.find((grant) => object === null || reaches(grant, object, question))
  if (!reaching) return denied('scope')
  if (isFootagePermission(permission) && watchesOverOthers(subject, now)) return denied('kept-apart')
  return object === null
    ? { allowed: true, role: reaching.role, footage: null, breakGlass: false }
    : decideForClip(question, reaching.role, object)
}

function decideForClip(question: AccessQuestion, role: Role, object: AccessObject): AccessDecision {
  const { subject, permission, now } = question
  if (object.state === 'undo-window' && !openWhileLocked.has(permission)) return denied('locked')
  const listed = object.restriction === null || object.restriction.allowed.includes(subject.userId)
  const listMatters = !listed && !beyondAccessList.has(permission)
  const breakGlass = listMatters && breaksGlass(question)
  if (listMatters && !breakGlass) return denied('restricted', searchesForRequests(question))
  const barred = barredBy(permission, object, subject)
  if (barred) return denied(barred)
  return { allowed: true, role, breakGlass, footage: tokenFor({ subject, permission, role, object, now, breakGlass }) }
}

function denied(why: DenialReason, mayKnowItExists = false): AccessDecision {
  return { allowed: false, why, mayKnowItExists }
}

type Minting = Pick<AccessQuestion, 'subject' | 'permission' | 'now'> & {
  readonly role: Role
  readonly object: AccessObject
  readonly breakGlass: boolean
}

function tokenFor({ subject, permission, role, object, now, breakGlass }: Minting): FootageAccess | null {
  if (!isFootagePermission(permission) || !isFootageRole(role)) return null
  return new FootageToken({
    userId: subject.userId,
    role,
    permission,
    clip: object.clip,
    decidedAt: now,
    breakGlass,
  })
}

/** Whether a grant is good today. */
export function isInForce(grant: Pick<Grant, 'from' | 'until'>, now: Instant): boolean {
  if (grant.from !== null && isBefore(now, grant.from)) return false
  return grant.until === null || isBefore(now, grant.until)
}

/** A profile is refused when it gives footage to another role; this holds where somebody has gone round its reader. */
function isAble(role: Role, { profile, permission }: AccessQuestion): boolean {
  if (isFootagePermission(permission) && !isFootageRole(role)) return false
  return permissionsOf(profile, role).includes(permission)
}

function watchesOverOthers(subject: AccessSubject, now: Instant): boolean {
  return mustBeKeptApart(subject.grants.filter((grant) => isInForce(grant, now)).map((grant) => grant.role))
}

/** Names are compared as people write them: neither case nor spacing tells two apart. */
function plain(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

function reachesName(reach: Reach, name: string | null, importedIt: boolean): boolean {
  if (reach === 'all') return true
  // Somebody has to be able to complete what is not known: those whose grant has no bounds, and whoever brought it in.
  if (name === null || name.trim() === '') return importedIt
  return reach.some((each) => plain(each) === plain(name))
}

function reaches({ scope }: Grant, object: AccessObject, { subject, permission }: AccessQuestion): boolean {
  // What one has recorded is one's own wherever that was; whether it is, is asked later.
  if (permission === 'history.own-clip') return true
  const importedIt = object.importedBy === subject.userId
  return (
    reachesName(scope.forces, object.ownerForce, importedIt) &&
    reachesName(scope.areas, object.area, importedIt) &&
    reachesName(scope.teams, object.team, importedIt)
  )
}

/**
 * The undo window's "locked to viewing but still held for a SAR" (R8) is read strictly: nobody views, changes or takes
 * anything out; one may see that the clip is there, hold it, and bring it back.
 */
const openWhileLocked: ReadonlySet<Permission> = new Set([
  'library',
  'hold',
  'retention.review',
  'retention.apply',
  'history.own-clip',
])

/**
 * What needs no place on an access list: it shows neither the clip nor its metadata. A request must be able to hold a
 * restricted item that it only knows to exist, and retention must reach every clip.
 */
const beyondAccessList: ReadonlySet<Permission> = new Set([
  'hold',
  'retention.review',
  'retention.apply',
  'vault.check',
])

/** Glass is broken to see, never to change or to take out. */
const glassOpens: ReadonlySet<Permission> = new Set(['library', 'clip.view'])

function breaksGlass({ permission, breakGlass }: AccessQuestion): boolean {
  return breakGlass !== undefined && breakGlass.reason.trim() !== '' && glassOpens.has(permission)
}

function searchesForRequests({ subject, now, profile }: AccessQuestion): boolean {
  return subject.grants.some(
    (grant) => isInForce(grant, now) && permissionsOf(profile, grant.role).includes('disclose'),
  )
}

/** What nobody does on a clip that they are part of; assessing and spot-checking join when they come. */
const barredByInvolvement: ReadonlySet<Permission> = new Set(['approve'])

function barredBy(permission: Permission, object: AccessObject, subject: AccessSubject): DenialReason | null {
  if (barredByInvolvement.has(permission)) return involvementOf(object, subject)
  if (permission === 'disclose' && object.missing.length > 0) return 'incomplete'
  if (permission !== 'history.own-clip') return null
  const own = object.importedBy === subject.userId || isNamedIn(object.officer ?? '', subject)
  return own ? null : 'not-own'
}

function involvementOf({ officer, involved }: AccessObject, subject: AccessSubject): DenialReason | null {
  const words = wordsOf(officer ?? '')
  if (involved.includes(subject.userId) || mayBeNamedIn(words, subject)) return 'own-involvement'
  // Who recorded it is not known: it may be the one who asks.
  return words.size === 0 ? 'incomplete' : null
}

/** Whether somebody recorded a clip, appears in it or supervised it, as far as its facts could mean them. */
export function isInvolved(object: AccessObject, subject: AccessSubject): boolean {
  return involvementOf(object, subject) === 'own-involvement'
}

function namesOf({ name, knownAs }: AccessSubject): readonly string[] {
  return [name, ...knownAs].map(plain).filter((each) => each !== '')
}

/** The metadata name exactly this person: what is theirs by it may be shown to them. */
function isNamedIn(officer: string, subject: AccessSubject): boolean {
  return namesOf(subject).includes(plain(officer))
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(plain(text).match(/[\p{L}\p{N}]+/gu) ?? [])
}

/**
 * The metadata could mean this person: `Smith, Ann (1234)` and whoever is known as `1234`, `PC 1234` or `Ann Smith`. What
 * only bars somebody errs on that side.
 */
function mayBeNamedIn(officer: ReadonlySet<string>, subject: AccessSubject): boolean {
  return namesOf(subject)
    .map(wordsOf)
    .some((name) => isWithin(name, officer) || isWithin(officer, name))
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return some.size > 0 && [...some].every((word) => all.has(word))
}
