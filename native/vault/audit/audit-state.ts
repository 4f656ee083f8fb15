import type { NotesState } from './log-notes.ts'
import type { AuditState } from './log-walk.ts'

/** A state as text to keep. It needs no protection: whoever goes on from it holds it against a signed checkpoint. */
export function auditStateText(state: AuditState): string {
  return JSON.stringify(state)
}

function lastOf(value: unknown): NotesState['last'] {
  if (typeof value !== 'object' || value === null) return null
  const { at, elapsedMs, session } = value as Readonly<Record<string, unknown>>
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null
  return typeof elapsedMs === 'number' && typeof session === 'string' ? { at, elapsedMs, session } : null
}

/** Takes a state from its text; null for what is none, after which everything is verified. */
export function readAuditState(text: string): AuditState | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  if (typeof value !== 'object' || value === null) return null
  const { size, peaks, open, last } = value as Readonly<Record<string, unknown>>
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null
  if (typeof peaks !== 'string' || !/^(?:[0-9a-f]{64})*$/.test(peaks) || !Array.isArray(open)) return null
  return { size, peaks, open: open.filter((seq) => Number.isSafeInteger(seq)), last: lastOf(last) }
}
