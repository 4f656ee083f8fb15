/**
 * Display-oriented source pixels: coded pixels after cropping and clockwise rotation, not stretched for
 * pixel aspect; the origin is the top-left corner of the top-left pixel (FORMATS.md, Coordinates).
 */
export type Box = readonly [x: number, y: number, width: number, height: number]

/** A point in display-oriented source pixels. */
export type Point = readonly [x: number, y: number]

/** A region's outline. An ellipse is inscribed in its box; `angle` turns rect and ellipse clockwise about the box's centre, in degrees. */
export type Shape =
  | { readonly shape: 'rect' | 'ellipse'; readonly box: Box; readonly angle?: number }
  | { readonly shape: 'polygon'; readonly points: readonly Point[] }

/** Clockwise quarter turns that bring coded pixels upright. */
export type Rotation = 0 | 90 | 180 | 270

/** A picture's size in pixels. */
export type Size = { readonly width: number; readonly height: number }
