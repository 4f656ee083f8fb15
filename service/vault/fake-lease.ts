import type { JobResult, VaultStore } from '../../core/ports/vault/vault-store.ts'
import { ok, type Result } from '../../core/result.ts'

/** Makes findings part of a vault in memory, as a lease does whose vault is open, or an unlock. */
export async function keepIn(
  store: Pick<VaultStore, 'change'>,
  { draft, blocks = [] }: JobResult,
): Promise<Result<'kept'>> {
  return store.change(draft, async (write) => {
    for (const { redaction, examined, ...block } of blocks) await write.putRedactionBlock(redaction, block, examined)
    return ok('kept' as const)
  })
}
