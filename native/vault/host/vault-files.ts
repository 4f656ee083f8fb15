import { chmod, mkdir, open, readdir, rmdir, unlink } from 'node:fs/promises'
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

/**
 * Says that the making of a vault has not come to its end. It is written before anything else and removed last, also by whoever
 * opens the vault after all: where it stands, nobody has ever put anything into that vault.
 */
export const unfinishedName = 'unfinished'

/** Says that a vault was restored and has not been opened since, or that its restoring has not come to its end. */
export const restoredName = 'restored'

const ownerOnly = 0o700

/** What a vault that is being made consists of: with anything else beside it, it is none that may be removed. */
const makings =
  /^(unfinished|objects|inbox|lock|lock\.[0-9a-f]{32}|lock\.new-[0-9a-f-]+|slots\.json(\.partial)?|vault-1\.db(-wal|-shm|-journal)?)$/

/** Name of the database of a generation of the master key. */
export function databaseName(generation: number): string {
  return `vault-${generation}.db`
}

/** What a person calls a vault: its folder's name. */
export function vaultName(folder: string): string {
  return basename(folder) || folder
}

/**
 * True for a folder in which a vault was being made when that ended: its mark is there, nothing that belongs to no such vault, and
 * neither an encrypted file nor a result. Null: nothing is in it.
 */
export async function isUnfinished(folder: string): Promise<boolean | null> {
  const names = await readdir(folder)
  if (names.length === 0) return null
  if (!names.includes(unfinishedName) || !names.every((name) => makings.test(name))) return false
  for (const inside of [objectsName, inboxName])
    if (names.includes(inside) && (await readdir(join(folder, inside))).length > 0) return false
  return true
}

/**
 * Makes the folder of a new vault, for its owner alone, or takes an empty one or one in which the making of a vault has ended
 * before its time (`unfinished`); its mark is in it then. `made` is whether it is to be removed again when the rest fails. Fails
 * with `vault-exists` for a vault, `file-exists` where anything else stands or lies in it, `folder-missing` where there is no
 * folder to make it in.
 */
export async function makeVaultFolder(
  folder: string,
): Promise<Result<{ readonly made: boolean; readonly unfinished: boolean }>> {
  const name = vaultName(folder)
  try {
    const entry = await entryOrNull(folder)
    if (entry && !entry.isDirectory()) return failed({ kind: 'file-exists', name })
    if (!entry) await mkdir(folder, { mode: ownerOnly })
    const unfinished = entry ? await isUnfinished(folder) : null
    if (unfinished === false) {
      const isVault = (await readdir(folder)).includes(slotsName)
      return failed(isVault ? { kind: 'vault-exists', name } : { kind: 'file-exists', name })
    }
    await chmod(folder, ownerOnly)
    if (unfinished === null) await markUnfinished(folder, !entry)
    return ok({ made: !entry, unfinished: unfinished === true })
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}

async function markUnfinished(folder: string, made: boolean): Promise<void> {
  try {
    const handle = await open(join(folder, unfinishedName), 'w', 0o600)
    await handle.close()
    await syncFolder(join(folder, unfinishedName))
  } catch (error) {
    if (made) await removeUnfinished(folder, true)
    throw error
  }
}

/** Makes the folders within a vault's. Throws what the file system says. */
export async function makeInnerFolders(folder: string): Promise<void> {
  for (const inside of [objectsName, inboxName]) await mkdir(join(folder, inside), { mode: ownerOnly })
  await syncFolder(join(folder, slotsName))
}

/** Takes away what the making of a vault has put into its folder but for lock and mark: keys first, so that no vault is left. */
export async function removeMakings(folder: string): Promise<void> {
  const kept = (name: string): boolean =>
    name === unfinishedName || name === objectsName || name === inboxName || name.startsWith('lock')
  const files = (await readdir(folder)).filter((name) => makings.test(name) && !kept(name))
  for (const file of files.sort()) await ignoringMissing(unlink(join(folder, file)))
  for (const inside of [objectsName, inboxName]) await ignoringMissing(rmdir(join(folder, inside)))
  await syncFolder(join(folder, slotsName))
}

/** Takes the mark away, durably: the vault is made, or nothing of it is left. */
export async function unmark(folder: string): Promise<void> {
  await ignoringMissing(unlink(join(folder, unfinishedName)))
  await syncFolder(join(folder, unfinishedName))
}

/** Takes away the mark and, where `made`, the folder of a vault whose making has failed; everything else in it went before. */
export async function removeUnfinished(folder: string, made: boolean): Promise<void> {
  await unmark(folder)
  if (made) await ignoringMissing(rmdir(folder))
}

async function ignoringMissing(removal: Promise<void>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Databases with their logs that no table names, files that were not written to their end, the marks of a vault that nobody has opened yet. */
function isLeftover(name: string, database: string): boolean {
  if (/^vault-\d+\.db(-wal|-shm|-journal)?$/.test(name)) return name.replace(/-(wal|shm|journal)$/, '') !== database
  return (
    name === unfinishedName || name === restoredName || /^(slots\.json|slots\.next|refused\.jsonl)\.partial$/.test(name)
  )
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
