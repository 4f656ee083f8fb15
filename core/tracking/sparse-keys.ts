import type { Box } from '../geometry/shape.ts'
import type { RegionKey } from '../redaction/project.ts'
import { frameIndex } from '../time.ts'
import type { CoverPath } from './cover-path.ts'

/** Interpolated boxes differ from the path by at most this many pixels in x, y, width and height, unless said otherwise. */
const finest = 0.25

/** Slopes that reproduce all boxes since the last key, per component. */
type Cone = { readonly low: Float64Array; readonly high: Float64Array }

function openCone(): Cone {
  return {
    low: new Float64Array(4).fill(Number.NEGATIVE_INFINITY),
    high: new Float64Array(4).fill(Number.POSITIVE_INFINITY),
  }
}

function inCone(cone: Cone, from: Box, to: Box, frames: number): boolean {
  return from.every((start, axis) => {
    const slope = ((to[axis] ?? start) - start) / frames
    return slope >= (cone.low[axis] ?? 0) && slope <= (cone.high[axis] ?? 0)
  })
}

function narrow(cone: Cone, from: Box, to: Box, { frames, tolerance }: { frames: number; tolerance: number }): void {
  for (const [axis, start] of from.entries()) {
    const step = (to[axis] ?? start) - start
    cone.low[axis] = Math.max(cone.low[axis] ?? 0, (step - tolerance) / frames)
    cone.high[axis] = Math.min(cone.high[axis] ?? 0, (step + tolerance) / frames)
  }
}

function rounded(box: Box): Box {
  const round = (value: number): number => Math.round(value * 100) / 100
  return [round(box[0]), round(box[1]), round(box[2]), round(box[3])]
}

/**
 * Keys of a path, as few as linear interpolation allows within `tolerance` pixels; boxes rounded to a hundredth. The
 * path's first and last frame always have one. One pass with a cone of slopes (Reumann and Witkam 1974; swing filter).
 */
export function sparseKeys(path: CoverPath, tolerance = finest): readonly RegionKey[] {
  const boxes = path.boxes.map(rounded)
  const kept: number[] = [0]
  let anchor = 0
  let cone = openCone()
  for (let at = 1; at < boxes.length; at++) {
    const from = boxes[anchor]
    const to = boxes[at]
    if (!from || !to) break
    if (!inCone(cone, from, to, at - anchor)) {
      anchor = at - 1
      kept.push(anchor)
      cone = openCone()
    }
    narrow(cone, boxes[anchor] ?? from, to, { frames: at - anchor, tolerance })
  }
  if (boxes.length > 1) kept.push(boxes.length - 1)
  return kept.flatMap((at) => {
    const box = boxes[at]
    return box ? [{ frame: frameIndex(path.fromFrame + at), box }] : []
  })
}
