import type { Failure } from '../../core/failure.ts'
import { isWeakerCheck } from '../../core/policy/redaction-policy.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import { standingApprovals } from '../../core/review/approval.ts'
import type { PaperedCopy } from './copy-papers.ts'
import { type Judged, ofUninvolved } from './review-state.ts'
import { readAuthors } from './reviews.ts'

type NotApproved = Extract<Failure, { readonly kind: 'not-approved' }>

/**
 * Why a copy is not what people have approved; null where it is, told twice over: its certificate, which this vault signed when the copy
 * was published, names the approvals; and the vault still has them, for a redaction of the copy's own clip that nobody has edited since.
 * An edit after the copy was made voids it as well: what was put right in the redaction is not put right in the copy. So does it when
 * the second person turns out to have had a hand in the clip, by its facts as they are now; and a profile that asks for a stricter
 * second check by now than the copy was made under. Its gates were not judged by that one, so whoever approved is not enough.
 */
export async function approvalFault(
  read: VaultReader,
  { copy, source, certificate }: PaperedCopy,
  judged: Omit<Judged, 'clip'>,
): Promise<NotApproved | null> {
  const { release } = certificate.payload
  const clip = await read.clip(source.id)
  const fault = { kind: 'not-approved', name: copy.id } as const
  if (!release || !clip) return fault
  if (isWeakerCheck(release.secondCheck, judged.profile.redaction.secondCheck)) return { ...fault, why: 'weaker-check' }
  for (const record of await read.redactions(source.id)) {
    if (record.revision !== release.revision) continue
    const given = await read.approvals(record.id)
    if (!given.some(({ projectSha256 }) => projectSha256 === release.projectSha256)) continue
    const valid = await ofUninvolved(read, given, { ...judged, clip })
    const { author, approver } = standingApprovals(valid, { ...release, authors: await readAuthors(read, record) })
    if (author && (approver || release.secondCheck === 'single')) return null
  }
  return fault
}
