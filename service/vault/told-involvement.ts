import type { AccessObject } from '../../core/access/access-object.ts'
import type { AuditDetail, AuditEntry } from '../../core/audit/audit-entry.ts'
import type { PolicyProfile } from '../../core/policy/policy-profile.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import { accessObjectOf } from './access-facts.ts'

/** What the log says of an edit of a clip: whether it told anew who recorded the clip, or who is part of it. */
export function toldDetail(changes: { readonly officer?: unknown; readonly involved?: unknown }): AuditDetail {
  return { involvement: changes.officer === undefined && changes.involved === undefined ? 'as-it-was' : 'told' }
}

/** An entry of an earlier version does not say what was changed: it may have been this. */
function hasTold({ outcome, detail }: AuditEntry): boolean {
  return outcome === 'done' && detail?.['involvement'] !== 'as-it-was'
}

/**
 * A clip, as the decision about approving it takes it. Whoever has themself told who recorded the clip or is part of it counts as part of
 * it, whatever its facts say now: nobody clears themself. That they once did stands in the log, which nobody takes back.
 */
export async function approvalObjectOf(
  read: Pick<VaultReader, 'editsOf'>,
  clip: ClipRecord,
  profile: PolicyProfile,
): Promise<AccessObject> {
  const edits = (await read.editsOf(clip.id)).filter(hasTold)
  const tellers = edits.flatMap(({ user }) => (user ? [user.id] : []))
  const object = accessObjectOf(clip, profile)
  return { ...object, involved: [...object.involved, ...tellers] }
}
