import { boxUnion } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'
import { type CoverPath, coverPath } from './cover-path.ts'
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
import type { ClassTracking } from './tracking-settings.ts'

/** What linking says of each kind of a person's tracks. */
export type SwitchSettings = { readonly framesPerSecond: number; readonly of: (covered: Covered) => ClassTracking }

/** Where a track goes over from one person to another: the last frame that is surely the one's, and the first that is the other's. */
type Switch = { readonly last: number; readonly first: number }

function middleOf({ frames }: Fit): number {
  return frames[Math.floor(frames.length / 2)] ?? 0
}

/** Whether two faces are two people's: they are seen at the same time. */
function areTwo(a: Life, b: Life, step: number): boolean {
  return a !== b && samplesOf([a, b], step) >= leastSamples
}

/** Where a whole goes over from the face of one to the face of another; null where it has both by turns. */
function switchBetween(before: readonly Fit[], after: Fit): Switch | null {
  const earlier = before.flatMap(({ frames }) => frames)
  const [last, first] = [Math.max(...earlier), after.frames[0] ?? 0]
  const surelyBefore = earlier.filter((frame) => frame < Math.min(first, last + 1))
  const surelyAfter = after.frames.filter((frame) => frame > last)
  const isOnce = surelyBefore.length >= leastSamples && surelyAfter.length >= leastSamples
  return isOnce && surelyBefore.length >= earlier.length / 2 && surelyAfter.length >= after.frames.length / 2
    ? { last, first }
    : null
}

/** Where a whole goes over from person to person, in order. */
function switchesOf(fits: readonly Fit[], step: number): readonly Switch[] {
  const inOrder = fits
    .filter(({ frames }) => frames.length >= leastSamples)
    .toSorted((a, b) => middleOf(a) - middleOf(b) || a.part.position - b.part.position)
  const found: Switch[] = []
  let own: Fit[] = []
  for (const fit of inOrder) {
    const others = own.filter((one) => areTwo(one.part, fit.part, step))
    const change = others.length > 0 ? switchBetween(others, fit) : null
    if (change) {
      found.push(change)
      own = [fit]
    } else own.push(fit)
  }
  return found
}

function pathUnion(a: CoverPath, b: CoverPath): CoverPath {
  const fromFrame = Math.min(a.fromFrame, b.fromFrame)
  const untilFrame = Math.max(a.fromFrame + a.boxes.length, b.fromFrame + b.boxes.length)
  const boxes = Array.from({ length: untilFrame - fromFrame }, (_, at): Box => {
    const [one, other] = [a, b].map((path) => path.boxes[fromFrame + at - path.fromFrame])
    const box = one && other ? boxUnion(one, other) : (one ?? other)
    if (!box) throw new Error('the two halves of a path meet')
    return box
  })
  return { fromFrame, boxes }
}

function pathBetween({ fromFrame, boxes }: CoverPath, from: number, until: number): CoverPath {
  const start = Math.max(from, fromFrame)
  return { fromFrame: start, boxes: boxes.slice(start - fromFrame, Math.max(start, until) - fromFrame) }
}

/** Both sides of a switch. What lies between is nobody's for sure, and is covered by both: whoever of them is shown, the other is not. */
function cutAt(whole: Covered, { last, first }: Switch, settings: ClassTracking): readonly [Covered, Covered] | null {
  const { trail, path, around } = whole
  const begin = Math.max(last + 1, first)
  const sides = [
    trail.sightings.filter(({ frame }) => frame < begin),
    trail.sightings.filter(({ frame }) => frame >= begin),
  ]
  const [before, after] = sides.map((sightings): Covered | null => {
    if (sightings.length === 0) return null
    const isLater = (sightings[0]?.frame ?? 0) >= begin
    const own = isLater
      ? pathBetween(path, Math.min(last + 1, first), Number.POSITIVE_INFINITY)
      : pathBetween(path, path.fromFrame, begin)
    const cut = { sightings }
    return { ...whole, trail: cut, path: pathUnion(own, coverPath(cut, around, settings)) }
  })
  return before && after ? [before, after] : null
}

function piecesOf(whole: Covered, switches: readonly Switch[], settings: ClassTracking): readonly Covered[] {
  const pieces: Covered[] = []
  let rest = whole
  for (const change of switches) {
    const sides = cutAt(rest, change, settings)
    if (!sides) continue
    pieces.push(sides[0])
    rest = sides[1]
  }
  return [...pieces, rest]
}

/**
 * Cuts heads and bodies that go over from one person to another, as they do where somebody passes in front of somebody: a track that
 * holds one face and later another, of two faces that are seen at the same time. Whoever shows a person would show a piece of the other
 * with it. Covers all that was covered before. In the order given, pieces in place of what they were.
 */
export function cutAtSwitches(tracks: readonly Covered[], settings: SwitchSettings): readonly Covered[] {
  const step = sampleStep(settings.framesPerSecond)
  const lives = tracks.map(lifeOf)
  const ofKind = Map.groupBy(lives, (life) => personKindOf(life.covered))
  const faces = ofKind.get('face') ?? []
  const fits = relations
    .filter(({ part }) => part === 'face')
    .flatMap((relation) => fitsOf(relation, faces, ofKind.get(relation.whole) ?? [], step))
  const ofWhole = Map.groupBy(fits, (fit) => fit.whole.position)
  return tracks.flatMap((one, position) => {
    const switches = switchesOf(ofWhole.get(position) ?? [], step)
    return switches.length === 0 ? [one] : piecesOf(one, switches, settings.of(one))
  })
}
