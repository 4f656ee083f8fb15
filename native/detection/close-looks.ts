import type { Box, Size } from '../../core/geometry/shape.ts'
import type { UncertainPlace } from './seen-places.ts'

/** A part of the picture to look at closely: whole pixels, and the places in it. */
export type CloseLook = { readonly part: Box; readonly places: readonly number[] }

/** Long side of a close look's input in pixels; one size, so that the inference engine's memory stays small. */
export const closeInput = 256

/** At most so many in a frame. */
const mostLooks = 3

/** A face should be at least so large in the input, where twice its own size is enough, and fill no more than this share. */
const wantedSide = 28
const mostShare = 0.4

/** Room around a face, as a share of its side: a network needs to see what is around it. */
const room = 0.7

const largestEnlargement = 2

type Draft = { readonly side: number; union: Box; readonly places: number[] }

/**
 * Plans close looks at the most urgent places. `ratio` is how large the whole picture is looked at (input pixels per source
 * pixel): places are seen at least that large, up to twice that if they are small. Neighbours share a look.
 */
export function planCloseLooks(places: readonly UncertainPlace[], picture: Size, ratio: number): readonly CloseLook[] {
  const drafts: Draft[] = []
  for (const { id, box } of places) {
    const side = partSide(box, Math.min(ratio, largestEnlargement))
    // Looking at nearly everything again is what whole looks are for.
    if (side >= Math.max(picture.width, picture.height)) continue
    const needed = withRoom(box)
    const shared = drafts.find((draft) => draft.side === side && fits(unionOf(draft.union, needed), side))
    if (shared) {
      shared.union = unionOf(shared.union, needed)
      shared.places.push(id)
    } else if (drafts.length < mostLooks) drafts.push({ side, union: needed, places: [id] })
  }
  return drafts.map(({ side, union, places: held }) => ({ part: around(union, side, picture), places: held }))
}

/** Side of the square around a face, in source pixels; a few sizes alone. */
function partSide(box: Box, ratio: number): number {
  const face = Math.sqrt(box[2] * box[3])
  let scale = ratio
  if (face * scale < wantedSide) scale = Math.min(largestEnlargement, scale * 2)
  while (face * scale > mostShare * closeInput) scale /= 2
  return Math.round(closeInput / scale)
}

function withRoom([x, y, width, height]: Box): Box {
  const more = room * Math.sqrt(width * height)
  return [x - more, y - more, width + 2 * more, height + 2 * more]
}

function unionOf(a: Box, b: Box): Box {
  const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])]
  const right = Math.max(a[0] + a[2], b[0] + b[2])
  return [left, top, right - left, Math.max(a[1] + a[3], b[1] + b[3]) - top]
}

function fits(box: Box, side: number): boolean {
  return box[2] <= side && box[3] <= side
}

/** The square around a box's centre, moved into the picture, and no larger than it. */
function around(box: Box, side: number, picture: Size): Box {
  const width = Math.min(side, picture.width)
  const height = Math.min(side, picture.height)
  const left = Math.round(box[0] + box[2] / 2 - width / 2)
  const top = Math.round(box[1] + box[3] / 2 - height / 2)
  return [clamp(left, picture.width - width), clamp(top, picture.height - height), width, height]
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}

/** Whether a box found in a part is all there: one that ends at the part's edge goes on beyond it, unless the picture ends there too. */
export function isWholeIn(box: Box, part: Box, picture: Size): boolean {
  const [right, bottom] = [part[0] + part[2], part[1] + part[3]]
  const slack = 1
  return (
    (part[0] === 0 || box[0] > part[0] + slack) &&
    (part[1] === 0 || box[1] > part[1] + slack) &&
    (right >= picture.width || box[0] + box[2] < right - slack) &&
    (bottom >= picture.height || box[1] + box[3] < bottom - slack)
  )
}
