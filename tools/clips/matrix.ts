import type { ClipRecipe } from './clip-recipe.ts'
import { defaultClipFolder, makeClip } from './make-clip.ts'
import { codecClips } from './matrix-codecs.ts'
import { metadataClips } from './matrix-metadata.ts'
import { timingClips } from './matrix-timing.ts'

/** The clip matrix: every kind of file that Occlude promises to read, small, with its truth. */
export const clipMatrix: readonly ClipRecipe[] = [...codecClips, ...timingClips, ...metadataClips]

/** The matrix entry of this name; throws when there is none. */
export function clipNamed(name: string): ClipRecipe {
  const found = clipMatrix.find((recipe) => recipe.name === name)
  if (!found) throw new Error(`no clip named ${name}`)
  return found
}

/** Path of the named clip, made when it is not there yet. */
export function clip(name: string, folder = defaultClipFolder): Promise<string> {
  return makeClip(clipNamed(name), folder)
}
