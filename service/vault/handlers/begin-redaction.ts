import type { VaultWriter } from '../../../core/ports/vault/vault-records.ts'
import { newProject } from '../../../core/redaction/new-project.ts'
import type { RedactionId } from '../../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { CallContext } from '../handler.ts'
import type { ServicePorts } from '../service-ports.ts'
import { framesOf } from './redaction-list.ts'

/** What a redaction is begun with. */
export type BeginPorts = Pick<ServicePorts, 'newId' | 'newSecret'>

/** Fails with `usage` for a clip that nothing can be redacted of. */
export function redactable({ kind, index }: ClipRecord): Result<void> {
  if (kind === 'copy')
    return failed({ kind: 'usage', detail: 'that is a copy already: give the clip that it was made from' })
  if (index.state !== 'indexed')
    return failed({ kind: 'usage', detail: 'the clip cannot be read yet: what is in it is not known' })
  return ok(undefined)
}

/** Begins a redaction within a change: nothing found, everything hidden by default and all sound muted. */
export async function beginRedaction(
  write: VaultWriter,
  { user, now }: Pick<CallContext, 'user' | 'now'>,
  { id, clip, purpose }: { readonly id: RedactionId; readonly clip: ClipRecord; readonly purpose: string },
  { newSecret }: Pick<BeginPorts, 'newSecret'>,
): Promise<void> {
  const { sha256 } = clip
  const base = newProject({ clip: { sha256, frames: framesOf(clip) }, purpose, secret: newSecret() })
  await write.beginRedaction({
    id,
    clip: clip.id,
    purpose,
    createdAt: now(),
    createdBy: user.id,
    base: JSON.stringify(base),
    revision: 0,
    undecided: 0,
    examined: 0,
    proposed: 0,
  })
}
