import type { ClipIndex } from '../../../core/clips/clip-index.ts'

/** Where a frame lies in the clip, in seconds from its beginning; 0 in a clip without picture. */
export function secondsOfFrame({ video, originSeconds }: ClipIndex, frame: number): number {
  const at = video?.pts[frame]
  if (!video || at === undefined) return 0
  const [numerator, denominator] = video.timeBase
  return (Number(at) * numerator) / denominator - originSeconds
}
