import type { Failure } from '../core/failure.ts'
import type { Result } from '../core/result.ts'

/** What an engine calls a clip that it was given without a name (MediaEngine). */
const nameless = 'clip'

/** The result with the clip called what the person called it. */
export function namedFailure<T>(result: Result<T>, name: string): Result<T> {
  if (result.ok || !('name' in result.failure) || result.failure.name !== nameless) return result
  const failure: Failure = { ...result.failure, name }
  return { ok: false, failure }
}
