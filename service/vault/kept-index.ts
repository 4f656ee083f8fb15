import { clipIndexOf, indexDocument, indexDocumentOf } from '../../contract/index-document.ts'
import type { ClipIndex } from '../../core/clips/clip-index.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type { ClipId } from '../../core/vault/ids.ts'
import type { ObjectRecord } from '../../core/vault/object-record.ts'
import { documentOf } from './handlers/documents.ts'

/** The index of a clip that was kept with it; null where none was. Only what Occlude wrote is taken for one. */
export async function keptIndexOf(
  store: Pick<VaultStore, 'read' | 'objects'>,
  clip: ClipId,
): Promise<Result<ClipIndex | null>> {
  const kept = await documentOf(store, clip, 'index')
  if (!kept.ok) return kept
  if (kept.value === null) return ok(null)
  const document = indexDocument.safeParse(kept.value)
  if (!document.success) return failed({ kind: 'object-damaged', name: 'index', problem: 'changed' })
  return ok(clipIndexOf(document.data))
}

/** Labels in the order in which they are preferred: an index whose frames were all decoded knows more than one that counted them. */
const labels = { counted: 'counted', decoded: 'decoded' } as const

/** Writes a clip's index as an object of its own; it becomes part of the vault with the change that keeps the answered record. */
export function putIndex(
  { objects }: Pick<VaultStore, 'objects'>,
  clip: ClipId,
  index: ClipIndex,
): Promise<Result<ObjectRecord>> {
  const label = (index.video?.damagedFrames ?? null) === null ? labels.counted : labels.decoded
  return objects.put({ clip, kind: 'index', label }, JSON.stringify(indexDocumentOf(index)))
}
