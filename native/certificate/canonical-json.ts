import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sha256 } from '../../core/clips/clip-index.ts'
import type { CanonicalJson } from '../../core/ports/canonical-json.ts'

function textOf(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('JSON cannot carry this value')
  return text
}

/** JSON in RFC 8785 form (property names in UTF-16 order, ECMAScript numbers, no spaces) and its SHA-256 over UTF-8. */
export const canonicalJson: CanonicalJson = {
  textOf,
  hashOf: (value) => sha256(createHash('sha256').update(textOf(value), 'utf8').digest('hex')),
}
