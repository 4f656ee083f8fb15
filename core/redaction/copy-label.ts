import type { Failure } from '../failure.ts'
import type { Size } from '../geometry/shape.ts'

/** Corners of the picture, as it is displayed, that a label may be written in. */
export const labelCorners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const

/** One of the corners. */
export type LabelCorner = (typeof labelCorners)[number]

/** A short text that is written into every frame of the copy, so that a copy that is passed on says what it is. */
export type CopyLabel = {
  /** One line, tidied (see `tidyLabel`), in signs that the label's font has: printable ASCII and Latin-1. */
  readonly text: string
  readonly at: LabelCorner
}

/** A label as it lies in the picture. Whole pixels, display-oriented, inside the picture. */
export type PlanLabel = {
  readonly lines: readonly string[]
  /** Pixels of the picture along each side of a pixel of a letter. */
  readonly scale: number
  /** The box behind the letters; on even places and of even size where the picture's sides are even. */
  readonly box: readonly [x: number, y: number, width: number, height: number]
  /** Top-left corner of the first line's first letter. */
  readonly origin: readonly [x: number, y: number]
}

/** Most signs that a label has. */
export const longestLabel = 120

/** A letter's cell at scale 1, as the kernels draw it. A test holds the two together. */
const cell = { width: 8, height: 13 } as const
const mostLines = 3
/** At most one in so many rows of the picture is the label's. */
const shareOfHeight = 3
/** The picture's shorter side for each step of the letters' size: 26 rows of 720 to 1,080, 13 of less. */
const sidePerScale = 450

const writable = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff]*$/u
const unwritable = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff]/u

const plainer: readonly (readonly [written: RegExp, plain: string])[] = [
  [/[\u2018\u2019]/gu, "'"],
  [/[\u201c\u201d]/gu, '"'],
  [/[\u2010-\u2015]/gu, '-'],
  [/\u2026/gu, '...'],
]

/** What somebody has typed as a label's text is: one line, without blanks about it, with plain quotes and dashes. */
export function tidyLabel(text: string): string {
  const composed = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  return plainer.reduce((line, [written, plain]) => line.replaceAll(written, plain), composed)
}

/** Why a text can be no label; null where it can. Whether it fits into a picture, `layLabel` tells. */
export function labelFault(text: string): Extract<Failure, { kind: 'label-unfit' }> | null {
  if (text.trim() === '') return { kind: 'label-unfit', why: 'empty' }
  if (text.length > longestLabel) return { kind: 'label-unfit', why: 'too-long', most: longestLabel }
  if (!writable.test(text)) return { kind: 'label-unfit', why: 'sign', sign: unwritable.exec(text)?.[0] ?? '' }
  return text === tidyLabel(text) ? null : { kind: 'label-unfit', why: 'blanks' }
}

/** Words in lines of at most so many signs; a word that is longer is cut. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ').flatMap((each) => pieces(each, columns))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function pieces(word: string, columns: number): readonly string[] {
  return Array.from({ length: Math.ceil(word.length / columns) }, (_, at) =>
    word.slice(at * columns, (at + 1) * columns),
  )
}

function even(value: number): number {
  return value + (value % 2)
}

function laidAt({ text, at }: CopyLabel, { width, height }: Size, scale: number): PlanLabel | null {
  const [edge, across, above] = [even(2 * scale), 4 * scale, 2 * scale]
  const columns = Math.floor((width - 2 * edge - 2 * across) / (cell.width * scale))
  if (columns < 1) return null
  const lines = wrapped(text, columns)
  const widest = Math.max(...lines.map((line) => line.length))
  const boxWidth = even(widest * cell.width * scale + 2 * across)
  const boxHeight = even(lines.length * cell.height * scale + 2 * above)
  const tooHigh = boxHeight * shareOfHeight > height || boxHeight + 2 * edge > height
  if (lines.length > mostLines || tooHigh || boxWidth + 2 * edge > width) return null
  const x = at.endsWith('left') ? edge : width - edge - boxWidth
  const y = at.startsWith('top') ? edge : height - edge - boxHeight
  return { lines, scale, box: [x, y, boxWidth, boxHeight], origin: [x + across, y + above] }
}

/**
 * Where a label lies in a picture of that display-oriented size: in letters 13 pixels high for each 450 of the shorter side, smaller
 * where the text would need more than three lines or a third of the height. Null where letters of 13 pixels do not fit.
 */
export function layLabel(label: CopyLabel, size: Size): PlanLabel | null {
  const usual = Math.max(1, Math.round(Math.min(size.width, size.height) / sidePerScale))
  for (let scale = usual; scale >= 1; scale--) {
    const laid = laidAt(label, size, scale)
    if (laid) return laid
  }
  return null
}

/** The size of a picture as it is displayed, in source pixels. */
export function displaySize(video: { readonly displayWidth: number; readonly displayHeight: number }): Size {
  return { width: video.displayWidth, height: video.displayHeight }
}

/** Whether two labels look the same. */
export function isSameLabel(one: CopyLabel | undefined, other: CopyLabel | undefined): boolean {
  return one?.text === other?.text && one?.at === other?.at
}
