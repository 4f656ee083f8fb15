import type { VideoIndex } from '../../core/clips/clip-index.ts'
import { placementOf, usualPose } from '../../renderer/features/player/bench.ts'
import { codeOn } from './read-code.ts'

/** The number that is drawn in a picture which was painted as a clip is first seen, read back from a canvas. */
export function pictureCode(
  context: CanvasRenderingContext2D,
  video: VideoIndex,
  { width, height, ratio = 1 }: { readonly width: number; readonly height: number; readonly ratio?: number },
): number | null {
  const placed = placementOf(usualPose, video, { width, height })
  const upright = placed.turn % 180 === 0
  const seen = upright ? [placed.width, placed.height] : [placed.height, placed.width]
  const [wide = 0, high = 0] = seen
  const [x, y] = placed.middle
  return codeOn(context, [(x - wide / 2) * ratio, (y - high / 2) * ratio, wide * ratio, high * ratio])
}
