import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok, type Result } from '../../../core/result.ts'
import { isId, type ObjectId, objectId } from '../../../core/vault/ids.ts'
import { removeIfThere, syncFolder } from '../../evidence/place-file.ts'
import { codeOf, readingFailure, writingFailure } from '../../evidence/storage-failure.ts'
import { objectsName } from '../host/vault-files.ts'

const suffix = '.seg'

/** Neither follows a link nor waits for the other end of a pipe that somebody put in a file's place; Windows has neither flag. */
const plainly = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Where an object's file lies. */
export function objectPath(folder: string, object: ObjectId): string {
  return join(folder, objectsName, `${object}${suffix}`)
}

/** Makes an object's file, empty, for its owner alone. Throws what the file system says, also when something is there. */
export function createObjectFile(folder: string, object: ObjectId): Promise<FileHandle> {
  return open(objectPath(folder, object), constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | plainly, 0o600)
}

/**
 * Opens an object's file; `name` is what a person calls it. Fails with `object-missing`, `not-a-file` for whatever is no regular
 * file, `file-unreadable`.
 */
export async function openObjectFile(
  folder: string,
  object: ObjectId,
  { name, write = false }: { readonly name: string; readonly write?: boolean },
): Promise<Result<FileHandle>> {
  try {
    const access = write ? constants.O_RDWR : constants.O_RDONLY
    const handle = await open(objectPath(folder, object), access | plainly)
    if ((await handle.stat()).isFile()) return ok(handle)
    await handle.close()
    return failed({ kind: 'not-a-file', name })
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return failed({ kind: 'object-missing', name })
    return failed(code === 'ELOOP' ? { kind: 'not-a-file', name } : readingFailure(error, name))
  }
}

/** What lies among the objects: files by their ids, and the names of whatever is no file of ours. */
export type FoundFiles = { readonly ids: readonly ObjectId[]; readonly strangers: readonly string[] }

function idOf(name: string): ObjectId | null {
  const id = name.slice(0, -suffix.length)
  return name.endsWith(suffix) && isId(id) ? objectId(id) : null
}

/** Looks at the folder of the objects. Fails with `folder-missing`, `file-unreadable`. */
export async function listObjectFiles(folder: string): Promise<Result<FoundFiles>> {
  try {
    const names = (await readdir(join(folder, objectsName))).sort()
    const ids = names.map(idOf).filter((id) => id !== null)
    return ok({ ids, strangers: names.filter((name) => idOf(name) === null) })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return failed({ kind: 'folder-missing', name: objectsName })
    return failed(readingFailure(error, objectsName))
  }
}

/** Removes files of objects, durably; those that are gone already are as good. Fails with `not-writable`. */
export async function removeObjectFiles(folder: string, objects: readonly ObjectId[]): Promise<Result<void>> {
  try {
    for (const object of objects) await removeIfThere(objectPath(folder, object))
    const [first] = objects
    if (first) await syncFolder(objectPath(folder, first))
    return ok(undefined)
  } catch (error) {
    return failed(writingFailure(error, objectsName))
  }
}
