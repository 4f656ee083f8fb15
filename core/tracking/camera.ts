import type { Point } from '../geometry/shape.ts'

/**
 * How the camera has moved the picture by a frame since the first: a stabilised point is turned about the origin by
 * `turn` (radians, clockwise) and then moved by (x, y) pixels to where it is in the picture.
 */
export type Camera = { readonly x: number; readonly y: number; readonly turn: number }

/** A camera that has not moved. */
export const stillCamera: Camera = { x: 0, y: 0, turn: 0 }

function turned([x, y]: Point, turn: number): Point {
  if (turn === 0) return [x, y]
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  return [x * cos - y * sin, x * sin + y * cos]
}

/** Where a stabilised point is in the picture. */
export function toPicture(point: Point, { x, y, turn }: Camera): Point {
  const [px, py] = turned(point, turn)
  return [px + x, py + y]
}

/** A point of the picture with the camera's motion taken out. */
export function toStable(point: Point, { x, y, turn }: Camera): Point {
  return turned([point[0] - x, point[1] - y], -turn)
}

/** The camera moved on by pixels of the picture. */
export function shifted(camera: Camera, [dx, dy]: Point): Camera {
  return { ...camera, x: camera.x + dx, y: camera.y + dy }
}

/** The camera after a move of one frame: the picture turns about its centre by `turn` and moves by (dx, dy). */
export function movedOn(camera: Camera, [dx, dy]: Point, turn: number, centre: Point): Camera {
  const [x, y] = turned([camera.x - centre[0], camera.y - centre[1]], turn)
  return { x: x + centre[0] + dx, y: y + centre[1] + dy, turn: camera.turn + turn }
}
