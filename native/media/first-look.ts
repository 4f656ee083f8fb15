import { posterFrames } from '../../core/clips/poster-frames.ts'
import type { ByteSource } from '../../core/ports/bytes.ts'
import type { Poster } from '../../core/ports/media-engine.ts'
import type { Work } from '../../core/ports/work.ts'
import { ok, type Result } from '../../core/result.ts'
import { NoDecoder } from './frame-decoder.ts'
import { type IndexedMedia, indexMedia } from './index-clip.ts'
import { stillOf } from './pictures.ts'

/** A clip's index before its bytes are hashed, and pictures of the frames that stand for it (PNG). */
export type LookedAt = { readonly media: IndexedMedia; readonly posters: readonly Poster[] }

/**
 * Indexes a clip by a demuxing pass and decodes its posters, no side longer than `longestSide` pixels. A frame that does not decode
 * is left out: it is no reason against a clip. Fails as `indexMedia` does.
 */
export async function lookAt(
  source: ByteSource,
  { name, longestSide }: { readonly name: string; readonly longestSide: number },
  work: Work,
): Promise<Result<LookedAt>> {
  const media = await indexMedia(source, name, false, work)
  if (!media.ok) return media
  const { video } = media.value
  const posters: Poster[] = []
  for (const frame of posterFrames({ video })) {
    if (!video) break
    const png = await stillOf(source, video, { frame, longestSide }, work.signal).catch(undecoded)
    if (png?.ok) posters.push({ frame, png: png.value })
  }
  return ok({ media: media.value, posters })
}

/** Nothing for a picture that no decoder is there for; whatever else went wrong is thrown on. */
function undecoded(error: unknown): null {
  if (error instanceof NoDecoder) return null
  throw error
}
