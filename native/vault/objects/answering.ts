import { StoreFault } from '../../../core/ports/vault/vault-store.ts'
import { failed, type Result } from '../../../core/result.ts'

/** Runs what reads records, which throw while the vault is locked and where the database is damaged: here both are answers. */
export async function answering<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof StoreFault) return failed(error.failure)
    throw error
  }
}
