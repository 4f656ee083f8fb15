import { boxArea } from '../geometry/overlap.ts'
import { frameIndex } from '../time.ts'
import type { LookHere, TrackEvidence } from './evidence.ts'
import type { Covered } from './link-kind.ts'
import { boxLength } from './motion.ts'
import { touchesBorder } from './picture-border.ts'
import type { Scene } from './scenes.ts'
import type { Sighting } from './sightings.ts'
import type { Surroundings } from './surroundings.ts'
import type { TrackingClip } from './tracking-settings.ts'
import type { UntrackedFrame } from './untracked.ts'

/** A frame to look at, with how telling it is. */
type Weighed = LookHere & { readonly weight: number }

/** Areas that differ by this factor within a third of a second are a jump. */
const jumpFactor = 2
const jumpSeconds = 1 / 3
/** Of what is near in time on one track the most telling frame stands for all. */
const nearSeconds = 0.5
/** A birth at the picture's border, at a cut or at an end of the clip is natural, and so is such a death. */
const naturalWeight = 0.1
const suddenWeight = 0.5
const jumpWeight = 0.45
const cutWeight = 0.2
/** Things this large count in full; smaller ones show less. */
const fullSize = 80
/** At most so many entries, and so many more for each minute: a longer list is not looked at. */
const mostLooks = 40
const mostPerMinute = 20

function sizeJumps(sightings: readonly Sighting[], around: Surroundings): Sighting[] {
  const reach = jumpSeconds * around.clip.framesPerSecond
  return sightings.filter((sighting, position) => {
    const before = sightings[position - 1]
    if (!before || around.ticks(sighting.frame) - around.ticks(before.frame) > reach) return false
    const ratio = boxArea(sighting.core) / boxArea(before.core)
    return ratio > jumpFactor || ratio < 1 / jumpFactor
  })
}

/** How telling it is that a track begins or ends with a sighting. */
function endWeight(sighting: Sighting, { clip, scene }: Surroundings, first: boolean): number {
  const toEnd = first ? sighting.frame - scene.fromFrame : scene.untilFrame - 1 - sighting.frame
  return toEnd <= clip.framesPerSecond / 4 || touchesBorder(sighting.cover, clip) ? naturalWeight : suddenWeight
}

function gapWeight([from, until]: readonly [number, number], around: Surroundings): number {
  return 0.35 + 0.4 * Math.min(1, (around.ticks(until) - around.ticks(from)) / around.clip.framesPerSecond)
}

/**
 * Frames of a track that a person should see: where it begins and ends, filled gaps, low scores (under `strongScore`),
 * jumps in size; near ones merged into the most telling.
 */
export function looksOfTrack(
  track: string,
  { trail, around }: Covered,
  evidence: TrackEvidence,
  strongScore: number,
): readonly LookHere[] {
  const { sightings } = trail
  const [first, last] = [sightings[0], sightings.at(-1)]
  if (!first || !last) return []
  const middle = sightings[Math.floor(sightings.length / 2)] ?? first
  const large = 0.6 + 0.4 * Math.min(1, boxLength(middle.core) / fullSize)
  const at = (frame: number, why: LookHere['why'], weight: number): Weighed => ({
    frame: frameIndex(frame),
    track,
    why,
    weight: toHundredth(weight * large),
  })
  const all = [
    at(first.frame, 'birth', endWeight(first, around, true)),
    at(last.frame, 'death', endWeight(last, around, false)),
    ...evidence.gapsFilled.map((gap) =>
      at(Math.floor((gap[0] + gap[1] - 1) / 2), 'gap-filled', gapWeight(gap, around)),
    ),
    ...evidence.weakest
      .filter((one) => one.score < strongScore)
      .map((one) => at(one.frame, 'low-score', 0.2 + 0.3 * (1 - one.score / strongScore))),
    ...sizeJumps(sightings, around).map((sighting) => at(sighting.frame, 'size-jump', jumpWeight)),
  ]
  return merged(all, nearSeconds * around.clip.framesPerSecond)
}

function toHundredth(value: number): number {
  return Math.round(value * 100) / 100
}

function mostTellingFirst(a: Weighed, b: Weighed): number {
  return b.weight - a.weight || inOrder(a, b)
}

/** Keeps the most telling of entries that lie less than `near` frames apart. */
function merged(all: readonly Weighed[], near: number): readonly Weighed[] {
  const kept: Weighed[] = []
  for (const one of all.toSorted(mostTellingFirst)) {
    if (kept.every((other) => Math.abs(other.frame - one.frame) >= near)) kept.push(one)
  }
  return kept
}

/** In order of frame, then track. */
function inOrder(a: LookHere, b: LookHere): number {
  const number = (track: string | undefined): number => (track === undefined ? 0 : Number(track.slice(1)))
  return a.frame - b.frame || number(a.track) - number(b.track) || Number(a.why > b.why) - Number(a.why < b.why)
}

/** What of a clip is worth a look beside its tracks. */
export type ClipLooks = {
  readonly untracked: readonly UntrackedFrame[]
  readonly failed: readonly (readonly [from: number, until: number])[]
  readonly scenes: readonly Scene[]
}

function looksOfClip({ untracked, failed, scenes }: ClipLooks, near: number): readonly Weighed[] {
  const loose = untracked.map(
    ({ frame, share }): Weighed => ({
      frame: frameIndex(frame),
      why: 'untracked-detection',
      weight: toHundredth(0.15 + 0.5 * share ** 2),
    }),
  )
  return [
    ...merged(loose, near),
    ...failed.map(([from]): Weighed => ({ frame: frameIndex(from), why: 'damaged', weight: 1 })),
    ...scenes
      .slice(1)
      .map(({ fromFrame }): Weighed => ({ frame: frameIndex(fromFrame), why: 'cut', weight: cutWeight })),
  ]
}

/**
 * The frames to look at first, in order of frame, each with its weight: those of tracks and those of the clip, no more
 * than somebody would go through (40, and 20 more a minute).
 */
export function lookHereOf(
  ofTracks: readonly LookHere[],
  ofClip: ClipLooks,
  { frames, framesPerSecond }: TrackingClip,
): readonly LookHere[] {
  const most = mostLooks + Math.floor((mostPerMinute * frames) / framesPerSecond / 60)
  const weighed = ofTracks.map((one): Weighed => ({ ...one, weight: one.weight ?? 0 }))
  return [...weighed, ...looksOfClip(ofClip, nearSeconds * framesPerSecond)]
    .sort(mostTellingFirst)
    .slice(0, most)
    .sort(inOrder)
}
