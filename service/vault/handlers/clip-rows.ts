import type { ClipRow } from '../../../contract/vault-schemas.ts'
import type { PolicyProfile } from '../../../core/policy/policy-profile.ts'
import type { Clock } from '../../../core/ports/clock.ts'
import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { isBlocking } from '../../../core/retention/hold.ts'
import { type Retention, retentionOf } from '../../../core/retention/retention.ts'
import { heldAtSource } from '../../../core/store-of-record.ts'
import type { ClipRecord, HoldRecord, IndexState } from '../../../core/vault/clip-record.ts'
import { missingOf } from '../access-facts.ts'
import { isDamaged } from '../index-state.ts'

/** What a clip's row is made with. */
export type RowContext = { readonly read: VaultReader; readonly profile: PolicyProfile; readonly now: Clock }

/** How long a clip is kept, by its record, its holds and the profile in force. */
export function retentionFor(
  clip: ClipRecord,
  holds: readonly HoldRecord[],
  { profile, now }: Omit<RowContext, 'read'>,
): Retention {
  return retentionOf({ ...clip, holds }, profile.retention, now())
}

function indexProblemOf(index: IndexState): string | null {
  if (index.state === 'unindexed') return index.why
  return index.state === 'indexed' && isDamaged(index) ? 'damaged' : null
}

/** A clip as every face shows it. */
export async function clipRowOf(clip: ClipRecord, context: RowContext): Promise<ClipRow> {
  const { read, profile } = context
  const holds = await read.holds(clip.id)
  const tasks = await read.sourceTasksOf(clip.id)
  const { state, due, rule } = retentionFor(clip, holds, context)
  const { metadata, index, expiry } = clip
  return {
    clip: clip.id,
    kind: clip.kind,
    madeFrom: clip.madeFrom,
    sha256: clip.sha256,
    bytes: clip.bytes,
    name: clip.name,
    recordedOn: metadata.recordedOn,
    recordedUntil: metadata.recordedUntil,
    officer: metadata.officer,
    device: metadata.device,
    category: metadata.categories[0] ?? null,
    categories: [...metadata.categories],
    incident: metadata.incident,
    place: metadata.place,
    ownerForce: metadata.ownerForce,
    area: metadata.area,
    team: metadata.team,
    preEventSeconds: metadata.preEventSeconds,
    frames: index.state === 'indexed' ? index.frames : null,
    seconds: index.state === 'indexed' ? index.seconds : null,
    index: index.state,
    indexProblem: indexProblemOf(index),
    damage: index.state === 'indexed' && index.deep ? index.damage : null,
    importedAt: clip.importedAt,
    restricted: clip.restriction?.kind ?? null,
    retention: {
      state,
      due,
      rule,
      undoUntil: expiry.state === 'marked' ? expiry.undoUntil : null,
      holds: holds.filter(isBlocking).length,
    },
    atSource: heldAtSource({ source: clip.source, holds, tasks }),
    missing: clip.kind === 'copy' ? [] : [...missingOf(clip, profile)],
  }
}
