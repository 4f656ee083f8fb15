import type { Detection } from '../../detection/detection.ts'
import { boundsOf } from '../../geometry/bounds.ts'
import { boxArea, containsPoint, grownBox, insidePicture, sampledShare, sharedArea } from '../../geometry/overlap.ts'
import type { Box, Shape } from '../../geometry/shape.ts'
import type { Track } from '../../redaction/project.ts'
import { outlineAt, withMargin } from '../../redaction/track-region.ts'
import { frameIndex } from '../../time.ts'
import { type Scene, visibleBox } from './scene.ts'

/** What is covered in a frame. */
export type Masks = (frame: number) => readonly Shape[]

/** How much of the scene's faces stays visible, and how much is painted for it. */
export type LeakCount = {
  readonly faceFrames: number
  /** Face-frames of which less than 90 % is covered. */
  readonly leaked: number
  /** Painted area over area of all faces. */
  readonly painted: number
  /** Which face leaked in which frame. */
  readonly where: readonly { readonly face: number; readonly frame: number; readonly covered: number }[]
}

/** Faces shorter than this promise nothing (DESIGN.md 7). */
const smallest = 20
const coveredEnough = 0.9

/** Masks of tracks, margins applied. */
export function trackMasks(tracks: readonly Track[]): Masks {
  return (frame) =>
    tracks.flatMap((track) => {
      const outline = outlineAt(track, frameIndex(frame))
      return outline ? [withMargin(outline, track.margin ?? 0)] : []
    })
}

/**
 * Masks of per-frame detection: every box of at least `score`, with the same margin, in its own frame, or, with a stride, held until the next
 * frame that was examined.
 */
export function perFrameMasks(detections: readonly Detection[], score: number, stride: number): Masks {
  const byFrame = Map.groupBy(
    detections.filter((one) => one.score >= score),
    (one) => one.frame as number,
  )
  return (frame) =>
    (byFrame.get(frame - (frame % stride)) ?? []).map((one) => ({ shape: 'ellipse', box: grownBox(one.box, 0.3) }))
}

/** Side of the cells in which painted area is counted, in pixels, and every so many frames. */
const cell = 8
const paintedEvery = 4

function cellsOf(shape: Shape, scene: Scene): number[] {
  const bounds = insidePicture(boundsOf(shape), scene)
  if (!bounds) return []
  const [left, top] = [Math.floor(bounds[0] / cell), Math.floor(bounds[1] / cell)]
  const columns = Math.ceil((bounds[0] + bounds[2]) / cell) - left
  const rows = Math.ceil((bounds[1] + bounds[3]) / cell) - top
  const all = Array.from({ length: rows * columns }, (_, at) => [left + (at % columns), top + Math.floor(at / columns)])
  return all.flatMap(([x = 0, y = 0]) =>
    containsPoint(shape, [(x + 0.5) * cell, (y + 0.5) * cell]) ? [y * 10_000 + x] : [],
  )
}

/** Area that the shapes cover together, in square pixels. */
function paintedArea(shapes: readonly Shape[], scene: Scene): number {
  return new Set(shapes.flatMap((shape) => cellsOf(shape, scene))).size * cell * cell
}

/** Faces of at least 20 px that are in the picture, as far as they are visible. */
function visibleFaces(scene: Scene, frame: number): { readonly face: number; readonly visible: Box }[] {
  return scene.faces.flatMap((path, face) => {
    const box = path(frame)
    const visible = box && visibleBox(box, scene)
    return box && visible && Math.min(box[2], box[3]) >= smallest ? [{ face, visible }] : []
  })
}

/** Counts over all frames in which a face of at least 20 px is in the picture. */
export function countLeaks(scene: Scene, masks: Masks): LeakCount {
  const where: LeakCount['where'][number][] = []
  let faceFrames = 0
  let faceArea = 0
  let maskArea = 0
  for (let frame = 0; frame < scene.frames; frame++) {
    const shapes = masks(frame)
    const counted = frame % paintedEvery === 0
    if (counted) maskArea += paintedArea(shapes, scene)
    for (const { face, visible } of visibleFaces(scene, frame)) {
      faceFrames++
      if (counted) faceArea += boxArea(visible)
      const near = shapes.filter((shape) => sharedArea(boundsOf(shape), visible) > 0)
      const covered = sampledShare(visible, scene, (point) => near.some((shape) => containsPoint(shape, point)))
      if (covered < coveredEnough) where.push({ face, frame, covered })
    }
  }
  return { faceFrames, leaked: where.length, painted: maskArea / Math.max(1, faceArea), where }
}
