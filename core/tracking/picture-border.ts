import { insidePicture } from '../geometry/overlap.ts'
import type { Box, Size } from '../geometry/shape.ts'

/** A box this near to the picture's border, as share of its size, counts as touching it: faces are cut there. */
const borderShare = 0.15

/** Pulls sides that nearly touch the picture's border out to it. */
export function pulledToBorder(box: Box, { width, height }: Size): Box {
  const nearX = borderShare * box[2]
  const nearY = borderShare * box[3]
  const left = box[0] < nearX ? Math.min(box[0], 0) : box[0]
  const top = box[1] < nearY ? Math.min(box[1], 0) : box[1]
  const right = box[0] + box[2]
  const bottom = box[1] + box[3]
  const outRight = right > width - nearX ? Math.max(right, width) : right
  const outBottom = bottom > height - nearY ? Math.max(bottom, height) : bottom
  return [left, top, outRight - left, outBottom - top]
}

/** Moves a box that has left the picture back until it touches it: a track's region is never nowhere. */
export function keptInPicture(box: Box, { width, height }: Size): Box {
  const x = Math.min(Math.max(box[0], 1 - box[2]), width - 1)
  const y = Math.min(Math.max(box[1], 1 - box[3]), height - 1)
  return [x, y, box[2], box[3]]
}

/** Whether a box touches the picture's border, or lies beyond it. */
export function touchesBorder(box: Box, size: Size): boolean {
  const inner = [borderShare * box[2], borderShare * box[3]] as const
  if (box[0] < inner[0] || box[1] < inner[1]) return true
  if (box[0] + box[2] > size.width - inner[0] || box[1] + box[3] > size.height - inner[1]) return true
  return insidePicture(box, size) === null
}
