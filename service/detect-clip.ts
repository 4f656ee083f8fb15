import type { ClipIndex } from '../core/clips/clip-index.ts'
import type { DetectionRun, Search } from '../core/detection/detection.ts'
import type { DetectionBlock } from '../core/detection/detection-blocks.ts'
import { searchOf } from '../core/detection/extent.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { DetectionWork, MediaEngine } from '../core/ports/media-engine.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { frameIndex } from '../core/time.ts'
import { namedFailure } from './named-failure.ts'
import { withFaults } from './storage-faults.ts'

/** What to look for, and where; `until` null is the clip's end. */
export type DetectRequest = Search & {
  readonly from: number
  readonly until: number | null
  /** Where somebody is looking: what is near is examined first. Absent: from the first frame on. */
  readonly playhead?: number
  /** What a run before has finished of the same clip, search and models. */
  readonly finished?: readonly DetectionBlock[]
}

/**
 * Finds what the classes name in a clip's frames; no class, no search. Fails with `no-picture` for sound and `out-of-range`
 * for frames that are not there.
 */
export async function detectClip(
  engine: Pick<MediaEngine, 'detect'>,
  clip: ClipSource,
  { index, request }: { readonly index: ClipIndex; readonly request: DetectRequest },
  work: DetectionWork,
): Promise<Result<DetectionRun>> {
  const { from, playhead, finished } = request
  if (!index.video) return failed({ kind: 'no-picture', what: 'detection' })
  const frames = index.video.pts.length
  const until = request.until ?? frames
  if (from >= frames || until > frames || from >= until)
    return failed({ kind: 'out-of-range', what: 'frame', asked: `f${from}-f${until}`, last: String(frames - 1) })
  if (playhead !== undefined && playhead >= frames)
    return failed({ kind: 'out-of-range', what: 'frame', asked: `f${playhead}`, last: String(frames - 1) })
  const search = searchOf(request)
  if (search.classes.length === 0) return ok(emptyRun(index, search))
  const range = {
    fromFrame: frameIndex(from),
    untilFrame: frameIndex(until),
    ...(playhead === undefined ? {} : { startAt: frameIndex(playhead) }),
    ...(finished ? { finished } : {}),
  }
  const run = await withFaults([clip], work.signal, () =>
    engine.detect(clip.bytes, index, { ...search, ...range }, work),
  )
  const found = namedFailure(run, clip.name)
  return found.ok ? ok({ ...found.value, ...search }) : found
}

function emptyRun(index: ClipIndex, search: Search): DetectionRun {
  const clip = { sha256: index.sha256, frames: index.video?.pts.length ?? 0 }
  return { version: 1, clip, ...search, examined: [], failed: [], detections: [] }
}
