import type { Box } from '../geometry/shape.ts'
import { boxLength } from './motion.ts'

/** Pixels from which on a thing is not small, and under which it is as small as it gets. */
const ordinary = 60
const smallest = 30

/**
 * How small a thing is, from 0 to 1. Detectors lose small faces for longer, and hiding them longer costs little of the
 * picture.
 */
export function smallness(box: Box): number {
  return Math.min(1, Math.max(0, (ordinary - boxLength(box)) / (ordinary - smallest)))
}
