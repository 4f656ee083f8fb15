import { motionBetween } from './picture-motion.ts'
import type { Thumbnail } from './thumbnails.ts'

/** Pictures around one, nearest first; those without content or not decoded are left out. */
export type Surroundings = { readonly before: readonly Thumbnail[]; readonly after: readonly Thumbnail[] }

/** How many pictures on each side are looked at: a flash is no longer than these. */
export const surroundingsBefore = 3
export const surroundingsAfter = 2

/** Two pictures show different things below this likeness, if their brightness is spread differently as well. */
const leastLikeness = 0.5
const leastSpread = 0.1

/**
 * Whether a new scene begins with `now`: it has nothing in common with the pictures before, and nor have those after it.
 * Flicker and fades change brightness alone, which thumbnails do not hold; after a flash the scene is the old one; a pan
 * moves what there is. `likeness` is that of the nearest picture before.
 */
export function beginsScene(now: Thumbnail, { before, after }: Surroundings, likeness: number): boolean {
  const [nearest] = before
  if (!now.hasContent || !nearest || likeness >= leastLikeness) return false
  return before.every((earlier) => isOther(earlier, now)) && after.every((later) => isOther(nearest, later))
}

function isOther(a: Thumbnail, b: Thumbnail): boolean {
  return spreadBetween(a, b) > leastSpread && motionBetween(a, b).likeness < leastLikeness
}

const bins = 24
const widest = 3

/** How differently brightness is spread over two pictures: 0 alike, 1 not at all. */
export function spreadBetween(a: Thumbnail, b: Thumbnail): number {
  const [first, second] = [spreadOf(a), spreadOf(b)]
  return first.reduce((sum, share, bin) => sum + Math.abs(share - (second[bin] ?? 0)), 0) / 2
}

function spreadOf({ values }: Thumbnail): readonly number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    const bin = Math.floor(((value + widest) / (2 * widest)) * bins)
    const held = Math.min(Math.max(bin, 0), bins - 1)
    counts[held] = (counts[held] ?? 0) + 1
  }
  return counts.map((count) => count / values.length)
}
