import { failed, ok, type Result } from '../../../core/result.ts'
import type { SegmentKey } from '../segments/segment-format.ts'
import type { HeldKeys, ObjectPlace } from './held-keys.ts'

/** Bytes of a wrapped key (nonce, key, tag), and of the file id behind it. */
const [wrapBytes, fileIdBytes] = [60, 16]

/**
 * The key of an object as the database keeps it: 76 bytes, the wrapped data key and the id of its file, which is no secret and is
 * authenticated in the file itself. Fails with `vault-locked`.
 */
export function wrapObjectKey(held: HeldKeys, { id, kind }: ObjectPlace, key: SegmentKey): Result<Uint8Array> {
  const wrapped = held.wrap(key.key, { id, kind })
  return wrapped.ok ? ok(Buffer.concat([wrapped.value, key.fileId])) : wrapped
}

/** The key of an object from what the database keeps. Fails with `database-damaged` for another object's, and `vault-locked`. */
export function unwrapObjectKey(held: HeldKeys, { id, kind }: ObjectPlace, kept: Uint8Array): Result<SegmentKey> {
  const damaged = failed({ kind: 'database-damaged', detail: 'the key of an object' } as const)
  if (kept.length !== wrapBytes + fileIdBytes) return damaged
  const key = held.unwrap(kept.slice(0, wrapBytes), { id, kind })
  if (!key.ok) return key
  return key.value ? ok({ key: key.value, fileId: kept.slice(wrapBytes) }) : damaged
}
