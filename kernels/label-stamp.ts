import { fill } from './fill.ts'
import { letterCell, letterRows } from './label-font.ts'
import type { PlanarPicture } from './plane.ts'
import { chromaSpans, SpanList, type Spans } from './spans.ts'

/** A label as it lies in the display-oriented picture, in whole pixels. It has the structure of core's `PlanLabel`. */
export type LabelLayout = {
  readonly lines: readonly string[]
  /** Pixels of the picture along each side of a pixel of a letter. */
  readonly scale: number
  readonly box: readonly [x: number, y: number, width: number, height: number]
  /** Top-left corner of the first letter. */
  readonly origin: readonly [x: number, y: number]
}

/** A label's pixels in the coded picture: the box, all of it opaque, and the letters in it. */
export type LabelStamp = { readonly box: Spans; readonly letters: Spans }

/** The picture that a label lies in: coded, and turned clockwise by `rotation` to be displayed. */
export type LabelledPicture = {
  readonly width: number
  readonly height: number
  readonly rotation: 0 | 90 | 180 | 270
}

/** Boxes of letters' pixels: one for each run of a letter's row. */
function* letterBoxes({ lines, scale, origin }: LabelLayout): Generator<LabelLayout['box']> {
  for (const [line, text] of lines.entries())
    for (const [column, sign] of [...text].entries())
      for (const [row, bits] of letterRows(sign).entries())
        for (const [from, until] of runsOf(bits)) {
          const x = origin[0] + (column * letterCell.width + from) * scale
          const y = origin[1] + (line * letterCell.height + row) * scale
          yield [x, y, (until - from) * scale, scale]
        }
}

/** The runs of set bits in a row of eight, from the left. */
function* runsOf(bits: number): Generator<readonly [from: number, until: number]> {
  let from = -1
  for (let at = 0; at <= letterCell.width; at++) {
    const isSet = at < letterCell.width && ((bits >> (letterCell.width - 1 - at)) & 1) === 1
    if (isSet && from < 0) from = at
    if (isSet || from < 0) continue
    yield [from, at]
    from = -1
  }
}

/** A display-oriented box in coded pixels. */
function codedBox(
  [x, y, width, height]: LabelLayout['box'],
  { width: across, height: down, rotation }: LabelledPicture,
): LabelLayout['box'] {
  switch (rotation) {
    case 0:
      return [x, y, width, height]
    case 90:
      return [y, down - x - width, height, width]
    case 180:
      return [across - x - width, down - y - height, width, height]
    case 270:
      return [across - y - height, x, height, width]
  }
}

/** Boxes of pixels as a set. */
function spansOf(boxes: Iterable<LabelLayout['box']>, picture: LabelledPicture): Spans {
  const marks = new Uint8Array(picture.width * picture.height)
  for (const display of boxes) {
    const [x, y, width, height] = codedBox(display, picture)
    if (x < 0 || y < 0 || x + width > picture.width || y + height > picture.height)
      throw new RangeError('a label reaches out of its picture')
    for (let row = y; row < y + height; row++) marks.fill(1, row * picture.width + x, row * picture.width + x + width)
  }
  const list = new SpanList()
  for (let y = 0; y < picture.height; y++) {
    const row = marks.subarray(y * picture.width, (y + 1) * picture.width)
    for (let from = row.indexOf(1); from >= 0; ) {
      const end = row.indexOf(0, from)
      const until = end < 0 ? picture.width : end
      list.add(y, from, until)
      from = row.indexOf(1, until)
    }
  }
  return list.spans()
}

/**
 * The pixels of a label: what the copy is rendered with, what it is checked for, and what its preview shows. Throws where the label
 * reaches out of the picture, or has a sign that the font has no letter for: a bug of whoever laid it out.
 */
export function labelStamp(label: LabelLayout, picture: LabelledPicture): LabelStamp {
  return { box: spansOf([label.box], picture), letters: spansOf(letterBoxes(label), picture) }
}

/**
 * Writes a label over a picture in place, over whatever is there: nothing of that is left under it. `dark` and `bright`: what the box
 * and the letters are on each plane.
 */
export function stampLabel(
  { planes, subsampling }: PlanarPicture,
  { box, letters }: LabelStamp,
  { dark, bright }: { readonly dark: readonly number[]; readonly bright: readonly number[] },
): void {
  for (const [index, plane] of planes.entries()) {
    const { shiftX, shiftY } = subsampling[index] ?? { shiftX: 0, shiftY: 0 }
    fill(plane, chromaSpans(box, shiftX, shiftY), dark[index] ?? 128)
    if (bright[index] !== dark[index]) fill(plane, chromaSpans(letters, shiftX, shiftY), bright[index] ?? 128)
  }
}
