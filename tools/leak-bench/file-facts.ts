import { readFile } from 'node:fs/promises'
import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import { openFileSource } from '../../native/evidence/file-source.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { sha256Of } from '../models/package-source.ts'
import { orThrow } from './or-throw.ts'

const signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined }

/** Indexes a file in this process. Throws when it cannot be read. */
export async function indexFile(path: string): Promise<ClipIndex> {
  const file = orThrow(await openFileSource(path, path))
  try {
    const media = orThrow(await indexMedia(file.bytes, path, false, { signal, onProgress: () => undefined }))
    return { ...media, sha256: sha256(sha256Of(await readFile(path))) }
  } finally {
    await file.close()
  }
}

/** What a written file is like. */
export async function fileFacts(
  path: string,
): Promise<{ size: readonly [number, number]; frames: number; keepsSound: boolean }> {
  const { video, audio } = await indexFile(path)
  return {
    size: [video?.displayWidth ?? 0, video?.displayHeight ?? 0],
    frames: video?.pts.length ?? 0,
    keepsSound: audio.length > 0,
  }
}
