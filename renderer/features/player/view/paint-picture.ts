import type { Size } from '../../../../core/geometry/shape.ts'
import type { Pane } from './panes.ts'
import { type PicturePose, type PlacedPicture, placementOf } from './picture-pose.ts'

/** What a picture is painted on. `ratio`: device pixels for each CSS pixel of `room`. */
export type PaintGround = {
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
  readonly room: Size
  readonly ratio: number
  /** The part of the ground that is painted; absent: all of it. */
  readonly pane?: Pane
}

/** Paints a picture upright in its place; `image` null leaves the ground. Enlarged pixels keep their edges: they are evidence. */
export function paintPicture(
  ground: PaintGround,
  image: CanvasImageSource | null,
  picture: PlacedPicture,
  pose: PicturePose,
): void {
  const { context, room, ratio, pane } = ground
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.save()
  if (pane) keepWithin(ground, pane)
  context.fillStyle = '#000'
  context.fillRect((pane?.left ?? 0) * ratio, 0, room.width * ratio, room.height * ratio)
  if (image) {
    const { middle, width, height, turn, scale } = placementOf(pose, picture, room)
    context.setTransform(ratio, 0, 0, ratio, ((pane?.left ?? 0) + middle[0]) * ratio, middle[1] * ratio)
    context.rotate((turn * Math.PI) / 180)
    context.imageSmoothingEnabled = scale * ratio < 2
    context.imageSmoothingQuality = 'medium'
    context.drawImage(image, -width / 2, -height / 2, width, height)
  }
  context.restore()
}

/** Whole pixels of the screen, so that no line between two panes shows something of both. */
function keepWithin({ context, room, ratio }: PaintGround, { from, until }: Pane): void {
  const [left, right] = [Math.round(from * ratio), Math.round(until * ratio)]
  context.beginPath()
  context.rect(left, 0, right - left, room.height * ratio)
  context.clip()
}
