import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClipRecipe } from './clip-recipe.ts'
import { runDebian } from './debian-ffmpeg.ts'

/** Where clips are kept unless the caller names a folder. */
export const defaultClipFolder = join(tmpdir(), 'occlude-clips')

/**
 * Path of the recipe's clip in `folder`, made when it is not there yet. The name carries a hash of the recipe, so a
 * changed recipe makes a new clip; it is made aside and renamed, so callers in several processes never see half a file.
 * Rejects with ProgramError when ffmpeg fails.
 */
export async function makeClip(recipe: ClipRecipe, folder = defaultClipFolder): Promise<string> {
  const dot = recipe.fileName.lastIndexOf('.')
  const path = join(folder, `${recipe.name}-${hashOf(recipe)}${recipe.fileName.slice(dot)}`)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  const workshop = await mkdtemp(join(folder, `.${recipe.name}-`))
  try {
    for (const [name, text] of Object.entries(recipe.files)) await writeFile(join(workshop, name), text)
    for (const run of recipe.runs) await runDebian('ffmpeg', [...run], workshop)
    await rename(join(workshop, recipe.fileName), path)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
  return path
}

function hashOf(recipe: ClipRecipe): string {
  const made = JSON.stringify([recipe.fileName, recipe.runs, recipe.files])
  return createHash('sha256').update(made).digest('hex').slice(0, 10)
}
