import { shareInside } from '../geometry/overlap.ts'
import type { CoverPath } from './cover-path.ts'
import type { Sighting } from './sightings.ts'
import type { TrackingClip } from './tracking-settings.ts'

/** A weak box of which this much is covered by a track anyway needs nobody's look. */
const explainedShare = 0.7

function isExplained(sighting: Sighting, paths: readonly CoverPath[]): boolean {
  return paths.some((path) => {
    const box = path.boxes[sighting.frame - path.fromFrame]
    return box !== undefined && shareInside(sighting.core, box) >= explainedShare
  })
}

/** A frame with a weak box that no track explains, and how near its score comes to beginning a track, 0 to 1. */
export type UntrackedFrame = { readonly frame: number; readonly share: number }

/**
 * Frames with weak boxes that no track explains: within each second the one with the strongest such box, so that the
 * list stays short enough to be looked at.
 */
export function untrackedFrames(
  loose: ReadonlySet<Sighting>,
  covered: readonly { readonly path: CoverPath }[],
  clip: TrackingClip,
  strongScore: number,
): readonly UntrackedFrame[] {
  const strongest = new Map<number, Sighting>()
  const inSecond = Map.groupBy(loose, (sighting) => Math.floor(sighting.frame / clip.framesPerSecond))
  for (const [second, sightings] of inSecond) {
    const from = Math.floor(second * clip.framesPerSecond)
    const until = from + Math.ceil(clip.framesPerSecond) + 1
    const paths = covered
      .map((one) => one.path)
      .filter((path) => path.fromFrame < until && path.fromFrame + path.boxes.length > from)
    for (const sighting of sightings) {
      const known = strongest.get(second)
      if (known && (known.score > sighting.score || (known.score === sighting.score && known.frame <= sighting.frame)))
        continue
      if (!isExplained(sighting, paths)) strongest.set(second, sighting)
    }
  }
  return [...strongest.values()].map(({ frame, score }) => ({ frame, share: score / Math.max(strongScore, score) }))
}
