import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClipRecipe } from './clip-recipe.ts'
import { makeClip } from './make-clip.ts'
import { deterministic, pictureInput, soundInput } from './sources.ts'

/** Frames of each clip: four seconds. */
export const frames = 100

/** Frames from one keyframe of theirs to the next. */
export const group = 10

const inputs = [
  ...pictureInput({ width: 320, height: 240, rate: '25', frames }),
  ...soundInput({ rate: 48_000, channels: 1, seconds: 4 }),
]

function clip(name: string, extension: string, codecs: readonly string[], from = inputs): ClipRecipe {
  const fileName = `fault-${name}.${extension}`
  return {
    name: `fault-${name}`,
    fileName,
    runs: [[...from, ...codecs, ...deterministic, fileName]],
    files: {},
    truth: { container: extension, picture: null, sound: [], secrets: [] },
  }
}

/** Decoded in the window itself. */
export const windowClip = clip('window', 'mp4', [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-bf', '2', '-g', String(group), '-pix_fmt', 'yuv420p'],
  ...['-c:a', 'aac', '-b:a', '48k', '-movflags', 'faststart'],
])

/** As `windowClip`, of some megabytes: its frames lie far apart in the file. */
export const largeClip = clip('large', 'mp4', [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-qp', '4', '-bf', '2', '-g', String(group), '-pix_fmt', 'yuv420p'],
  ...['-c:a', 'aac', '-b:a', '48k', '-movflags', 'faststart'],
])

/** Decoded by an engine: no window has MPEG-4 part 2. */
export const engineClip = clip('engine', 'avi', [
  ...['-c:v', 'mpeg4', '-q:v', '5', '-g', String(group)],
  ...['-c:a', 'pcm_mulaw'],
])

/** Frames of each long clip: decoded, they take more than a player keeps. */
export const longFrames = 300

/** Frames from one keyframe of a long clip to the next. */
export const longGroup = 25

const longPicture = pictureInput({ width: 1280, height: 720, rate: '25', frames: longFrames })

/** Decoded in the window, over and over, since not all of it can be kept. */
export const longWindowClip = clip(
  'long-window',
  'mp4',
  ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '30', '-bf', '2', '-g', String(longGroup), '-pix_fmt', 'yuv420p'],
  longPicture,
)

/** As `longWindowClip`, decoded by an engine. */
export const longEngineClip = clip(
  'long-engine',
  'avi',
  ['-c:v', 'mpeg4', '-q:v', '12', '-g', String(longGroup)],
  longPicture,
)

/** A folder with clips under names of their own. */
export async function cardWith(folder: string, named: Readonly<Record<string, ClipRecipe>>): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const [name, recipe] of Object.entries(named)) await copyFile(await makeClip(recipe), join(folder, name))
  return folder
}
