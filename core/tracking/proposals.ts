import { type Appearance, appearanceDistance } from '../detection/appearance.ts'
import { boxCentre } from '../geometry/overlap.ts'
import { toStable } from './camera.ts'
import type { Covered } from './link-kind.ts'
import { boxLength } from './motion.ts'
import { personKindOf } from './part-fits.ts'
import type { Sighting } from './sightings.ts'
import type { CameraPath } from './trails.ts'

/** Why two are thought to be one person. */
export type ProposalReasons = {
  /** Seconds between the last sighting of one and the first of the other. */
  readonly gapSeconds: number
  /** Distance between those two in sizes of the larger, the camera's motion taken out; absent across a scene cut. */
  readonly apart?: number
  /** The smaller's size over the larger's. */
  readonly sizeRatio: number
  /** How differently they are dressed, 0 to 1; absent where that is not known. */
  readonly appearance?: number
}

/** Two persons, or tracks that are of no person yet, that may be one: for people to confirm, never merged unasked. */
export type PersonProposal = {
  /** Names of persons (`p1`) or tracks (`t1`), the earlier one first. */
  readonly between: readonly [string, string]
  /** 0 to 1: how likely it looks. */
  readonly likeness: number
  readonly reasons: ProposalReasons
}

/** A person, or a track of nobody's yet, by the name that a project gives it. */
export type Named = { readonly name: string; readonly tracks: readonly Covered[] }

/** Least likeness that is proposed, most proposals for one name, and most persons compared: those seen longest. */
const leastLikeness = 0.5
const mostEach = 3
const mostCompared = 400
/** Of people of whom no clothing was seen, only those seen again this soon are compared. */
const blindSeconds = 5
/** Sightings at an end by which clothing is judged. */
const dressReach = 8
/** Distance of appearances at which nothing speaks for one person any more. */
const unlike = 0.6
/** Seconds after which time speaks for nothing, more or less. */
const fadingSeconds = 30
/** Likeness without clothing counts for so much. */
const blindWeight = 0.85

/** One end of what was seen of somebody, and what was worn there. */
type End = { readonly covered: Covered; readonly sighting: Sighting; readonly worn: Appearance | null }

/** One that was seen, with all that likeness is judged by. */
type Subject = {
  readonly name: string
  readonly from: number
  readonly last: number
  readonly seen: number
  /** Per kind, from where it is first seen to where it is last. */
  readonly ends: ReadonlyMap<string, { readonly first: End; readonly last: End }>
}

function endsOf(tracks: readonly Covered[]): { readonly first: End; readonly last: End } | null {
  const sightings = tracks.flatMap((covered) => covered.trail.sightings.map((sighting) => ({ covered, sighting })))
  sightings.sort((a, b) => a.sighting.frame - b.sighting.frame)
  const [first, last] = [sightings[0], sightings.at(-1)]
  if (!first || !last) return null
  return {
    first: { ...first, worn: typical(sightings.slice(0, dressReach)) },
    last: { ...last, worn: typical(sightings.slice(-dressReach)) },
  }
}

function subjectOf({ name, tracks }: Named): Subject {
  const ends = new Map<string, { readonly first: End; readonly last: End }>()
  for (const [kind, own] of Map.groupBy(tracks, personKindOf)) {
    const found = kind === null || kind === 'hand' ? null : endsOf(own)
    if (kind && found) ends.set(kind, found)
  }
  const frames = tracks.flatMap(({ trail }) => trail.sightings.map((sighting) => sighting.frame))
  return {
    name,
    from: frames.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    last: frames.reduce((a, b) => Math.max(a, b), 0),
    seen: frames.length,
    ends,
  }
}

/** Of some appearances the one that is nearest to all others. */
function typical(seen: readonly { readonly sighting: Sighting }[]): Appearance | null {
  const worn = seen.flatMap(({ sighting }) => sighting.appearance ?? [])
  const strangeness = (one: Appearance): number => worn.reduce((sum, other) => sum + appearanceDistance(one, other), 0)
  let best: { readonly one: Appearance; readonly sum: number } | null = null
  for (const one of worn) {
    const sum = strangeness(one)
    if (!best || sum < best.sum) best = { one, sum }
  }
  return best?.one ?? null
}

