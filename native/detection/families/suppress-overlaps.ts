import type { Box } from '../../../core/geometry/shape.ts'
import type { DecodedBox } from './decode-family.ts'

/** When a weaker box says the same as a stronger one of its label. */
export type OverlapLimits = {
  /** Intersection over union from which on it does. */
  readonly union: number
  /** Share of the smaller of the two boxes from which on it does. */
  readonly smaller: number
}

/**
 * Keeps the strongest of boxes that say the same (greedy non-maximum suppression), at most `most` candidates being
 * looked at. Ties are decided by place, so the order of the input does not matter.
 */
export function suppressOverlaps(boxes: readonly DecodedBox[], limits: OverlapLimits, most = 5000): DecodedBox[] {
  const kept: DecodedBox[] = []
  for (const candidate of boxes.toSorted(strongestFirst).slice(0, most)) {
    if (!kept.some((box) => box.label === candidate.label && saysTheSame(box.box, candidate.box, limits))) {
      kept.push(candidate)
    }
  }
  return kept
}

function strongestFirst(a: DecodedBox, b: DecodedBox): number {
  return (
    b.score - a.score ||
    a.label - b.label ||
    a.box[0] - b.box[0] ||
    a.box[1] - b.box[1] ||
    a.box[2] - b.box[2] ||
    a.box[3] - b.box[3]
  )
}

function saysTheSame(a: Box, b: Box, limits: OverlapLimits): boolean {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return false
  const shared = width * height
  const areaA = a[2] * a[3]
  const areaB = b[2] * b[3]
  return shared >= limits.union * (areaA + areaB - shared) || shared >= limits.smaller * Math.min(areaA, areaB)
}
