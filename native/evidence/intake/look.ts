import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import type { Failure, HostileEntry } from '../../../core/failure.ts'
import type { EntryName } from '../../../core/intake/candidate.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { identityOf, sameFile } from '../file-identity.ts'
import { codeOf, readingFailure } from '../storage-failure.ts'

/** Something that was looked at without being opened: a regular file or a folder. */
export type Looked = {
  /** In bytes, since names need not be text. */
  readonly path: Buffer
  readonly shown: EntryName
  readonly stats: BigIntStats
}

const forms: readonly (readonly [(stats: BigIntStats) => boolean, HostileEntry])[] = [
  [(stats) => stats.isSymbolicLink(), 'link'],
  [(stats) => stats.isBlockDevice() || stats.isCharacterDevice(), 'device'],
  [(stats) => stats.isFIFO(), 'pipe'],
  [(stats) => stats.isSocket(), 'socket'],
  [(stats) => !stats.isFile() && !stats.isDirectory(), 'unknown'],
]

/** Looks at an entry without following or opening it. Fails with `hostile-entry` on what is neither file nor folder. */
export async function lookAt(path: Buffer, shown: EntryName): Promise<Result<Looked>> {
  try {
    const stats = await lstat(path, { bigint: true })
    const hostile = forms.find(([is]) => is(stats))
    if (hostile) return failed({ kind: 'hostile-entry', name: shown.display, what: hostile[1] })
    return ok({ path, shown, stats })
  } catch (error) {
    return failed(entryFailure(error, shown))
  }
}

/**
 * As `readingFailure`, and more forgiving: a path that no file system could have is one where nothing is, and whatever else the
 * system says (a broken disk, a stick that was pulled out) is unreadable. One entry must not end an import of many.
 */
export function entryFailure(error: unknown, shown: EntryName): Failure {
  const name = shown.display
  if (codeOf(error) === 'ERR_INVALID_ARG_VALUE') return { kind: 'file-missing', name }
  const fromSystem = error instanceof Error && 'errno' in error && typeof error.errno === 'number'
  try {
    return readingFailure(error, name)
  } catch (other) {
    if (fromSystem) return { kind: 'file-unreadable', name }
    throw other
  }
}

/** A file that was opened, and what the system says about it since. */
export type OpenedEntry = { readonly handle: FileHandle; readonly stats: BigIntStats }

/**
 * Opens for reading only what was looked at, and nothing that has taken its place since: links are not followed
 * (O_NOFOLLOW) and the opened file has to be the same device and inode. Fails with `hostile-entry` (`link` or `swapped`),
 * `not-stable` where it has other bytes by now, and as every reading does.
 */
export async function openLooked({ path, shown, stats }: Looked): Promise<Result<OpenedEntry>> {
  const name = shown.display
  let handle: FileHandle | null = null
  try {
    // Windows has no such flag; there the comparison below is what tells.
    const noFollow = constants.O_NOFOLLOW ?? 0
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow)
    const opened = await handle.stat({ bigint: true })
    const fault = differenceOf(stats, opened)
    if (fault === null) return ok({ handle, stats: opened })
    await handle.close()
    return failed(fault === 'changed' ? { kind: 'not-stable', name } : { kind: 'hostile-entry', name, what: fault })
  } catch (error) {
    await handle?.close()
    if (codeOf(error) === 'ELOOP') return failed({ kind: 'hostile-entry', name, what: 'link' })
    // A socket or a device without a driver that came here since; neither opens.
    if (codeOf(error) === 'ENXIO') return failed({ kind: 'hostile-entry', name, what: 'swapped' })
    return failed(entryFailure(error, shown))
  }
}

function differenceOf(looked: BigIntStats, opened: BigIntStats): 'swapped' | 'changed' | null {
  if (!opened.isFile() || !sameFile(identityOf(looked), identityOf(opened))) return 'swapped'
  return sameBytes(looked, opened) ? null : 'changed'
}

/** True while size and time of the last change are what they were. */
export function sameBytes(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs
}
