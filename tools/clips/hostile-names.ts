import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeClip } from './make-clip.ts'
import { paddedClip } from './padded-clip.ts'
import { smallClipNamed } from './small-clips.ts'

/** File names that were made to deceive whoever reads them, or what shows them. */
export const hostileNames = [
  '<script>globalThis.ran = true<\u2215script>.mp4',
  '<img src=x onerror="globalThis.ran = true">.mp4',
  '\u202e4pm.live.mp4',
  '\u2066\u2069mixed \u05d0\u05d1\u05d2.mp4',
  'red \u001b[31m and bell \u0007.mp4',
  'two\nlines\tand a tab.mp4',
  `${'wide'.repeat(50)}.mp4`,
  'z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309.mp4',
] as const

/** A card with a clip of each such name, and beside one of them metadata of the same kind. */
export async function hostileCard(folder: string): Promise<string> {
  const clip = await makeClip(smallClipNamed('faststart'))
  for (const [at, name] of hostileNames.entries()) {
    await paddedClip(clip, join(folder, name), { mark: `clip ${at}`, padding: 64 })
    const long = 'x'.repeat(10_000)
    const said = [`<b onclick="globalThis.ran = true">PC ${at}</b>`, '\u202eevil', long]
    const metadata = { recordedOn: '2026-11-20T10:00:00Z', officer: said[at % said.length] }
    await writeFile(join(folder, name.replace(/\.mp4$/, '.json')), JSON.stringify(metadata))
  }
  return folder
}
