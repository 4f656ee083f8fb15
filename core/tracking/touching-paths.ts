import { boxUnion, iou } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { CoverPath } from './cover-path.ts'

/** A path's end and another's beginning that overlap this much may well be one thing, lost and found again. */
const sameOverlap = 0.15

function untilFrameOf(path: CoverPath): number {
  return path.fromFrame + path.boxes.length
}

/** Of the paths that begin soon after one ends, the one that begins closest to where it ended. */
function continuationOf(path: CoverPath, later: readonly CoverPath[]): CoverPath | null {
  const last = path.boxes.at(-1)
  let best: CoverPath | null = null
  let most = sameOverlap
  for (const other of later) {
    const first = other.boxes[0]
    const shared = first && last ? iou(first, last) : 0
    if (shared < most) continue
    most = shared
    best = other
  }
  return best
}

function heldUntil(path: CoverPath, next: CoverPath): CoverPath {
  const [last, first] = [path.boxes.at(-1), next.boxes[0]]
  if (!last || !first) return path
  const held = new Array<Box>(next.fromFrame - untilFrameOf(path)).fill(boxUnion(last, first))
  return { ...path, boxes: [...path.boxes, ...held] }
}

/**
 * Holds paths over the few frames, at most `longest`, until another path begins at the same place: lost and found again
 * stays hidden in between, without claiming that both are one person. In the order given.
 */
export function heldUntilFound(paths: readonly CoverPath[], longest: number): readonly CoverPath[] {
  const sorted = paths.toSorted((a, b) => a.fromFrame - b.fromFrame)
  const starts = sorted.map((path) => path.fromFrame)
  const firstFrom = (frame: number): number => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) < frame) low = middle + 1
      else high = middle
    }
    return low
  }
  return paths.map((path) => {
    const until = untilFrameOf(path)
    const next = continuationOf(path, sorted.slice(firstFrom(until + 1), firstFrom(until + longest + 1)))
    return next ? heldUntil(path, next) : path
  })
}
