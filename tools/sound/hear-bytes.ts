import { type ClipIndex, sha256 } from '../../core/clips/clip-index.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Work } from '../../core/ports/work.ts'
import type { SpeechRun } from '../../core/sound/speech.ts'
import { indexMedia } from '../../native/media/index-clip.ts'
import { listenTo } from '../../native/speech/listen.ts'

const unwatched: Work = { signal: new AbortController().signal, onProgress: () => undefined }

/** Bytes in memory as a clip. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

/** The deep index of a clip in memory; throws where it has none. */
export async function indexOfBytes(bytes: Uint8Array): Promise<ClipIndex> {
  const media = await indexMedia(sourceOf(bytes), 'clip', true, unwatched)
  if (!media.ok) throw new Error(JSON.stringify(media.failure))
  return { sha256: sha256('0'.repeat(64)), ...media.value }
}

/** What the shipped model hears in a clip in memory. */
export async function hearBytes(bytes: Uint8Array, index?: ClipIndex): Promise<SpeechRun> {
  const run = await listenTo(sourceOf(bytes), index ?? (await indexOfBytes(bytes)), null, unwatched)
  if (!run.ok) throw new Error(JSON.stringify(run.failure))
  return run.value
}
