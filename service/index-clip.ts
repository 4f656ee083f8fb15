import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { failed, type Result } from '../core/result.ts'
import { withFaults } from './storage-faults.ts'

/** Reads a clip's frames and samples; `deep` also decodes every frame, which alone tells the damaged ones. */
export async function indexClip(
  engine: Pick<MediaEngine, 'index'>,
  clip: ClipSource,
  deep: boolean,
  work: Work,
): Promise<Result<ClipIndex>> {
  const indexed = await withFaults([clip], work.signal, () => engine.index(clip.bytes, clip.name, deep, work))
  if (!indexed.ok) return indexed
  const { video, audio } = indexed.value
  const empty = (video === null || video.pts.length === 0) && audio.length === 0
  return empty ? failed({ kind: 'nothing-to-redact', name: clip.name }) : indexed
}
