import type { Box, Size } from '../../core/geometry/shape.ts'

/**
 * How a part of a picture lies in a model's input: scaled without stretching, at the top left, the rest of the input
 * black. `content` is what the part is scaled to, at least 1 x 1.
 */
export type Letterbox = {
  /** The part in display-oriented source pixels. */
  readonly part: Box
  readonly content: Size
  readonly input: Size
}

/**
 * No part is scaled up by more than this. Twice helps where faces are under 16 px (22 of 22 at 10 px found, against 13
 * at their own size, with a third of the false boxes); beyond, it only costs time.
 */
const largestEnlargement = 2

/** Which inputs a network takes: those whose sides divide by a number, or one size alone. */
export type InputSides = { readonly multipleOf: number; readonly size?: Size }

/**
 * Fits a part of a picture into an input whose long side is `scale` pixels, both sides rounded up to `multipleOf`; where
 * the network takes one size alone, into that one.
 */
export function fitLetterbox(part: Box, scale: number, { multipleOf, size }: InputSides): Letterbox {
  const scaled = Math.min(largestEnlargement, scale / Math.max(part[2], part[3]))
  const ratio = size ? Math.min(scaled, size.width / part[2], size.height / part[3]) : scaled
  const content = { width: sideOf(part[2] * ratio), height: sideOf(part[3] * ratio) }
  const input = size ?? { width: roundUp(content.width, multipleOf), height: roundUp(content.height, multipleOf) }
  return { part, content, input }
}

/** The long side of the input in pixels. */
export function inputScale(letterbox: Letterbox): number {
  return Math.max(letterbox.input.width, letterbox.input.height)
}

/**
 * Brings a box from input pixels back to display-oriented source pixels, clipped to the picture. Null when its centre
 * lies outside of the part that was looked at, or nothing of it is left.
 */
export function boxFromInput(box: Box, letterbox: Letterbox, picture: Size): Box | null {
  const { part, content } = letterbox
  const centreX = box[0] + box[2] / 2
  const centreY = box[1] + box[3] / 2
  if (!(centreX >= 0 && centreX < content.width && centreY >= 0 && centreY < content.height)) return null
  // Rounding of the content's sides makes the two ratios differ a little: each axis is mapped by its own.
  const perX = part[2] / content.width
  const perY = part[3] / content.height
  const left = clamp(part[0] + box[0] * perX, picture.width)
  const top = clamp(part[1] + box[1] * perY, picture.height)
  const right = clamp(part[0] + (box[0] + box[2]) * perX, picture.width)
  const bottom = clamp(part[1] + (box[1] + box[3]) * perY, picture.height)
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}

function sideOf(length: number): number {
  return Math.max(1, Math.round(length))
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
