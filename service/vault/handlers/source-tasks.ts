import type { Clock } from '../../../core/ports/clock.ts'
import type { SourceTask, SourceTaskKind } from '../../../core/store-of-record.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import type { UserRecord } from '../../../core/vault/user-record.ts'

/** A new task for a clip's store of record: done here, and to be done there by somebody who then confirms it. */
export function sourceTaskFor(
  clip: ClipId,
  kind: SourceTaskKind,
  by: { readonly newId: () => string; readonly now: Clock; readonly user: Pick<UserRecord, 'id'> },
): SourceTask {
  return { id: by.newId(), clip, kind, openedAt: by.now(), openedBy: by.user.id, confirmedBy: null, confirmedAt: null }
}
