import { boxArea, boxCentre } from '../geometry/overlap.ts'
import { frameIndex } from '../time.ts'
import type { LookHere, TrackEvidence } from './evidence.ts'
import { looksAt } from './looks.ts'
import type { Sighting } from './sightings.ts'
import { lookFrom, type Surroundings } from './surroundings.ts'
import type { Trail } from './trails.ts'

/** How many of the weakest detections a track names. */
const weakestNamed = 5
/** Areas that differ by this factor within a third of a second are a jump. */
const jumpFactor = 2
const jumpSeconds = 1 / 3

function toFour(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function gapsOf(sightings: readonly Sighting[], around: Surroundings): [number, number][] {
  const gaps: [number, number][] = []
  for (const [position, sighting] of sightings.entries()) {
    const next = sightings[position + 1]
    if (!next) break
    const looks = around.looks.slice(lookFrom(around.looks, sighting.frame + 1), lookFrom(around.looks, next.frame))
    const place = boxCentre(sighting.core)
    const scale = Math.min(sighting.scale, next.scale)
    if (looks.some((look) => look.scale >= scale && looksAt(look, place))) gaps.push([sighting.frame + 1, next.frame])
  }
  return gaps
}

/** Why a trail became a track, and where it is weak. */
export function evidenceOf(trail: Trail, around: Surroundings, source: TrackEvidence['source']): TrackEvidence {
  const { sightings } = trail
  const scores = sightings.map((sighting) => sighting.score)
  const first = frameIndex(sightings[0]?.frame ?? 0)
  const last = frameIndex(sightings.at(-1)?.frame ?? 0)
  return {
    source,
    detections: sightings.length,
    topScore: toFour(scores.reduce((a, b) => Math.max(a, b), 0)),
    meanScore: toFour(scores.reduce((a, b) => a + b, 0) / Math.max(1, scores.length)),
    seen: [first, last],
    gapsFilled: gapsOf(sightings, around),
    weakest: sightings
      .toSorted((a, b) => a.score - b.score || a.frame - b.frame)
      .slice(0, weakestNamed)
      .map((sighting) => ({ frame: frameIndex(sighting.frame), score: toFour(sighting.score) })),
  }
}

function sizeJumps(sightings: readonly Sighting[], around: Surroundings): number[] {
  const reach = jumpSeconds * around.clip.framesPerSecond
  return sightings.flatMap((sighting, position) => {
    const before = sightings[position - 1]
    if (!before || around.ticks(sighting.frame) - around.ticks(before.frame) > reach) return []
    const ratio = boxArea(sighting.core) / boxArea(before.core)
    return ratio > jumpFactor || ratio < 1 / jumpFactor ? [sighting.frame] : []
  })
}

/** Frames of a track that a person should see first: birth, death, filled gaps, low scores, jumps in size. */
export function lookHereOf(
  track: string,
  trail: Trail,
  evidence: TrackEvidence,
  around: Surroundings,
  strongScore: number,
): readonly LookHere[] {
  const at = (frame: number, why: LookHere['why']): LookHere => ({ frame: frameIndex(frame), track, why })
  return [
    at(evidence.seen[0], 'birth'),
    at(evidence.seen[1], 'death'),
    ...evidence.gapsFilled.map(([from, until]) => at(Math.floor((from + until - 1) / 2), 'gap-filled')),
    ...evidence.weakest.filter((one) => one.score < strongScore).map((one) => at(one.frame, 'low-score')),
    ...sizeJumps(trail.sightings, around).map((frame) => at(frame, 'size-jump')),
  ]
}
