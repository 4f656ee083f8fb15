import { boxUnion } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import type { Sighting } from './sightings.ts'
import type { Surroundings } from './surroundings.ts'
import { placed, speedAt, stabilisedCentre } from './trail-shape.ts'

/** A sighting is weak beside one of at least this score within so many ticks, of which it has at most this share. */
const strongScore = 0.5
const weakShare = 0.6
const nearTicks = 8

/** The nearest sighting on one side beside which the one at a position is weak; its position, or -1. */
function strongBeside(sightings: readonly Sighting[], position: number, step: 1 | -1, around: Surroundings): number {
  const here = sightings[position]
  if (!here) return -1
  const now = around.ticks(here.frame)
  for (let at = position + step; ; at += step) {
    const other = sightings[at]
    if (!other || Math.abs(around.ticks(other.frame) - now) > nearTicks) return -1
    if (other.score >= strongScore && here.score <= weakShare * other.score) return at
  }
}

/**
 * Sightings whose covers are not misled: a head that turns away, or somebody half hidden, is found less and less surely
 * in smaller boxes beside the face, of an ear or of hair. The surer boxes just before and after know better how large it
 * is and where, so what they come to by their speed is covered as well.
 */
export function backedByStronger(sightings: readonly Sighting[], around: Surroundings): readonly Sighting[] {
  return sightings.map((sighting, position) => {
    const cover = ([-1, 1] as const).reduce((so: Box, step): Box => {
      const at = strongBeside(sightings, position, step, around)
      const other = sightings[at]
      if (!other) return so
      const elapsed = around.ticks(sighting.frame) - around.ticks(other.frame)
      const [x, y] = stabilisedCentre(other.cover, other.frame, around)
      const [dx, dy] = speedAt(sightings, at, around)
      return boxUnion(so, placed([x + dx * elapsed, y + dy * elapsed], other.cover, sighting.frame, around))
    }, sighting.cover)
    return cover === sighting.cover ? sighting : { ...sighting, cover }
  })
}
