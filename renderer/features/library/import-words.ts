import type { ItemOf, OutputOf } from '../../../contract/methods/all.ts'
import { importReasonWords } from '../../../contract/wording/record-words.ts'
import type { Progress } from '../../../core/ports/work.ts'
import { leftWords } from '../../ui/left-words.ts'
import { shownBytes } from './clip-words.ts'

/** A file that was gone through. */
export type ImportItem = ItemOf<'clip.import'>

/** What an import came to. */
export type ImportSummary = OutputOf<'clip.import'>

const mebibyte = 1024 * 1024

/** How long the rest takes at the pace so far, in few words; null while nobody can tell. */
export function timeLeft({ done, total, files }: Progress, elapsedSeconds: number): string | null {
  if (!files || files.all === null || done <= 0 || elapsedSeconds < 3 || total <= done) return null
  return leftWords(((total - done) / done) * elapsedSeconds)
}

/** `12 of 40 files, 1.2 GB of 4.0 GB, about 3 minutes left`; what is not known yet is left out. */
export function progressWords(progress: Progress | null, passed: number, elapsedSeconds: number): string {
  if (!progress?.files || progress.files.all === null) return `${passed} files done`
  const { files, done, total } = progress
  const parts = [
    `${Math.max(passed, files.done)} of ${files.all} files`,
    `${shownBytes(Math.round(done * mebibyte))} of ${shownBytes(Math.round(total * mebibyte))}`,
    timeLeft(progress, elapsedSeconds),
  ]
  return parts.filter((part) => part !== null).join(', ')
}

/** What became of one file. */
export function lineOf({ path, status, why }: ImportItem): string {
  const words = {
    imported: 'imported',
    duplicate: 'in the vault already',
    unindexed: 'kept, but cannot be played',
    refused: 'refused',
  }
  return `${path}: ${words[status]}${why === null ? '' : `: ${importReasonWords(why)}`}`
}

/** What an import came to. */
export function summaryWords({ imported, duplicates, unindexed, refused }: ImportSummary): string {
  return `${imported} imported, ${duplicates} in the vault already, ${unindexed} kept but cannot be played, ${refused} refused.`
}

/** Files that were not taken, or cannot be played, by the reason: most first. */
export function troublesByReason(items: readonly ImportItem[]): readonly (readonly [string, readonly ImportItem[]])[] {
  const byReason = new Map<string, ImportItem[]>()
  for (const item of items) {
    if (item.status !== 'refused' && item.status !== 'unindexed') continue
    const reason = item.why === null ? item.status : importReasonWords(item.why)
    byReason.set(reason, [...(byReason.get(reason) ?? []), item])
  }
  return [...byReason].toSorted(([, a], [, b]) => b.length - a.length)
}
