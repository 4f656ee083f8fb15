import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import { standingApprovals } from '../../core/review/approval.ts'
import type { PaperedCopy } from './copy-papers.ts'
import { type Judged, ofUninvolved } from './review-state.ts'
import { readAuthors } from './reviews.ts'

/**
 * Whether a copy is what people have approved, told twice over: its certificate, which this vault signed when the copy was published,
 * names the approvals; and the vault still has them, for a redaction of the copy's own clip that nobody has edited since. An edit after
 * the copy was made voids it as well: what was put right in the redaction is not put right in the copy. So does it when the second
 * person turns out to have had a hand in the clip, by its facts as they are now.
 */
export async function isApproved(
  read: VaultReader,
  { source, certificate }: PaperedCopy,
  judged: Omit<Judged, 'clip'>,
): Promise<boolean> {
  const { release } = certificate.payload
  const clip = await read.clip(source.id)
  if (!release || !clip) return false
  for (const record of await read.redactions(source.id)) {
    if (record.revision !== release.revision) continue
    const given = await read.approvals(record.id)
    if (!given.some(({ projectSha256 }) => projectSha256 === release.projectSha256)) continue
    const valid = await ofUninvolved(read, given, { ...judged, clip })
    const { author, approver } = standingApprovals(valid, { ...release, authors: await readAuthors(read, record) })
    if (author && (approver || release.secondCheck === 'single')) return true
  }
  return false
}
