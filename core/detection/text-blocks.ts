import { boxArea, boxUnion } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Detection } from './detection.ts'
import { byContent } from './detection-order.ts'

/** Text boxes that stand close together, like words and lines on a page. */
export type TextBlock = {
  readonly boxes: readonly Detection[]
  /** Around all of them. */
  readonly box: Box
  /** Lines of text, however many words each has. */
  readonly rows: number
  /** Height of a line in pixels: the middle one of the boxes' shorter sides. */
  readonly lineHeight: number
  /** Share of `box` that its text boxes fill. */
  readonly filled: number
  /** Mean of the scores, by area. */
  readonly score: number
}

/** Boxes belong together when the space between them is at most so many line heights either way... */
const nearLines = 2
/** ... and their lines differ in height by at most this factor: headlines are larger than text. */
const similarHeight = 2.5
/** Boxes whose middles differ by less than this share of a line height are on one row. */
const sameRow = 0.6

function thickness(box: Box): number {
  return Math.min(box[2], box[3])
}

function gap(fromA: number, sizeA: number, fromB: number, sizeB: number): number {
  return Math.max(fromA, fromB) - Math.min(fromA + sizeA, fromB + sizeB)
}

function belongTogether(a: Box, b: Box): boolean {
  const [thin, thick] = [Math.min(thickness(a), thickness(b)), Math.max(thickness(a), thickness(b))]
  if (thick > similarHeight * thin) return false
  const reach = nearLines * thick
  return gap(a[1], a[3], b[1], b[3]) <= reach && gap(a[0], a[2], b[0], b[2]) <= reach
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

function rowsOf(boxes: readonly Detection[], lineHeight: number): number {
  const middles = boxes.map(({ box }) => box[1] + box[3] / 2).toSorted((a, b) => a - b)
  let rows = 0
  let row = Number.NEGATIVE_INFINITY
  for (const middle of middles) {
    if (middle - row < sameRow * lineHeight) continue
    rows++
    row = middle
  }
  return rows
}

function blockOf(boxes: readonly Detection[]): TextBlock {
  const box = boxes.map((one) => one.box).reduce(boxUnion)
  const lineHeight = middleOf(boxes.map((one) => thickness(one.box)))
  let area = 0
  let weighed = 0
  for (const one of boxes) {
    area += boxArea(one.box)
    weighed += boxArea(one.box) * one.score
  }
  const filled = Math.min(1, area / boxArea(box))
  return { boxes, box, rows: rowsOf(boxes, lineHeight), lineHeight, filled, score: weighed / area }
}

/**
 * Groups one frame's text boxes (sides above 0) into blocks: chains of boxes that are close together, of similar line
 * height. Every box is in one block. The order given does not matter.
 */
export function textBlocks(detections: readonly Detection[]): readonly TextBlock[] {
  const waiting = new Set(detections.toSorted(byContent))
  const blocks: TextBlock[] = []
  for (const first of waiting) {
    waiting.delete(first)
    const members = [first]
    for (const member of members) {
      for (const other of waiting) {
        if (!belongTogether(member.box, other.box)) continue
        waiting.delete(other)
        members.push(other)
      }
    }
    blocks.push(blockOf(members.sort(byContent)))
  }
  return blocks
}
