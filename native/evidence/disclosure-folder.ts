import { realpath, statfs } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { DisclosureRequest } from '../../core/ports/disclosure-target.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { entryOrNull, type FileIdentity, identityOf } from './file-identity.ts'
import { partialPathOf } from './output-path.ts'
import { writingFailure } from './storage-failure.ts'

/** A folder that files may be written into. */
export type DisclosureFolder = {
  /** Without any link on the way. */
  readonly path: string
  /** What a person calls it. */
  readonly name: string
  readonly identity: FileIdentity
  /** What an earlier attempt left, for this one to remove. */
  readonly leftovers: readonly string[]
}

/** The file by which a folder is known to be a vault. */
const vaultMark = 'slots.json'

/** Room for what a file system keeps beside the bytes of files. */
const slack = 1 << 20

/** Whether a folder is a vault's, or lies in one. */
async function liesInVault(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (await entryOrNull(join(at, vaultMark))) return true
    if (dirname(at) === at) return false
  }
}

async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  const { blocks, bavail, bsize } = await statfs(folder)
  // Some network shares tell of no blocks at all: writing will show.
  return blocks === 0 || bavail * bsize >= bytes + slack
}

/**
 * What an earlier attempt left of these names. Papers get their names before the copy does: where the copy has none yet and is still
 * unfinished, they belong to nothing.
 */
async function leftoversIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const [copy = '', ...papers] = names
  const partials = names.map(partialPathOf)
  const unfinished = await entryOrNull(join(folder, partialPathOf(copy)))
  const interrupted = unfinished?.isFile() && !(await entryOrNull(join(folder, copy)))
  // The copy last: it is what tells that they are leftovers.
  return [...(interrupted ? papers : []), ...partials.toReversed()]
}

/** Looks whether files of these names may be written into a folder; see `DisclosureTarget` for what it may fail with. */
export async function disclosureFolder(
  given: string,
  { names, otherNames, bytes }: DisclosureRequest,
): Promise<Result<DisclosureFolder>> {
  const name = basename(given) || given
  if (!isAbsolute(given)) return failed({ kind: 'folder-missing', name })
  try {
    const entry = await entryOrNull(given)
    if (entry?.isSymbolicLink()) return failed({ kind: 'unfit-folder', name, why: 'link' })
    if (!entry?.isDirectory()) return failed({ kind: 'folder-missing', name })
    const path = await realpath(given)
    if (await liesInVault(path)) return failed({ kind: 'unfit-folder', name, why: 'inside-vault' })
    const leftovers = [...(await leftoversIn(path, names)), ...(await leftoversIn(path, otherNames))]
    for (const each of names)
      if (!leftovers.includes(each) && (await entryOrNull(join(path, each))))
        return failed({ kind: 'file-exists', name: each, final: true })
    if (!(await hasRoom(path, bytes))) return failed({ kind: 'disk-full', name })
    return ok({ path, name, identity: identityOf(entry), leftovers })
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}
