import { boxUnion, grownBox } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { extendedEnd } from './path-ends.ts'
import { keptInPicture, pulledToBorder } from './picture-border.ts'
import type { Sighting } from './sightings.ts'
import { smallness } from './smallness.ts'
import type { Surroundings } from './surroundings.ts'
import type { ClassTracking } from './tracking-settings.ts'
import { grownAfter, padded, placed, speedAt, stabilisedCentre, steadied, unsteadinessAt } from './trail-shape.ts'
import type { Trail } from './trails.ts'
import { backedByStronger } from './weak-sightings.ts'

/** A box for every frame from `fromFrame` on, without gaps. Margins are not in it. */
export type CoverPath = { readonly fromFrame: number; readonly boxes: readonly Box[] }

/** A track of fewer sightings, none of them this sure, gets the brief lead and hold only. */
const establishedSightings = 3
const sureScore = 0.5

/** Middle course between two sightings: the straight line united with the curve that keeps both speeds, grown. */
function bridged(sightings: readonly Sighting[], position: number, around: Surroundings): Box[] {
  const a = sightings[position]
  const b = sightings[position + 1]
  if (!a || !b || b.frame - a.frame < 2) return []
  const span = around.ticks(b.frame) - around.ticks(a.frame)
  const from = stabilisedCentre(a.cover, a.frame, around)
  const to = stabilisedCentre(b.cover, b.frame, around)
  const speeds = [speedAt(sightings, position, around), speedAt(sightings, position + 1, around)] as const
  const stray = unsteadinessAt(sightings, position, around)
  const boxes: Box[] = []
  for (let frame = a.frame + 1; frame < b.frame; frame++) {
    const share = (around.ticks(frame) - around.ticks(a.frame)) / span
    const mix = (start: number, end: number): number => start + (end - start) * share
    const size: Box = [0, 0, mix(a.cover[2], b.cover[2]), mix(a.cover[3], b.cover[3])]
    // Cubic Hermite curve minus the straight line; bounded, since speeds are guesses.
    const bend = (axis: 0 | 1): number => {
      const slope = (to[axis] - from[axis]) / span
      const leave = share * (1 - share) ** 2 * (speeds[0][axis] - slope)
      const arrive = share * share * (share - 1) * (speeds[1][axis] - slope)
      const limit = 0.5 * size[(2 + axis) as 2 | 3]
      return Math.max(-limit, Math.min(limit, span * (leave + arrive)))
    }
    const line: readonly [number, number] = [mix(from[0], to[0]), mix(from[1], to[1])]
    const straight = placed(line, size, frame, around)
    const curved = placed([line[0] + bend(0), line[1] + bend(1)], size, frame, around)
    const growth = grownAfter(span) * 4 * share * (1 - share)
    const loosely = Math.min(1, 6 * share * (1 - share))
    boxes.push(padded(grownBox(boxUnion(straight, curved), growth), [stray[0] * loosely, stray[1] * loosely]))
  }
  return boxes
}

/** Whether a trail is more than a box or two that may be false. */
export function isEstablished({ sightings }: Trail): boolean {
  return sightings.length >= establishedSightings || sightings.some((sighting) => sighting.score >= sureScore)
}

/** Covers a trail over all its frames: sightings as seen, gaps bridged, lead-in and lead-out at the ends. */
export function coverPath(trail: Trail, around: Surroundings, settings: ClassTracking): CoverPath {
  const sightings = backedByStronger(steadied(trail.sightings, around), around)
  const [first] = sightings
  if (!first) throw new Error('a trail has sightings')
  const { clip } = around
  const often = sightings.length >= establishedSightings ? 1 : 0
  const toTicks = (seconds: number, end: Sighting): number =>
    (isEstablished(trail) ? seconds * (1 + often * smallness(end.cover)) : settings.briefSeconds) * clip.framesPerSecond
  const lead = extendedEnd(
    { sightings, position: 0, step: -1, holdTicks: toTicks(settings.leadSeconds, first) },
    around,
  )
  const last = sightings.length - 1
  const holdTicks = toTicks(settings.holdSeconds, sightings[last] ?? first)
  const hold = extendedEnd({ sightings, position: last, step: 1, holdTicks }, around)
  const seen = sightings.flatMap((sighting, position) => [sighting.cover, ...bridged(sightings, position, around)])
  const inside = seen.map((box) => keptInPicture(pulledToBorder(box, clip), clip))
  return { fromFrame: first.frame - lead.length, boxes: [...lead.toReversed(), ...inside, ...hold] }
}
