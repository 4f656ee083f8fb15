import type { ClipSource } from '../core/ports/clip-source.ts'
import type { MediaEngine } from '../core/ports/media-engine.ts'
import type { Work } from '../core/ports/work.ts'
import { failed, type Result } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import { indexClip } from './index-clip.ts'
import { namedFailure } from './named-failure.ts'
import { withFaults } from './storage-faults.ts'

/** The exact frame of a clip, upright, as PNG. Fails with `out-of-range` past the last frame, `undecodable` where it is damaged, `no-picture` for sound. */
export async function stillFrame(
  engine: Pick<MediaEngine, 'index' | 'still'>,
  clip: ClipSource,
  frame: number,
  work: Work,
): Promise<Result<Uint8Array>> {
  const indexed = await indexClip(engine, clip, false, work)
  if (!indexed.ok) return indexed
  const { video } = indexed.value
  if (!video) return failed({ kind: 'no-picture', what: 'a frame' })
  if (frame >= video.pts.length)
    return failed({ kind: 'out-of-range', what: 'frame', asked: String(frame), last: String(video.pts.length - 1) })
  const picture = await withFaults([clip], work.signal, () =>
    engine.still(clip.bytes, indexed.value, { frame: frameIndex(frame) }, work),
  )
  return namedFailure(picture, clip.name)
}
