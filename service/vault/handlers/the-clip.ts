import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { ClipRecord } from '../../../core/vault/clip-record.ts'
import type { CallContext } from '../handler.ts'

/** The clip that a method about one clip is called for; throws when there is none (a bug in the table of methods). */
export function theClip({ clips }: Pick<CallContext, 'clips'>): ClipRecord {
  const [clip] = clips
  if (!clip) throw new Error('a method about one clip was called without one')
  return clip
}

/** The same clip as it is inside of a transaction: it may have been changed, or deleted, since the call was admitted. */
export async function currentClip(read: VaultReader, call: Pick<CallContext, 'clips'>): Promise<Result<ClipRecord>> {
  const { id } = theClip(call)
  const clip = await read.clip(id)
  return clip ? ok(clip) : failed({ kind: 'no-such-clip', name: id })
}