/** Compares the two sides of the gap. */
function compared(before: End, after: End): Omit<ProposalReasons, 'gapSeconds'> {
  const sizes = [boxLength(before.sighting.core), boxLength(after.sighting.core)]
  const larger = Math.max(...sizes)
  const { scene, camera } = before.covered.around
  const sameScene = scene.fromFrame === after.covered.around.scene.fromFrame
  return {
    sizeRatio: Math.min(...sizes) / larger,
    ...(sameScene ? { apart: apartness(before.sighting, after.sighting, camera) / larger } : {}),
    ...(before.worn && after.worn ? { appearance: appearanceDistance(before.worn, after.worn) } : {}),
  }
}

function apartness(a: Sighting, b: Sighting, camera: CameraPath): number {
  const [ax, ay] = toStable(boxCentre(a.core), camera(a.frame))
  const [bx, by] = toStable(boxCentre(b.core), camera(b.frame))
  return Math.hypot(bx - ax, by - ay)
}

/** Clothing counts most, then place (the less, the longer ago), size and time. */
function likenessOf({ gapSeconds, apart, sizeRatio, appearance }: ProposalReasons): number {
  const place = apart === undefined ? 0.4 : Math.exp(-apart / (2 + 2 * gapSeconds))
  const time = Math.exp(-gapSeconds / fadingSeconds)
  if (appearance === undefined) return blindWeight * (0.5 * place + 0.3 * sizeRatio + 0.2 * time)
  return 0.6 * Math.max(0, 1 - appearance / unlike) + 0.2 * place + 0.1 * sizeRatio + 0.1 * time
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function proposalOf(a: Subject, b: Subject, secondsBetween: number): PersonProposal | null {
  const kind = ['body', 'head', 'face'].find((one) => a.ends.has(one) && b.ends.has(one))
  if (kind === undefined) return null
  const [before, after] = [a.ends.get(kind)?.last, b.ends.get(kind)?.first]
  const found = before && after ? compared(before, after) : null
  if (!found || (found.appearance === undefined && secondsBetween > blindSeconds)) return null
  const reasons = { gapSeconds: secondsBetween, ...found }
  const likeness = likenessOf(reasons)
  if (likeness < leastLikeness) return null
  const shown = Object.entries(reasons).map(([name, value]) => [name, rounded(value)] as const)
  return {
    between: [a.name, b.name],
    likeness: rounded(likeness),
    reasons: { gapSeconds: 0, sizeRatio: 0, ...Object.fromEntries(shown) },
  }
}

/** The likeliest few for each name, whichever side it is on. */
function fewEach(proposals: readonly PersonProposal[]): readonly PersonProposal[] {
  const counts = new Map<string, number>()
  return proposals.filter(({ between }) => {
    if (between.some((name) => (counts.get(name) ?? 0) >= mostEach)) return false
    for (const name of between) counts.set(name, (counts.get(name) ?? 0) + 1)
    return true
  })
}

/**
 * Who may be somebody seen before: pairs of which one was last seen before the other was first seen, by time, place, size
 * and clothing. Likeliest first. Two who were ever seen at the same time are never proposed. `named` is in the order of
 * the project's tracks; `secondOf` says when a frame is shown.
 */
export function personProposals(
  named: readonly Named[],
  secondOf: (frame: number) => number,
): readonly PersonProposal[] {
  const subjects = named
    .map(subjectOf)
    .filter(({ ends }) => ends.size > 0)
    .map((subject, order) => ({ subject, order }))
    .sort((a, b) => b.subject.seen - a.subject.seen || a.order - b.order)
    .slice(0, mostCompared)
    .sort((a, b) => a.order - b.order)
    .map(({ subject }) => subject)
  const proposals = subjects.flatMap((a) =>
    subjects.flatMap((b) => {
      if (a.last >= b.from) return []
      return proposalOf(a, b, secondOf(b.from) - secondOf(a.last)) ?? []
    }),
  )
  return fewEach(proposals.sort((a, b) => b.likeness - a.likeness))
}
