import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { rotatedSize } from '../../../../core/geometry/rotation.ts'
import type { Box, Size } from '../../../../core/geometry/shape.ts'
import { type PicturePose, placementOf } from '../../player/index.ts'

type Ground = Pick<CanvasRenderingContext2D, 'save' | 'restore' | 'translate' | 'rotate' | 'drawImage'>

/** Sides of a place below this many pixels show nothing more when they are enlarged further. */
const leastSide = 8

/** How a picture lies in a room so that a place is in its middle, its longer side so large a share of the room's shorter one. */
export function poseAround([x, y, width, height]: Box, share: number, video: VideoIndex, room: Size): PicturePose {
  const upright = rotatedSize(video, video.rotation)
  return {
    zoom: (Math.min(room.width, room.height) * share) / Math.max(width, height, leastSide),
    centre: [(x + width / 2) / upright.width, (y + height / 2) / upright.height],
    turn: 0,
  }
}

/** Paints a picture as it lies in a room. */
export function paintPosed(
  context: Ground,
  image: CanvasImageSource,
  pose: PicturePose,
  { video, room }: { readonly video: VideoIndex; readonly room: Size },
): void {
  const { middle, width, height, turn } = placementOf(pose, video, room)
  context.save()
  context.translate(middle[0], middle[1])
  context.rotate((turn * Math.PI) / 180)
  context.drawImage(image, -width / 2, -height / 2, width, height)
  context.restore()
}
