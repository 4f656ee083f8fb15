import type { Result } from '../../core/result.ts'

/** The value of a result; throws where it failed: in a bench that is the end of it. */
export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`leak bench: ${JSON.stringify(result.failure)}`)
  return result.value
}
