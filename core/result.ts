import type { Failure } from './failure.ts'

/** What a port, use case or reader answers: a value, or an expected failure. Bugs throw instead. */
export type Result<T, F = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F }

/** A success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** An expected failure. */
export function failed<F = Failure>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure }
}
