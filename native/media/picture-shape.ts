import type { Frame } from 'node-av/lib'

/** What conversions and planes depend on: they are set up for one of these and must never be given another. */
export type PictureShape = { readonly width: number; readonly height: number; readonly format: number }

/** The shape of a decoded frame. */
export function shapeOf(frame: Frame): PictureShape {
  return { width: frame.width, height: frame.height, format: frame.format }
}

/** True for frames that can be worked with alike. */
export function sameShape(a: PictureShape, b: PictureShape): boolean {
  return a.width === b.width && a.height === b.height && a.format === b.format
}
