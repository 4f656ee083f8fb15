import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import { pointToCoded, pointToDisplay } from '../../../../core/geometry/rotation.ts'
import type { Point, Size } from '../../../../core/geometry/shape.ts'
import { type Pane, type PicturePose, placementOf } from '../../player/index.ts'

/** From the picture's upright pixels to those of the stage on which it is painted, and back. */
export type PictureMap = {
  readonly toRoom: (point: Point) => Point
  readonly toPicture: (point: Point) => Point
  /** Pixels of the screen for each of the picture's, about. */
  readonly scale: number
}

/** How a picture lies in a pane of the stage, with the player's own placement. */
export function pictureMapIn(
  { left, width }: Pick<Pane, 'left' | 'width'>,
  height: number,
  { video, pose }: { readonly video: VideoIndex; readonly pose: PicturePose },
): PictureMap {
  return pictureMap(video, pose, { left, width, height })
}

/** How a picture lies in a room of its own that begins so far right. */
export function pictureMap(video: VideoIndex, pose: PicturePose, room: Size & { readonly left: number }): PictureMap {
  const { middle, width, height, turn, scale } = placementOf(pose, video, room)
  const [cosine, sine] = turns[turn]
  const [across, down] = [width / video.width, height / video.height]
  return {
    scale,
    toRoom: (point) => {
      const [codedX, codedY] = pointToCoded(point, video.rotation, video)
      const [x, y] = [(codedX - video.width / 2) * across, (codedY - video.height / 2) * down]
      return [room.left + middle[0] + x * cosine - y * sine, middle[1] + x * sine + y * cosine]
    },
    toPicture: ([roomX, roomY]) => {
      const [x, y] = [roomX - room.left - middle[0], roomY - middle[1]]
      const coded: Point = [
        (x * cosine + y * sine) / across + video.width / 2,
        (y * cosine - x * sine) / down + video.height / 2,
      ]
      return pointToDisplay(coded, video.rotation, video)
    },
  }
}

const turns = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] } as const
