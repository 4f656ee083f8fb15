import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { standingApprovals } from '../../core/review/approval.ts'
import type { PaperedCopy } from './copy-papers.ts'
import { readAuthors } from './reviews.ts'

/**
 * Whether a copy is what people have approved, told twice over: its certificate, which this vault signed when the copy was published,
 * names the approvals; and the vault still has them, for a redaction of the copy's own clip that nobody has edited since. An edit after
 * the copy was made voids it as well: what was put right in the redaction is not put right in the copy.
 */
export async function isApproved(
  { read }: Pick<VaultStore, 'read'>,
  { source, certificate }: PaperedCopy,
): Promise<boolean> {
  const { release } = certificate.payload
  if (!release) return false
  for (const record of await read.redactions(source.id)) {
    if (record.revision !== release.revision) continue
    const given = await read.approvals(record.id)
    if (!given.some(({ projectSha256 }) => projectSha256 === release.projectSha256)) continue
    const { author, approver } = standingApprovals(given, { ...release, authors: await readAuthors(read, record) })
    if (author && (approver || release.secondCheck === 'single')) return true
  }
  return false
}
