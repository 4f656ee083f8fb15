import { chmod, mkdir, readdir, rmdir, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { failed, ok, type Result } from '../../../core/result.ts'
import { entryOrNull } from '../../evidence/file-identity.ts'
import { syncFolder } from '../../evidence/place-file.ts'
import { codeOf, writingFailure } from '../../evidence/storage-failure.ts'
import { inboxName } from './result-inbox.ts'

/** Folder of the encrypted files. */
export const objectsName = 'objects'

/** What a vault's folder may be found by. */
export const slotsName = 'slots.json'

const ownerOnly = 0o700

/** Name of the database of a generation of the master key. */
export function databaseName(generation: number): string {
  return `vault-${generation}.db`
}

/** What a person calls a vault: its folder's name. */
export function vaultName(folder: string): string {
  return basename(folder) || folder
}

/**
 * Makes the folder of a new vault, for its owner alone, or takes an empty one. `made` is what to remove again when the rest
 * fails. Fails with `vault-exists` for a vault, `file-exists` where anything else stands or lies in it, `folder-missing` where
 * there is no folder to make it in.
 */
export async function makeVaultFolder(folder: string): Promise<Result<{ readonly made: boolean }>> {
  const name = vaultName(folder)
  try {
    const entry = await entryOrNull(folder)
    if (entry && !entry.isDirectory()) return failed({ kind: 'file-exists', name })
    if (entry) {
      const names = await readdir(folder)
      if (names.includes(slotsName)) return failed({ kind: 'vault-exists', name })
      if (names.length > 0) return failed({ kind: 'file-exists', name })
      await chmod(folder, ownerOnly)
    } else await mkdir(folder, { mode: ownerOnly })
    return await makeInside(folder, !entry)
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}

async function makeInside(folder: string, made: boolean): Promise<Result<{ readonly made: boolean }>> {
  try {
    for (const inside of [objectsName, inboxName]) await mkdir(join(folder, inside), { mode: ownerOnly })
    await syncFolder(folder)
    return ok({ made })
  } catch (error) {
    await removeVaultFolder(folder, [], made)
    throw error
  }
}

/** Takes away what a creation that failed had made: the named files, the two folders, and the vault's own where `made`. */
export async function removeVaultFolder(folder: string, files: readonly string[], made: boolean): Promise<void> {
  for (const file of files) await ignoringMissing(unlink(join(folder, file)))
  for (const inside of [objectsName, inboxName]) await ignoringMissing(rmdir(join(folder, inside)))
  if (made) await ignoringMissing(rmdir(folder))
}

async function ignoringMissing(removal: Promise<void>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Databases with their logs that no table names, and files that were not written to their end. */
function isLeftover(name: string, database: string): boolean {
  if (/^vault-\d+\.db(-wal|-shm|-journal)?$/.test(name)) return name.replace(/-(wal|shm|journal)$/, '') !== database
  return /^(slots\.json|slots\.next|refused\.jsonl)\.partial$/.test(name)
}

/**
 * Removes what an interrupted rotation or write has left behind: databases but the one that the slot table names. To be called
 * only once that one has been opened and belongs to the table. Answers how many files went.
 */
export async function removeLeftovers(folder: string, database: string): Promise<Result<number>> {
  try {
    const names = (await readdir(folder)).filter((name) => isLeftover(name, database))
    for (const name of names) await ignoringMissing(unlink(join(folder, name)))
    if (names.length > 0) await syncFolder(join(folder, slotsName))
    return ok(names.length)
  } catch (error) {
    return failed(writingFailure(error, vaultName(folder)))
  }
}
