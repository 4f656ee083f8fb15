import type { Covered } from './link-kind.ts'
import {
  type Fit,
  fitsOf,
  type Life,
  leastSamples,
  lifeOf,
  personKindOf,
  relations,
  sampleStep,
  samplesOf,
} from './part-fits.ts'

/** Least share of common samples in which a part lies in its whole. */
const sureShare = 0.8
/** Another that lies as well in so many of their samples is a rival: then nothing is sure. */
const rivalShare = 0.3

function overlapOf(a: Life, b: Life): number {
  return Math.max(0, Math.min(a.until, b.until) - Math.max(a.from, b.from))
}

function shareOf({ part, whole, frames }: Fit, step: number): number {
  return frames.length / Math.max(1, samplesOf([part, whole], step))
}

/** Pairs of which nobody doubts that they are one person: most common samples, and no rival on either side. */
function sureFits(fits: readonly Fit[], most: number, step: number): Sure[] {
  const likely = fits.filter((fit) => shareOf(fit, step) >= rivalShare)
  const ofPart = Map.groupBy(likely, (fit) => fit.part.position)
  const ofWhole = Map.groupBy(likely, (fit) => fit.whole.position)
  return likely.flatMap((fit) => {
    const { part, whole } = fit
    const [share, samples] = [shareOf(fit, step), samplesOf([part, whole], step)]
    if (share < sureShare || samples < leastSamples) return []
    const otherWholes = (ofPart.get(part.position) ?? []).filter((other) => other.whole !== whole)
    if (otherWholes.some((other) => overlapOf(other.whole, whole) > 0)) return []
    const otherParts = (ofWhole.get(whole.position) ?? []).filter((other) => other.part !== part)
    const isSure = otherParts.filter((other) => overlapOf(other.part, part) > 0).length < most
    return isSure ? [{ part, whole, share, samples }] : []
  })
}

/** A pair that is one person, with the share of their common samples in which it fits. */
type Sure = Pick<Fit, 'part' | 'whole'> & { readonly share: number; readonly samples: number }

/** Whether two sets of tracks may be one person: nobody has two faces, heads or bodies, or three hands, at once. */
function compatible(a: readonly Life[], b: readonly Life[]): boolean {
  return a.every((one) => {
    const kind = personKindOf(one.covered)
    const rivals = b.filter((other) => personKindOf(other.covered) === kind && overlapOf(one, other) > 0)
    return rivals.length < (kind === 'hand' ? 2 : 1)
  })
}

/**
 * Which tracks are surely one person at the same time: groups of two or more positions in the list given, in order of
 * their first. A face in a head on a body over most frames in which both are seen, with no rival on either side: whoever
 * keeps a person shows all of its tracks, so what is not sure stays apart.
 */
export function personsOf(tracks: readonly Covered[], framesPerSecond: number): readonly (readonly number[])[] {
  const step = sampleStep(framesPerSecond)
  const lives = Map.groupBy(tracks.map(lifeOf), (life) => personKindOf(life.covered))
  const sure = relations
    .flatMap((relation) => {
      const [parts, wholes] = [lives.get(relation.part) ?? [], lives.get(relation.whole) ?? []]
      return sureFits(fitsOf(relation, parts, wholes, step), relation.most, step)
    })
    .sort(
      (a, b) =>
        b.share - a.share ||
        b.samples - a.samples ||
        a.part.position - b.part.position ||
        a.whole.position - b.whole.position,
    )
  const groupOf = new Map<number, Life[]>()
  for (const { part, whole } of sure) {
    const a = groupOf.get(part.position) ?? [part]
    const b = groupOf.get(whole.position) ?? [whole]
    if (a === b || !compatible(a, b)) continue
    const united = [...a, ...b]
    for (const life of united) groupOf.set(life.position, united)
  }
  const groups = [...new Set(groupOf.values())].map((group) => group.map((life) => life.position).sort((a, b) => a - b))
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}
