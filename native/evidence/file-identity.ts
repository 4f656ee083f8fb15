import type { BigIntStats } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { codeOf } from './storage-failure.ts'

/** Which file it is, whatever path leads to it (symbolic and hard links included). */
export type FileIdentity = { readonly device: bigint; readonly inode: bigint }

/** The identity in what `stat` says. */
export function identityOf(stats: BigIntStats): FileIdentity {
  return { device: stats.dev, inode: stats.ino }
}

/** True for two paths to one file. */
export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.device === b.device && a.inode === b.inode
}

const nothingThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR'])

async function orNull(stats: Promise<BigIntStats>): Promise<BigIntStats | null> {
  try {
    return await stats
  } catch (error) {
    if (nothingThere.has(codeOf(error) ?? '')) return null
    throw error
  }
}

/** What a path leads to in the end; null when nothing is there (also for a link to nothing). */
export function statOrNull(path: string): Promise<BigIntStats | null> {
  return orNull(stat(path, { bigint: true }))
}

/** What stands at the path itself, a link included; null when nothing does. */
export function entryOrNull(path: string): Promise<BigIntStats | null> {
  return orNull(lstat(path, { bigint: true }))
}
