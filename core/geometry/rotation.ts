import type { Box, Point, Rotation, Shape, Size } from './shape.ts'

/** Size after turning a picture clockwise by `rotation`. */
export function rotatedSize(size: Size, rotation: Rotation): Size {
  return rotation === 90 || rotation === 270 ? { width: size.height, height: size.width } : size
}

function rotatePoint([x, y]: Point, rotation: Rotation, size: Size): Point {
  switch (rotation) {
    case 0:
      return [x, y]
    case 90:
      return [size.height - y, x]
    case 180:
      return [size.width - x, size.height - y]
    case 270:
      return [y, size.width - x]
  }
}

function rotateBox([x, y, width, height]: Box, rotation: Rotation, size: Size): Box {
  switch (rotation) {
    case 0:
      return [x, y, width, height]
    case 90:
      return [size.height - (y + height), x, height, width]
    case 180:
      return [size.width - (x + width), size.height - (y + height), width, height]
    case 270:
      return [y, size.width - (x + width), height, width]
  }
}

function rotateShape(shape: Shape, rotation: Rotation, size: Size): Shape {
  if (rotation === 0) return shape
  if (shape.shape === 'polygon')
    return { shape: 'polygon', points: shape.points.map((point) => rotatePoint(point, rotation, size)) }
  // A quarter turn swaps the box's sides, and with them goes the quarter turn of its angle: the angle stays.
  return { ...shape, box: rotateBox(shape.box, rotation, size) }
}

function opposite(rotation: Rotation): Rotation {
  return rotation === 90 ? 270 : rotation === 270 ? 90 : rotation
}

/**
 * A region in coded pixels as it lies in the display-oriented picture. `coded` is the coded size after cropping (VideoIndex
 * width and height).
 */
export function toDisplay(shape: Shape, rotation: Rotation, coded: Size): Shape {
  return rotateShape(shape, rotation, coded)
}

/** A display-oriented region as it lies in the coded pixels; undoes `toDisplay`. `coded` is the coded size after cropping. */
export function toCoded(shape: Shape, rotation: Rotation, coded: Size): Shape {
  return rotateShape(shape, opposite(rotation), rotatedSize(coded, rotation))
}

/** A display-oriented box in coded pixels. */
export function boxToCoded(box: Box, rotation: Rotation, coded: Size): Box {
  return rotateBox(box, opposite(rotation), rotatedSize(coded, rotation))
}

/** A display-oriented point in coded pixels. */
export function pointToCoded(point: Point, rotation: Rotation, coded: Size): Point {
  return rotatePoint(point, opposite(rotation), rotatedSize(coded, rotation))
}

/** A point of the coded picture, display oriented. */
export function pointToDisplay(point: Point, rotation: Rotation, coded: Size): Point {
  return rotatePoint(point, rotation, coded)
}
