import type { DeletionRecord } from '../../../core/retention/deletion-record.ts'
import { isId, type ObjectId } from '../../../core/vault/ids.ts'

/** The last entry of a backup: what else is to be known of it. Only known once everything was read. */
export type BackupSummary = {
  readonly version: 1
  /** Objects that the database names and that had no file any more. */
  readonly leftOut: readonly { readonly object: ObjectId; readonly why: 'deleted' | 'missing' }[]
  /** Objects whose files are not what was written; they are in it as they are. */
  readonly damaged: readonly ObjectId[]
  /** Of clips that were deleted while the backup was made. */
  readonly deletions: readonly DeletionRecord[]
}

/** Names of the entries that are no objects. */
export const entryNames = { database: 'database', summary: 'summary' } as const

const objectPrefix = 'objects/'

/** The entry of an object. */
export function entryOfObject(object: ObjectId): string {
  return `${objectPrefix}${object}`
}

/** The object of an entry; null where it is something else. */
export function objectOfEntry(name: string): ObjectId | null {
  const id = name.slice(objectPrefix.length)
  return name.startsWith(objectPrefix) && isId(id) ? (id as ObjectId) : null
}

/**
 * Reads a summary; null for what is none. Its deletion records are taken as they are: the backup's key vouches for them, and
 * the database checks them again.
 */
export function summaryIn(text: string): BackupSummary | null {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null) return null
  const { version, leftOut, damaged, deletions } = value as Readonly<Record<string, unknown>>
  const isWhole = version === 1 && Array.isArray(leftOut) && Array.isArray(damaged) && Array.isArray(deletions)
  return isWhole ? (value as BackupSummary) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
