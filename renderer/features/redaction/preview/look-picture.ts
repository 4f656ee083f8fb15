import type { VideoIndex } from '../../../../core/clips/clip-index.ts'
import type { Box } from '../../../../core/geometry/shape.ts'
import type { RedactionProject } from '../../../../core/redaction/project.ts'
import type { FrameIndex } from '../../../../core/time.ts'
import { type PicturePose, usualPose } from '../../player/index.ts'
import { paintLook } from './paint-overlay.ts'
import { paintPosed, poseAround } from './picture-around.ts'
import { type PictureMap, pictureMap } from './picture-map.ts'

/** Size of the picture of a place, in pixels. */
export const lookPictureSize = { width: 400, height: 300 } as const

/** Share of the picture's height that the longer side of the place takes: what lies around it is seen as well. */
const share = 0.45

/** A place in a frame, and how it is shown. */
export type LookPicture = {
  readonly video: VideoIndex
  readonly project: RedactionProject
  readonly frame: FrameIndex
  /** Where to look, in display pixels; null: the whole picture. */
  readonly place: Box | null
  /** The frame is as the copy will show it; else it is as recorded, with outlines. */
  readonly isCovered: boolean
}

/** Corners of a place: it is pointed out beside what lies there, never over it. */
const gap = 7
const corner = 20

function paintCorners(context: CanvasRenderingContext2D, [x, y, width, height]: Box, map: PictureMap): void {
  const ends = [map.toRoom([x, y]), map.toRoom([x + width, y + height])]
  const [left, right] = [Math.min(...ends.map((end) => end[0])) - gap, Math.max(...ends.map((end) => end[0])) + gap]
  const [top, bottom] = [Math.min(...ends.map((end) => end[1])) - gap, Math.max(...ends.map((end) => end[1])) + gap]
  context.beginPath()
  for (const [atX, atY, across, down] of [
    [left, top, corner, corner],
    [right, top, -corner, corner],
    [right, bottom, -corner, -corner],
    [left, bottom, corner, -corner],
  ] as const) {
    context.moveTo(atX + across, atY)
    context.lineTo(atX, atY)
    context.lineTo(atX, atY + down)
  }
  for (const [lineWidth, strokeStyle] of [
    [9, '#000'],
    [5, '#fff'],
  ] as const) {
    Object.assign(context, { lineWidth, strokeStyle })
    context.stroke()
  }
}

function paintOutlines(context: CanvasRenderingContext2D, { project, frame }: LookPicture, map: PictureMap): void {
  const pane = { from: 0, until: lookPictureSize.width }
  const over = { chosen: null, handles: null, drawing: null, outlines: true, guides: [], found: null }
  paintLook(context, { project, frame, map, pane, ...over })
}

/** Paints a place out of a frame; `image`: the frame as it is to be shown, null where there is none. */
export function lookPicture(image: CanvasImageSource | null, what: LookPicture): HTMLCanvasElement | null {
  const { video, place, isCovered } = what
  const canvas = document.createElement('canvas')
  Object.assign(canvas, lookPictureSize)
  const context = canvas.getContext('2d')
  if (!context) return null
  const pose: PicturePose = place ? poseAround(place, share, video, lookPictureSize) : usualPose
  context.fillStyle = '#000'
  context.fillRect(0, 0, lookPictureSize.width, lookPictureSize.height)
  if (image) paintPosed(context, image, pose, { video, room: lookPictureSize })
  const map = pictureMap(video, pose, { left: 0, ...lookPictureSize })
  if (!isCovered) paintOutlines(context, what, map)
  if (place) paintCorners(context, place, map)
  return canvas
}
