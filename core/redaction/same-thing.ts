import { boundsOf } from '../geometry/bounds.ts'
import { containsPoint, iou } from '../geometry/overlap.ts'
import type { Point, Shape } from '../geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import type { Track } from './project.ts'
import { defaultMargin, firstFrameOf, outlineAt, withMargin } from './track-region.ts'

/** Frames in which two tracks are both there, half open; null for none. */
export function sharedFrames(a: Track, b: Track): readonly [from: number, until: number] | null {
  const [firstA, firstB] = [firstFrameOf(a), firstFrameOf(b)]
  if (firstA === null || firstB === null) return null
  const from = Math.max(firstA, firstB)
  const until = Math.min(a.untilFrame, b.untilFrame)
  return from < until ? [from, until] : null
}

/** How alike the places of two tracks are at a frame, 0 to 1: intersection over union of their bounds, without margins. */
export function likenessAt(a: Track, b: Track, frame: FrameIndex): number {
  const [one, other] = [outlineAt(a, frame), outlineAt(b, frame)]
  return one && other ? iou(boundsOf(one), boundsOf(other)) : 0
}

/** Places of one thing are at least this much alike. */
export const alike = 0.5

/** Whether tracks may be of one thing at all. */
function sameKind(a: Track, b: Track): boolean {
  return a.class === b.class && a.extent === b.extent
}

/** Frames that are looked at where not every one is, and the stride in which: two apart all along are told by the first few. */
const samples = 24
const stride = 7

/** Roughly in how many frames two tracks lie on each other; 0 unless they do in half of those in which both are there. */
export function framesTogether(a: Track, b: Track): number {
  const shared = sharedFrames(a, b)
  if (!shared || !sameKind(a, b)) return 0
  const [from, until] = shared
  let found = 0
  for (let looked = 0; looked < samples; looked++) {
    const at = from + Math.floor(((until - from) * ((looked * stride) % samples)) / samples)
    if (likenessAt(a, b, frameIndex(at)) >= alike) found += 1
    if (looked === 5 && found === 0) return 0
  }
  return found * 2 >= samples ? Math.ceil(((until - from) * found) / samples) : 0
}

function corners(shape: Shape): readonly Point[] | null {
  if (shape.shape === 'polygon' || (shape.angle ?? 0) !== 0) return null
  const [x, y, width, height] = shape.box
  return [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ]
}

function sameShape(a: Shape, b: Shape): boolean {
  if (a.shape === 'polygon' || b.shape === 'polygon' || a.shape !== b.shape) return false
  return (a.angle ?? 0) === (b.angle ?? 0) && a.box.every((value, at) => value === b.box[at])
}

function shownAt(track: Track, frame: FrameIndex): Shape | null {
  const outline = outlineAt(track, frame)
  return outline && withMargin(outline, track.margin ?? defaultMargin(track.class))
}

/**
 * Whether `cover` hides at a frame, margins included, all that `covered` would. Only said where it is certain: of one and the same
 * outline, or of a convex outline with every corner of an upright one inside.
 */
export function coversWholly(cover: Track, covered: Track, frame: FrameIndex): boolean {
  const [around, inner] = [shownAt(cover, frame), shownAt(covered, frame)]
  if (!around || !inner) return false
  if (sameShape(around, inner)) return true
  if (around.shape === 'polygon') return false
  return corners(inner)?.every((point) => containsPoint(around, point)) ?? false
}
