import { boxArea } from '../geometry/overlap.ts'
import type { Box, Size } from '../geometry/shape.ts'
import type { TextBlock } from './text-blocks.ts'

/** Paper or a card that a block of text stands on, as far as the text tells. */
export type Paper = { readonly class: 'document' | 'card'; readonly box: Box; readonly score: number }

/** A block that is mostly empty is several things side by side, not a page. */
const leastFilled = 0.2
/** Cards are ISO/IEC 7810 ID-1 (85.6 x 54.0 mm), lying or standing; seen at an angle they get narrower. */
const cardShape = 85.6 / 54
const cardShapes = [1.15, 2.3] as const
const cardRows = [2, 9] as const
const cardBoxes = 3
/** A card that fills more of the picture than this is read as a page, which is hidden just as well. */
const cardArea = 0.12
/** Pages: from so many lines on, no flatter and no steeper than this. */
const pageRows = 3
const pageBoxes = 4
const pageShape = 4
/** Printed margins of a page as shares of its text (2.5 cm around 16 x 24.7 cm on A4). */
const pageMargins = [0.16, 0.1] as const
/** Of a few lines alone nobody knows whether they are a page. */
const sureRows = 6

/** The card lies or stands as its text does. */
function asCard({ box, lineHeight }: TextBlock): Box {
  const [width, height] = [box[2] + 2 * lineHeight, box[3] + 2 * lineHeight]
  const lies = width >= height
  // Beside the text there may be a photograph or a chip, on whichever side: both sides grow by all that is missing.
  const missing = lies ? cardShape * height - width : cardShape * width - height
  const more = Math.max(0, missing)
  const [dx, dy] = lies ? [more, 0] : [0, more]
  return [box[0] - lineHeight - dx, box[1] - lineHeight - dy, width + 2 * dx, height + 2 * dy]
}

function asPage({ box, lineHeight }: TextBlock): Box {
  const dx = Math.max(pageMargins[0] * box[2], lineHeight)
  const dy = Math.max(pageMargins[1] * box[3], 1.5 * lineHeight)
  return [box[0] - dx, box[1] - dy, box[2] + 2 * dx, box[3] + 2 * dy]
}

function within(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most
}

function steepness(box: Box): number {
  return Math.max(box[2] / box[3], box[3] / box[2])
}

function isCard(block: TextBlock, picture: Size): boolean {
  const [width, height] = [block.box[2] + 2 * block.lineHeight, block.box[3] + 2 * block.lineHeight]
  return (
    block.boxes.length >= cardBoxes &&
    within(block.rows, cardRows) &&
    within(Math.max(width / height, height / width), cardShapes) &&
    boxArea(asCard(block)) <= cardArea * picture.width * picture.height
  )
}

/**
 * What paper a block of text stands on, with the box grown to its likely edge and not yet cut to the picture: a card where the block is small and has a
 * card's shape, a document where it has the lines of a page. Null for signs, labels and single lines. The score is that of the text,
 * less where there are few lines.
 */
export function paperUnder(block: TextBlock, picture: Size): Paper | null {
  if (block.filled < leastFilled) return null
  const sureness = 0.7 + 0.3 * Math.min(1, (block.rows - 1) / (sureRows - 1))
  const score = block.score * sureness
  if (isCard(block, picture)) return { class: 'card', box: asCard(block), score }
  const isPage = block.rows >= pageRows && block.boxes.length >= pageBoxes && steepness(block.box) <= pageShape
  return isPage ? { class: 'document', box: asPage(block), score } : null
}
