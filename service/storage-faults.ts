import type { Failure } from '../core/failure.ts'
import type { StopSignal } from '../core/ports/work.ts'
import { failed, type Result } from '../core/result.ts'

/** Something that knows why its last read or write failed. */
export type Faulty = { fault(): Failure | null }

/**
 * Runs an engine call over storage. Where it fails or throws while a storage has a fault, the fault is the reason: an engine
 * only sees that bytes did not come or go. A call that was stopped answers `cancelled`, whatever broke on the way.
 */
export async function withFaults<T>(
  storages: readonly Faulty[],
  signal: StopSignal,
  call: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (signal.aborted) return failed({ kind: 'cancelled' })
  const reason = (): Failure | null => {
    if (signal.aborted) return { kind: 'cancelled' }
    return storages.map((storage) => storage.fault()).find((fault) => fault !== null) ?? null
  }
  try {
    const result = await call()
    const fault = reason()
    return result.ok && fault?.kind !== 'cancelled' ? result : failed(fault ?? failureOf(result))
  } catch (error) {
    const fault = reason()
    if (!fault) throw error
    return failed(fault)
  }
}

function failureOf<T>(result: Result<T>): Failure {
  if (result.ok) throw new Error('a success has no failure')
  return result.failure
}
