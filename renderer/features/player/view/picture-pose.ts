import type { Rotation, Size } from '../../../../core/geometry/shape.ts'

/** How somebody looks at a picture: nothing of it is kept with the clip. */
export type PicturePose = {
  /** CSS pixels for each pixel of the picture; `fit`: as large as there is room for. */
  readonly zoom: number | 'fit'
  /** The point of the upright picture that stands in the middle, as shares of its sides. */
  readonly centre: readonly [x: number, y: number]
  /** Clockwise turn beside the clip's own. */
  readonly turn: Rotation
}

/** As every clip is first seen. */
export const usualPose: PicturePose = { zoom: 'fit', centre: [0.5, 0.5], turn: 0 }

/** Most that a picture is enlarged: 800 %. */
export const mostZoom = 8
const leastZoom = 0.1
const zoomStep = 1.25

/** A picture as it is to be placed: coded size, the turn that brings it upright, and the shape of its pixels. */
export type PlacedPicture = {
  readonly width: number
  readonly height: number
  readonly rotation: Rotation
  readonly pixelAspect: readonly [number, number]
}

/** Where a picture comes to lie: its middle and the size of its coded sides in room pixels, turned clockwise about that middle. */
export type Placement = {
  readonly middle: readonly [x: number, y: number]
  readonly width: number
  readonly height: number
  readonly turn: Rotation
  readonly scale: number
}

function turned(a: Rotation, b: Rotation): Rotation {
  return ((a + b) % 360) as Rotation
}

/** Size of the picture as it is seen, pixels made square, turned. */
function seenSize({ width, height, rotation, pixelAspect }: PlacedPicture, turn: Rotation): Size {
  const wide = (width * pixelAspect[0]) / pixelAspect[1]
  return turned(rotation, turn) % 180 === 0 ? { width: wide, height } : { width: height, height: wide }
}

/** CSS pixels for each pixel of the picture. */
export function scaleOf(pose: PicturePose, picture: PlacedPicture, room: Size): number {
  if (pose.zoom !== 'fit') return pose.zoom
  const seen = seenSize(picture, pose.turn)
  return Math.min(room.width / seen.width, room.height / seen.height, mostZoom)
}

/** Where the picture comes to lie in a room. */
export function placementOf(pose: PicturePose, picture: PlacedPicture, room: Size): Placement {
  const scale = scaleOf(pose, picture, room)
  const seen = seenSize(picture, pose.turn)
  const [x, y] = pose.zoom === 'fit' ? [0.5, 0.5] : pose.centre
  return {
    middle: [room.width / 2 + (0.5 - x) * seen.width * scale, room.height / 2 + (0.5 - y) * seen.height * scale],
    width: ((picture.width * picture.pixelAspect[0]) / picture.pixelAspect[1]) * scale,
    height: picture.height * scale,
    turn: turned(picture.rotation, pose.turn),
    scale,
  }
}

/** A picture at this share of its recorded size is large enough to be judged, also where there is room for more. */
const judgedScale = 0.5
/** What rounding may take away, in CSS pixels. */
const rounding = 1

/** Whether all of a picture is in its room, at half its recorded size at least or as large as there is room for. */
export function isWholeIn(room: Size, pose: PicturePose, picture: PlacedPicture): boolean {
  const { middle, scale } = placementOf(pose, picture, room)
  const { width, height } = seenSize(picture, pose.turn)
  const [x, y] = [middle[0] - (width * scale) / 2, middle[1] - (height * scale) / 2]
  const [right, bottom] = [room.width - x - width * scale, room.height - y - height * scale]
  const roomiest = scaleOf({ ...pose, zoom: 'fit' }, picture, room)
  return Math.min(x, y, right, bottom) >= -rounding && scale >= Math.min(roomiest, judgedScale)
}

/** Whether a picture is at half its recorded size at least: beside another one "as large as there is room for" would be too small. */
export function isAtHalfSize(room: Size, pose: PicturePose, picture: PlacedPicture): boolean {
  return scaleOf(pose, picture, room) >= judgedScale
}

/** The pose after zooming by `steps` with the point of the room at `at` held in place. */
export function zoomed(
  pose: PicturePose,
  steps: number,
  where: { readonly picture: PlacedPicture; readonly room: Size; readonly at?: readonly [number, number] },
): PicturePose {
  const { picture, room } = where
  const [atX, atY] = where.at ?? [room.width / 2, room.height / 2]
  const before = placementOf(pose, picture, room)
  const seen = seenSize(picture, pose.turn)
  const zoom = Math.min(mostZoom, Math.max(leastZoom, before.scale * zoomStep ** steps))
  // The point of the picture under `at`, from its middle, in its own pixels.
  const [fromX, fromY] = [(atX - before.middle[0]) / before.scale, (atY - before.middle[1]) / before.scale]
  const [middleX, middleY] = [atX - fromX * zoom, atY - fromY * zoom]
  const x = 0.5 - (middleX - room.width / 2) / (seen.width * zoom)
  const y = 0.5 - (middleY - room.height / 2) / (seen.height * zoom)
  return { ...pose, zoom, centre: [within(x), within(y)] }
}

/** The pose after moving the picture by room pixels. */
export function panned(
  pose: PicturePose,
  [byX, byY]: readonly [number, number],
  { picture, room }: { readonly picture: PlacedPicture; readonly room: Size },
): PicturePose {
  if (pose.zoom === 'fit') return pose
  const seen = seenSize(picture, pose.turn)
  const scale = scaleOf(pose, picture, room)
  const [x, y] = pose.centre
  return { ...pose, centre: [within(x - byX / (seen.width * scale)), within(y - byY / (seen.height * scale))] }
}

/** The pose a quarter turn further. */
export function turnedOn(pose: PicturePose): PicturePose {
  const [x, y] = pose.centre
  return { ...pose, turn: turned(pose.turn, 90), centre: [1 - y, x] }
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share))
}
