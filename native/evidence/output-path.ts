import { dirname } from 'node:path'
import { failed, ok, type Result } from '../../core/result.ts'
import { entryOrNull, type FileIdentity, identityOf, sameFile, statOrNull } from './file-identity.ts'
import { writingFailure } from './storage-failure.ts'

/** A place for a result. */
export type OutputPath = {
  readonly path: string
  /** What the person called it. */
  readonly name: string
  /** True: what stands there may be replaced, once the new file is whole. */
  readonly overwrite: boolean
  /** Files that were read for this result: none of them is ever replaced. */
  readonly inputs: readonly FileIdentity[]
}

/** Where a result grows until it is whole. */
export function partialPathOf(path: string): string {
  return `${path}.partial`
}

async function leadsToInput(path: string, inputs: readonly FileIdentity[]): Promise<boolean> {
  const target = await statOrNull(path)
  return target !== null && inputs.some((input) => sameFile(input, identityOf(target)))
}

/** Fails unless a file may be put at the path: its folder is there, nothing stands there (or may be replaced), it is no input. */
export async function checkOutputPath(output: OutputPath): Promise<Result<void>> {
  const { path, name, inputs } = output
  try {
    const folder = await statOrNull(dirname(path))
    if (!folder?.isDirectory()) return failed({ kind: 'folder-missing', name })
    if ((await leadsToInput(path, inputs)) || (await leadsToInput(partialPathOf(path), inputs)))
      return failed({ kind: 'file-is-input', name })
    const entry = await entryOrNull(path)
    if (!entry) return ok(undefined)
    if (!entry.isFile() && !entry.isSymbolicLink()) return failed({ kind: 'not-a-file', name })
    return output.overwrite ? ok(undefined) : failed({ kind: 'file-exists', name })
  } catch (error) {
    return failed(writingFailure(error, name))
  }
}
