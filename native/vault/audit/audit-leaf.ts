import { type AuditEntry, auditBounds, auditEntryOf } from '../../../core/audit/audit-entry.ts'
import { canonicalJson } from '../../certificate/canonical-json.ts'
import { hashBytes } from './hash-bytes.ts'

/** An entry as it is kept: its canonical text (RFC 8785), whose UTF-8 bytes are the leaf, and the leaf's hash (32 bytes). */
export type AuditLeaf = { readonly text: string; readonly leaf: Uint8Array }

/** Where leaves are hashed from: nothing is allocated for an entry but its hash. Its first byte is the leaf prefix of RFC 6962. */
const scratch = Buffer.alloc(1 + auditBounds.entryBytes)

/** Hash of the leaf with that text; null for texts that are longer than any entry. */
export function leafOfText(text: string): Uint8Array | null {
  if (text.length > auditBounds.entryBytes) return null
  const fits = text.length * 3 <= auditBounds.entryBytes || Buffer.byteLength(text) <= auditBounds.entryBytes
  return fits ? hashBytes(scratch.subarray(0, 1 + scratch.write(text, 1))) : null
}

/** Makes the row of an entry. Throws on what no reader would take for an entry (`auditEntryOf`): a bug of whoever wrote it. */
export function auditLeafOf(entry: AuditEntry): AuditLeaf {
  const checked = auditEntryOf(entry)
  if (!checked.ok) throw new TypeError(`not an audit entry: ${checked.failure.field || 'no object'}`)
  const text = canonicalJson.textOf(entry)
  const leaf = leafOfText(text)
  if (leaf === null) throw new RangeError('an audit entry is too long')
  return { text, leaf }
}
