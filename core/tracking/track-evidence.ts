import { boxCentre } from '../geometry/overlap.ts'
import { frameIndex } from '../time.ts'
import type { CoverPath } from './cover-path.ts'
import type { TrackEvidence } from './evidence.ts'
import { looksAt } from './looks.ts'
import type { Sighting } from './sightings.ts'
import { lookFrom, type Surroundings } from './surroundings.ts'
import type { Trail } from './trails.ts'

/** How many of the weakest detections a track names. */
const weakestNamed = 5
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
export function evidenceOf(trail: Trail, path: CoverPath, around: Surroundings): TrackEvidence {
  const { sightings } = trail
  const gapsFilled = gapsOf(sightings, around)
  const [strongest] = sightings.toSorted((a, b) => b.score - a.score || a.frame - b.frame)
  const scores = sightings.map((sighting) => sighting.score)
  const first = frameIndex(sightings[0]?.frame ?? 0)
  const last = frameIndex(sightings.at(-1)?.frame ?? 0)
  return {
    source: 'detected',
    detections: sightings.length,
    topScore: toFour(scores.reduce((a, b) => Math.max(a, b), 0)),
    meanScore: toFour(scores.reduce((a, b) => a + b, 0) / Math.max(1, scores.length)),
    ...(strongest ? { strongest: { frame: frameIndex(strongest.frame), score: toFour(strongest.score) } } : {}),
    seen: [first, last],
    gapsFilled,
    guessed: gapsFilled.reduce((sum, [from, until]) => sum + until - from, path.boxes.length - (last - first + 1)),
    weakest: sightings
      .toSorted((a, b) => a.score - b.score || a.frame - b.frame)
      .slice(0, weakestNamed)
      .map((sighting) => ({ frame: frameIndex(sighting.frame), score: toFour(sighting.score) })),
  }
}
