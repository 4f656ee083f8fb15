import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeClip } from '../clips/make-clip.ts'
import { smallClipNamed } from '../clips/small-clips.ts'
import { facelessClip, lengths } from './footage.ts'

/** Makes the folder of a camera in `place`: clips of three days and an old one, and a file that is none. Answers its path. */
export async function cameraFolder(place: string): Promise<string> {
  const folder = join(place, 'camera')
  await mkdir(folder)
  const clips = [
    ['bwv-20261120-1403', '2026-11-20T14:03:00Z', 'PC 40', await makeClip(smallClipNamed('faststart'))],
    ['bwv-20261121-1403', '2026-11-21T14:03:00Z', 'PC 41', await facelessClip(lengths.redacted)],
    ['bwv-20261121-1403-second', '2026-11-21T14:03:02Z', 'PC 43', await facelessClip(lengths.beside)],
    ['bwv-20261122-1403', '2026-11-22T14:03:00Z', 'PC 42', await makeClip(smallClipNamed('sound'))],
    ['bwv-20260901-0912', '2026-09-01T09:12:00Z', 'PC 40', await makeClip(smallClipNamed('moov-last'))],
  ] as const
  for (const [name, recordedOn, officer, source] of clips) {
    await copyFile(source, join(folder, `${name}.mp4`))
    const category = recordedOn.startsWith('2026-11') ? 'stop-search' : 'routine'
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ recordedOn, officer, category, device: 'AX-1' }))
  }
  await writeFile(join(folder, 'notes.mp4'), 'not a video')
  return folder
}
