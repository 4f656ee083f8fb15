import type { VaultStore } from '../../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { ClipId } from '../../../core/vault/ids.ts'
import type { ObjectKind } from '../../../core/vault/object-record.ts'

/** Objects of a clip that show no footage. */
export type DocumentKind = Extract<ObjectKind, 'index' | 'project' | 'certificate' | 'report'>

/** The text of a clip's newest document of a kind; null where it has none. */
export async function documentTextOf(
  { read, objects }: Pick<VaultStore, 'read' | 'objects'>,
  clip: ClipId,
  kind: DocumentKind,
): Promise<Result<string | null>> {
  const record = (await read.objects(clip)).findLast((object) => object.kind === kind)
  return record ? objects.readText(record.id) : ok(null)
}

/** The value of a document that Occlude itself wrote and that its key has just authenticated. */
export async function documentOf(
  store: Pick<VaultStore, 'read' | 'objects'>,
  clip: ClipId,
  kind: DocumentKind,
): Promise<Result<unknown>> {
  const text = await documentTextOf(store, clip, kind)
  return text.ok ? ok(text.value === null ? null : JSON.parse(text.value)) : text
}
