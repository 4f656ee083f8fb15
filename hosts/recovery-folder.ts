import { mkdir, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { failed, ok, type Result } from '../core/result.ts'
import { checkOutputPath, type OutputPath } from '../native/evidence/output-path.ts'
import { removeIfThere, writeWholeFile } from '../native/evidence/place-file.ts'
import { codeOf, writingFailure } from '../native/evidence/storage-failure.ts'
import type { RecoverySheet } from '../native/vault/keys/recovery-sheets.ts'

/** A folder that is known to take the recovery sheets of a vault. */
export type RecoveryFolder = { readonly outputs: readonly OutputPath[] }

const suffixes = ['pdf', 'txt'] as const

/** The real path of what is there or will be: links on the way are followed, what is missing is taken as named. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    return join(await realPathOf(dirname(path)), relative(dirname(path), path))
  }
}

function isInside(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

function outputsIn(folder: string, name: string): readonly OutputPath[] {
  return [1, 2].flatMap((number) =>
    suffixes.map((suffix) => {
      const file = `recovery-share-${number}.${suffix}`
      return { path: join(folder, file), name: join(name, file), overwrite: false, inputs: [] }
    }),
  )
}

/**
 * Makes the folder for the recovery sheets, before the vault is made. Fails where it lies in the vault (whoever has the folder
 * would have both halves of its key), and with `file-exists` where a sheet stands there already.
 */
export async function openRecoveryFolder(
  { path, name }: { readonly path: string; readonly name: string },
  vault: string,
): Promise<Result<RecoveryFolder>> {
  try {
    if (isInside(await realPathOf(path), await realPathOf(vault)))
      return failed({
        kind: 'usage',
        detail: 'the folder for the recovery sheets has to lie outside of the vault, best on a stick',
      })
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    return failed(writingFailure(error, name))
  }
  const outputs = outputsIn(path, name)
  for (const output of outputs) {
    const free = await checkOutputPath(output)
    if (!free.ok) return free
  }
  return ok({ outputs })
}

/** Writes both sheets, each as PDF and as text: all of them, or none stays. Answers where they are. */
export async function writeRecoverySheets(
  { outputs }: RecoveryFolder,
  sheets: readonly RecoverySheet[],
): Promise<Result<readonly string[]>> {
  const contents = sheets.flatMap(({ pdf, text }) => [pdf, text])
  for (const [at, output] of outputs.entries()) {
    const written = await writeWholeFile(output, contents[at] ?? '')
    if (written.ok) continue
    for (const { path } of outputs.slice(0, at)) await removeIfThere(path)
    return written
  }
  return ok(outputs.map(({ path }) => path))
}
