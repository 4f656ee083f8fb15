import type { KnownNames } from '../../core/disclosure/names-told.ts'
import type { VaultReader } from '../../core/ports/vault/vault-records.ts'
import type { ClipRecord } from '../../core/vault/clip-record.ts'
import type { PaperedCopy } from './copy-papers.ts'

function idsOf({ id, object, sha256, source, metadata }: ClipRecord): readonly string[] {
  const { sourceId, storeOfRecord } = metadata
  return [id, object, sha256, source?.id, sourceId, storeOfRecord?.id].filter((each) => typeof each === 'string')
}

/** What nothing that goes out with a copy may name: of its clip, as it is known now, and of the people of the vault. */
export async function knownNamesOf(
  read: VaultReader,
  { copy, source }: Pick<PaperedCopy, 'copy' | 'source'>,
): Promise<KnownNames> {
  const clip = (await read.clip(source.id)) ?? source
  const { officer, device, incident, place } = clip.metadata
  const people = (await read.users()).flatMap(({ name, knownAs }) => [name, ...knownAs])
  return { officer, device, name: clip.name, incident, place, ids: [...idsOf(clip), ...idsOf(copy)], people }
}
