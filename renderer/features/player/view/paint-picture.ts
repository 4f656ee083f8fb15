import type { Size } from '../../../../core/geometry/shape.ts'
import { type PicturePose, type PlacedPicture, placementOf } from './picture-pose.ts'

/** What a picture is painted on. `ratio`: device pixels for each CSS pixel of `room`. */
export type PaintGround = {
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
  readonly room: Size
  readonly ratio: number
}

/** Paints a picture upright in its place; `image` null leaves the ground. Enlarged pixels keep their edges: they are evidence. */
export function paintPicture(
  { context, room, ratio }: PaintGround,
  image: CanvasImageSource | null,
  picture: PlacedPicture,
  pose: PicturePose,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = '#000'
  context.fillRect(0, 0, room.width * ratio, room.height * ratio)
  if (!image) return
  const { middle, width, height, turn, scale } = placementOf(pose, picture, room)
  context.setTransform(ratio, 0, 0, ratio, middle[0] * ratio, middle[1] * ratio)
  context.rotate((turn * Math.PI) / 180)
  context.imageSmoothingEnabled = scale * ratio < 2
  context.imageSmoothingQuality = 'medium'
  context.drawImage(image, -width / 2, -height / 2, width, height)
}
