import { isInvolved } from '../../core/access/decide-access.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { CanonicalJson } from '../../core/ports/canonical-json.ts'
import type { CertificateSigner } from '../../core/ports/certificate-signer.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { RedactionProject } from '../../core/redaction/project.ts'
import type { RedactionRecord } from '../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import {
  type Approval,
  type ApprovedState,
  type StandingApprovals,
  standingApprovals,
} from '../../core/review/approval.ts'
import type { FrameSignatures } from '../../core/review/frame-signatures.ts'
import { type Gate, type GatesInput, releaseGates } from '../../core/review/release-gates.ts'
import type { ReviewRecord } from '../../core/review/review-record.ts'
import { unseenFrames } from '../../core/review/seen-frames.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { UserId } from '../../core/vault/ids.ts'
import { accessSubjectOf, missingOf } from './access-facts.ts'
import type { CallContext } from './handler.ts'
import { keptIndexOf } from './kept-index.ts'
import type { Redactions } from './redactions.ts'
import { type Reviews, readAuthors } from './reviews.ts'
import { approvalObjectOf } from './told-involvement.ts'

/** What the state of a review is told from. */
export type ReviewPorts = {
  readonly redactions: Redactions
  readonly reviews: Reviews
  readonly json: Pick<CanonicalJson, 'hashOf'>
}

/** A redaction as the vault has it now, with everything that its gates are decided by. */
export type ReviewState = ApprovedState & {
  readonly record: RedactionRecord
  readonly project: RedactionProject
  readonly index: ClipIndex
  readonly signatures: FrameSignatures
  readonly reviewed: readonly ReviewRecord[]
  readonly approvals: readonly Approval[]
  readonly standing: StandingApprovals
  /** What draws the second person's share (`GatesInput`). */
  readonly draw: string | null
}

/** The index of the clip that a redaction is about. */
export async function indexOf(
  store: Pick<VaultStore, 'read' | 'objects'>,
  clip: ClipRecord,
): Promise<Result<ClipIndex>> {
  const index = await keptIndexOf(store, clip.id)
  if (!index.ok) return index
  return index.value ? ok(index.value) : failed({ kind: 'object-missing', name: 'index' })
}

/** By what is judged: the profile, and the clip as it is then. */
export type Judged = Pick<CallContext, 'profile'> & { readonly clip: ClipRecord }

/** What the state is told by, beside the records: the index of the redaction's clip, and the vault's key. */
type Telling = { readonly index: ClipIndex; readonly sign: CertificateSigner }

/**
 * Approvals without those of people who turned out to have recorded the clip, to appear in it or to have supervised it, or who have
 * themself told who did.
 */
export async function ofUninvolved(
  read: VaultReader,
  approvals: readonly Approval[],
  { profile, clip }: Judged,
): Promise<readonly Approval[]> {
  if (!approvals.some(({ as }) => as === 'approver')) return approvals
  const object = await approvalObjectOf(read, clip, profile)
  const kept = []
  for (const approval of approvals) {
    const user = approval.as === 'approver' ? await read.user(approval.by) : null
    if (!user || !isInvolved(object, accessSubjectOf(user))) kept.push(approval)
  }
  return kept
}

/**
 * What draws the second person's share, from the author's signature: signed with this vault's key and hashed. An Ed25519 signature is the
 * same every time (RFC 8032), nobody without the key can tell it, and neither it nor the draw leaves the service. So no author knows
 * what will be looked at, and whoever signs anew after an edit has another share drawn.
 */
function drawFor(
  author: Approval | null,
  { sign, json }: { readonly sign: CertificateSigner } & Pick<ReviewPorts, 'json'>,
) {
  if (!author) return null
  const { signature } = sign(`occlude/second-check/v1\n${author.redaction}\n${author.id}`)
  return json.hashOf({ signature })
}

/** The state by what `read` sees: inside a transaction, what it has written. `index`: `indexOf` the redaction's clip. */
export async function reviewState(
  read: VaultReader,
  record: RedactionRecord,
  { index, sign, ...judged }: Judged & Telling,
  { redactions, reviews, json }: ReviewPorts,
): Promise<Result<ReviewState>> {
  const now = await redactions.nowOf(read, record)
  if (!now.ok) return now
  const { project } = now.value.edited
  const approvals = await read.approvals(record.id)
  const state = {
    revision: record.revision,
    projectSha256: json.hashOf(project),
    authors: await readAuthors(read, record),
  }
  const standing = standingApprovals(await ofUninvolved(read, approvals, judged), state)
  return ok({
    ...state,
    record,
    project,
    index,
    signatures: reviews.signatures(record.id, project, index),
    reviewed: await read.reviews(record.id),
    approvals,
    standing,
    draw: drawFor(standing.author, { sign, json }),
  })
}

/** Who of some has the fewest frames still to see; null where nobody has seen any. */
function furthest({ reviewed, signatures }: ReviewState, may: (user: UserId) => boolean): ReviewRecord | null {
  const open = ({ seen }: ReviewRecord) =>
    unseenFrames(seen, signatures.values).reduce((sum, [from, until]) => sum + until - from, 0)
  return reviewed.filter(({ user }) => may(user)).toSorted((a, b) => open(a) - open(b))[0] ?? null
}

/** Whose reviews the gates are about. */
export type Reviewers = { readonly author: UserId | null; readonly approver: UserId | null }

/** Whoever has signed; else whoever asks, if it is theirs to sign; else whoever has come furthest. */
export function reviewersOf(state: ReviewState, asking: UserId): Reviewers {
  const { standing, authors } = state
  const own = (isAuthor: boolean) => (authors.has(asking) === isAuthor ? asking : null)
  const best = (isAuthor: boolean) => furthest(state, (user) => authors.has(user) === isAuthor)?.user ?? null
  return {
    author: standing.author?.by ?? own(true) ?? best(true),
    approver: standing.approver?.by ?? own(false) ?? best(false),
  }
}

/** The checklist of a state. */
export function gatesOf(
  { profile }: Pick<CallContext, 'profile'>,
  clip: ClipRecord,
  state: ReviewState,
  { author, approver, saysNothingToHide }: Reviewers & Pick<GatesInput, 'saysNothingToHide'>,
): readonly Gate[] {
  const by = (user: UserId | null) => state.reviewed.find((each) => each.user === user) ?? null
  return releaseGates({
    project: state.project,
    index: state.index,
    signatures: state.signatures,
    policy: profile.redaction,
    missing: missingOf(clip, profile),
    // What another search has found meanwhile is not in the project either.
    examined: Math.min(state.record.examined, state.record.proposed),
    author: by(author),
    approver: by(approver),
    approvals: state.standing,
    draw: state.draw,
    saysNothingToHide,
  })
}
