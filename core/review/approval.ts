import type { Role } from '../access/roles.ts'
import type { Sha256 } from '../clips/clip-index.ts'
import type { SecondCheck } from '../policy/redaction-policy.ts'
import type { Instant } from '../ports/clock.ts'
import type { RedactionId, RedactionRecord, RedactionStep } from '../redaction/redaction-record.ts'
import type { UserId } from '../vault/ids.ts'

/**
 * Somebody's signature under one state of a redaction: the author's ("this is ready"), or that of the second person who checked it. It
 * holds for this revision and this project and for nothing else: each later step leaves it behind. Never changed, never taken out.
 */
export type Approval = {
  readonly id: string
  readonly redaction: RedactionId
  readonly as: 'author' | 'approver'
  readonly by: UserId
  /** The role that it was given in. */
  readonly role: Role
  readonly at: Instant
  readonly revision: number
  /** Over the canonical JSON of the project, its secret included. */
  readonly projectSha256: Sha256
  /** They said outright that nothing in it needs to be hidden. */
  readonly nothingToHide: boolean
}

/** Everybody who made the redaction what it is: whoever began it, and whoever took a step. */
export function authorsOf(
  { createdBy }: Pick<RedactionRecord, 'createdBy'>,
  steps: readonly Pick<RedactionStep, 'by'>[],
): ReadonlySet<UserId> {
  return new Set([createdBy, ...steps.map(({ by }) => by).filter((by) => by !== null)])
}

/** What approvals are held against. */
export type ApprovedState = {
  readonly revision: number
  readonly projectSha256: Sha256
  readonly authors: ReadonlySet<UserId>
}

/** The approvals that hold now; null where there is none. */
export type StandingApprovals = { readonly author: Approval | null; readonly approver: Approval | null }

/**
 * Which approvals hold for a state: given for just this revision and project, the author's by an author, the approver's by somebody
 * who is none. The latest of each.
 */
export function standingApprovals(
  approvals: readonly Approval[],
  { revision, projectSha256, authors }: ApprovedState,
): StandingApprovals {
  const standing = approvals.filter((each) => each.revision === revision && each.projectSha256 === projectSha256)
  return {
    author: standing.findLast((each) => each.as === 'author' && authors.has(each.by)) ?? null,
    approver: standing.findLast((each) => each.as === 'approver' && !authors.has(each.by)) ?? null,
  }
}

/** What a certificate says of the approvals of a copy: roles and dates, and no names. */
export type ApprovedRelease = {
  /** Of the project that was approved, over its canonical JSON. */
  readonly projectSha256: Sha256
  readonly revision: number
  readonly secondCheck: SecondCheck
  readonly approvals: readonly Pick<Approval, 'as' | 'role' | 'at' | 'nothingToHide'>[]
}

/** The approvals of a copy to be; null unless everybody that the profile asks for has given theirs. */
export function approvedRelease(
  { author, approver }: StandingApprovals,
  { revision, projectSha256 }: ApprovedState,
  secondCheck: SecondCheck,
): ApprovedRelease | null {
  if (!author || (!approver && secondCheck !== 'single')) return null
  const approvals = [author, ...(approver ? [approver] : [])].map(({ as, role, at, nothingToHide }) => ({
    as,
    role,
    at,
    nothingToHide,
  }))
  return { projectSha256, revision, secondCheck, approvals }
}
