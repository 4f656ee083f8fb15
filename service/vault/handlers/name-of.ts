import type { VaultReader } from '../../../core/ports/vault/vault-records.ts'
import type { UserId } from '../../../core/vault/ids.ts'

/** Who it was, by the name they sign in with; their id where nobody has it any more. */
export async function nameOf(read: VaultReader, id: UserId): Promise<string> {
  return (await read.user(id))?.name ?? id
}
