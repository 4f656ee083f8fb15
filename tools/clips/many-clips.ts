import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { windowClip } from './fault-clips.ts'
import { makeClip } from './make-clip.ts'
import { paddedClip } from './padded-clip.ts'

/** A card whose import takes a moment: clips of some megabytes, each with other bytes. */
export async function cardOfMany(folder: string): Promise<string> {
  await mkdir(folder)
  const clip = await makeClip(windowClip)
  for (let at = 0; at < 6; at++)
    await paddedClip(clip, join(folder, `many-${at}.mp4`), { mark: `clip ${at}`, padding: 12 << 20 })
  return folder
}
