import { boxCentre } from '../geometry/overlap.ts'
import type { Box, Size } from '../geometry/shape.ts'

/** Head height as a share of the person's width: shoulders are some two and a half heads wide. */
const ofWidth = 0.5
/** Of the person's height: at least as on somebody who stands upright, at most as on a bust... */
const ofHeight = [0.17, 0.5] as const
/** ... and at least this on whoever goes on below the picture: the legs are missing. */
const ofCutHeight = 0.3
/** A person that comes this near to the lower border goes on below it; a share of the picture's height. */
const nearBorder = 0.015
/** Hair and hats stand out of a person's box by this share of the head. */
const above = 0.05
/** Whoever is wider than tall lies or bends down: the head may be at either end. */
const widest = 1.2
/** A face or head with its centre in this top share of a person is that person's. */
const topShare = 0.45
const aside = 0.05

/** Where an upright person's head must be, a little larger than it is; null for whoever is wider than tall. */
export function headPlace([x, y, width, height]: Box, picture: Size): Box | null {
  if (width > widest * height) return null
  const isCut = y + height >= (1 - nearBorder) * picture.height
  const size = Math.min(Math.max(ofWidth * width, (isCut ? ofCutHeight : ofHeight[0]) * height), ofHeight[1] * height)
  const across = Math.min(width, size)
  return [x + (width - across) / 2, y - above * size, across, (1 + above) * size]
}

/** Whether a face or head is that of the person: its centre lies in the person's top part. */
export function isHeadOf([x, y, width, height]: Box, head: Box): boolean {
  const [centreX, centreY] = boxCentre(head)
  if (centreX < x - aside * width || centreX > x + (1 + aside) * width) return false
  return centreY > y - 2 * aside * height && centreY < y + topShare * height
}
