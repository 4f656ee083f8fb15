import { type FrameIndex, frameIndex } from '../time.ts'
import type { ClipIndex } from './clip-index.ts'

/** Where posters are taken, as shares of the frames: past what a camera shows while it is put on, before it is taken off. */
const places = [0.1, 0.5, 0.9] as const

/**
 * The frames that stand for a clip in a list: at 10, 50 and 90 percent of the presentation order, or next to there where
 * those are known to be damaged. Sorted, none twice: fewer for clips of under three intact frames, none without a picture.
 */
export function posterFrames(index: Pick<ClipIndex, 'video'>): readonly FrameIndex[] {
  const { video } = index
  if (!video || video.pts.length === 0) return []
  const damaged = new Set<number>(video.damagedFrames)
  const last = video.pts.length - 1
  const found = places.flatMap((place) => nearestIntact(Math.round(place * last), last, damaged))
  return [...new Set(found)].map(frameIndex)
}

/** The intact frame nearest to `wanted`, the earlier one of two; empty when there is none. */
function nearestIntact(wanted: number, last: number, damaged: ReadonlySet<number>): readonly number[] {
  for (let away = 0; away <= last; away++) {
    const near = [wanted - away, wanted + away].find((frame) => frame >= 0 && frame <= last && !damaged.has(frame))
    if (near !== undefined) return [near]
  }
  return []
}
