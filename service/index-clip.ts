import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { FirstLook, MediaEngine } from '../core/ports/media-engine.ts'
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
  return isEmpty(indexed.value) ? failed({ kind: 'nothing-to-redact', name: clip.name }) : indexed
}

/** Reads a clip that comes in, and the posters that stand for it, no side longer than `longestSide` pixels. */
export async function lookAtClip(
  engine: Pick<MediaEngine, 'firstLook'>,
  clip: ClipSource,
  longestSide: number,
  work: Work,
): Promise<Result<FirstLook>> {
  const looked = await withFaults([clip], work.signal, () => engine.firstLook(clip.bytes, clip.name, longestSide, work))
  if (!looked.ok) return looked
  return isEmpty(looked.value.index) ? failed({ kind: 'nothing-to-redact', name: clip.name }) : looked
}

function isEmpty({ video, audio }: ClipIndex): boolean {
  return (video === null || video.pts.length === 0) && audio.length === 0
}
