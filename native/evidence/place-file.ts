import { constants } from 'node:fs'
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failed, ok, type Result } from '../../core/result.ts'
import { entryOrNull } from './file-identity.ts'
import { type OutputPath, partialPathOf } from './output-path.ts'
import { codeOf, writingFailure } from './storage-failure.ts'

/** Nobody but the person who made a result reads it, until they say otherwise. */
const ownerOnly = 0o600

/** How file systems without hard links (FAT, some network shares) say so. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Removes a file; nothing there is as good. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/**
 * Creates the unfinished file for a result. One that a killed run left behind is removed first, not written into: should
 * that run live on after all, it keeps writing to a file without a name, and finds out when it wants to publish.
 */
export async function createPartial(path: string): Promise<FileHandle> {
  const partial = partialPathOf(path)
  await removeIfThere(partial)
  return open(partial, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, ownerOnly)
}

/** Makes the names in the folder of `path` durable. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function renameWhereNothingIs(from: string, to: string): Promise<void> {
  if (await entryOrNull(to)) throw Object.assign(new Error('something stands there'), { code: 'EEXIST' })
  await rename(from, to)
}

/**
 * Gives a whole, durable unfinished file its name. Without `overwrite` the file system itself refuses a name that is taken
 * (a hard link never replaces), so that a file which appeared in the meantime survives.
 */
export async function placePartial(output: OutputPath): Promise<void> {
  const partial = partialPathOf(output.path)
  if (output.overwrite) await rename(partial, output.path)
  else {
    try {
      await link(partial, output.path)
      await unlink(partial)
    } catch (error) {
      if (!withoutLinks.has(codeOf(error) ?? '')) throw error
      await renameWhereNothingIs(partial, output.path)
    }
  }
  await syncFolder(output.path)
}

/** Writes a whole unfinished file and makes it durable. On failure nothing of it is left. */
export async function writePartial(output: OutputPath, content: string | Uint8Array): Promise<Result<void>> {
  try {
    const handle = await createPartial(output.path)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return ok(undefined)
  } catch (error) {
    await removeIfThere(partialPathOf(output.path))
    return failed(writingFailure(error, output.name))
  }
}

/** Writes a result that is made at once (JSON, a picture): all of it or nothing. Check the path first (`checkOutputPath`). */
export async function writeWholeFile(output: OutputPath, content: string | Uint8Array): Promise<Result<void>> {
  const written = await writePartial(output, content)
  if (!written.ok) return written
  try {
    await placePartial(output)
    return ok(undefined)
  } catch (error) {
    await removeIfThere(partialPathOf(output.path))
    return failed(writingFailure(error, output.name))
  }
}
