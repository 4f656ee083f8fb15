import { boundsOf } from '../geometry/bounds.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import type { FramesRange } from './frame-signatures.ts'
import { type ChosenSpot, questionOf, settles } from './settled-spots.ts'
import type { WeakSpot } from './weak-spots.ts'

/** How far beside its weak stretch a place may be looked at instead, in frames: a quarter of a second at 30 frames a second. */
const besideStretch = 7

/** The spot as a look at another frame shows it; null where it cannot be told there, or not all that it settles. */
function movedTo({ spot, settled }: ChosenSpot, frame: number): WeakSpot | null {
  const [from, until] = spot.stands
  if (frame < from - besideStretch || frame >= until + besideStretch) return null
  const outline = outlineAt(spot.track, frameIndex(frame))
  if (!outline) return null
  const moved = { ...spot, frame, place: boundsOf(outline) }
  return settled.every((each) => settles(moved, each)) ? moved : null
}

/**
 * Places that are weak at nearly the same time, on one frame: who looks at it sees all of them, and there are fewer frames to go to. Just
 * before and just after a cover no other frame tells as much, and of the rest those that tell most stay: the others move to them, no
 * further than they still settle all that they settled.
 */
export function onSharedFrames(chosen: readonly ChosenSpot[], shown: readonly FramesRange[]): readonly WeakSpot[] {
  const isFixed = ({ spot }: ChosenSpot): boolean => questionOf(spot) !== 'there'
  const taken = new Set(chosen.filter(isFixed).map(({ spot }) => spot.frame))
  const isShown = (frame: number): boolean => shown.some(([from, until]) => from <= frame && frame < until)
  const others = chosen.filter((one) => !isFixed(one)).toSorted((a, b) => b.spot.weight - a.spot.weight)
  const placed = others.map((one): WeakSpot => {
    const moved = framesNear(one)
      .filter((frame) => taken.has(frame) && isShown(frame))
      .map((frame) => movedTo(one, frame))
      .find((spot) => spot !== null)
    taken.add(moved?.frame ?? one.spot.frame)
    return moved ?? one.spot
  })
  // Two stretches of one track that have come to the same frame are one place.
  const places = new Map(placed.map((spot) => [`${spot.frame} ${spot.why} ${spot.track.id}`, spot]))
  return [...chosen.filter(isFixed).map(({ spot }) => spot), ...places.values()]
}

/** Frames at which a place might be looked at instead, its own and the nearest first. */
function framesNear({ spot: { frame, stands } }: ChosenSpot): readonly number[] {
  const far = besideStretch + stands[1] - stands[0]
  return Array.from({ length: far + 1 }, (_, by) => [frame - by, frame + by]).flat()
}
