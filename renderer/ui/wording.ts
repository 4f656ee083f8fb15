import type { Failure } from '../../core/failure.ts'

/** One clear sentence or two: what happened, what is safe, what to do next. */
export function failureSentence(failure: Failure): string {
  return failure.kind
}
