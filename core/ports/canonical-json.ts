import type { Sha256 } from '../clips/clip-index.ts'

/** JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) gives a value, so that equal values have equal hashes. */
export type CanonicalJson = {
  /** The canonical text. Throws on values that JSON cannot carry (bigint, NaN): a bug of the caller. */
  textOf(value: unknown): string
  /** SHA-256 over the canonical text in UTF-8. */
  hashOf(value: unknown): Sha256
}
