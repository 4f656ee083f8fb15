import { boundsOf } from '../geometry/bounds.ts'
import { boxArea, boxCentre, containsPoint, grownBox, iou, sharedArea, shareInside } from '../geometry/overlap.ts'
import type { Box, Shape } from '../geometry/shape.ts'
import type { RedactionProject, Track } from '../redaction/project.ts'
import { type FatedTrack, fatedTracks, hasFateAt } from '../redaction/regions-at.ts'
import { coversFrame, defaultMargin, firstFrameOf, outlineAt, withMargin } from '../redaction/track-region.ts'
import { frameIndex } from '../time.ts'
import { settledWithin, type WeakSpot } from './weak-spots.ts'

/** Frames of a block: a spot asks only the tracks that touch its block. */
const blockFrames = 128

/** How much larger than a weak place, on each side, another cover has to be to answer for it where it may be somebody else's. */
const slack = 0.25

/** A look shows its place and so much about it, as a share of its size on each side: what lies in there is looked at with it. */
const shownAround = 1

/** A cover that overlaps a place this much (intersection over union) stands there: by guess a cover is half as wide again. */
const sameOverlap = 0.5

/** Between two weak stretches a cover is asked every so many frames where it is. */
const askedEvery = 5

/**
 * How far from a frame a look tells of a cover that stands still: three seconds at 30 frames a second. It was seen at one and the same
 * place before, between and after the stretches in which it was not, so nothing but a thing that leaves and is back could mislead it.
 */
const standingWithin = 90

/** What a picture shows and hides, asked frame by frame. */
export class CoveredPlaces {
  readonly #project: RedactionProject
  readonly #blocks = new Map<number, FatedTrack[]>()

  constructor(project: RedactionProject) {
    this.#project = project
    for (const one of fatedTracks(project)) {
      const first = firstFrameOf(one.track)
      if (first === null) continue
      for (let block = Math.floor(first / blockFrames); block * blockFrames < one.track.untilFrame; block++)
        this.#at(block).push(one)
    }
  }

  /**
   * Whether looking at a weak spot changes nothing, in each of its frames: its place lies within the region of another, larger cover, which
   * has looks of its own where it is weak (so of two none drops the other). Where everything is hidden but what is kept: it touches
   * nothing that is kept.
   */
  covers(spot: WeakSpot): boolean {
    const [from, until] = spot.stands
    for (let frame = from; frame < until; frame++) if (!this.#coversAt(spot, frame)) return false
    return true
  }

  #at(block: number): FatedTrack[] {
    const there = this.#blocks.get(block) ?? []
    this.#blocks.set(block, there)
    return there
  }

  #tracksAt(frame: number, fate: FatedTrack['fate']): readonly Track[] {
    return this.#at(Math.floor(frame / blockFrames))
      .filter((one) => one.fate === fate && coversFrame(one.track, frame) && hasFateAt(one, frame))
      .map(({ track }) => track)
  }

  #coversAt(spot: WeakSpot, frame: number): boolean {
    const outline = outlineAt(spot.track, frameIndex(frame))
    const place = outline ? boundsOf(outline) : spot.place
    if (spot.why === 'head-open') return this.#tracksAt(frame, 'hidden').some((track) => isHeadIn(track, place, frame))
    // What shows the spot is not what covers it.
    if (spot.fate !== 'hidden') return false
    return this.#project.inverse ? this.#isFarFromKept(place, frame) : this.#isUnderLarger(spot.track, place, frame)
  }

  #isFarFromKept(place: Box, frame: number): boolean {
    const wide = grownBox(place, shownAround)
    return this.#tracksAt(frame, 'kept').every((track) => sharedArea(regionBounds(track, frame), wide) === 0)
  }

  #isUnderLarger(track: Track, place: Box, frame: number): boolean {
    const own = grownBox(place, track.margin ?? defaultMargin(track.class))
    return this.#tracksAt(frame, 'hidden').some(
      (other) => other !== track && holds(other, frame, isOne(other, track) ? own : grownBox(own, slack)),
    )
  }
}

function isOne(one: Track, other: Track): boolean {
  return one.person !== undefined && one.person === other.person
}

function regionOf(track: Track, frame: number): Shape | null {
  const outline = outlineAt(track, frameIndex(frame))
  return outline && withMargin(outline, track.margin ?? defaultMargin(track.class))
}

function regionBounds(track: Track, frame: number): Box {
  const region = regionOf(track, frame)
  return region ? boundsOf(region) : [0, 0, 0, 0]
}

/** Whether a box lies within a track's region, which is larger. Of a polygon nobody says so: it may have a bay. */
function holds(track: Track, frame: number, box: Box): boolean {
  const region = regionOf(track, frame)
  if (!region || region.shape === 'polygon' || boxArea(region.box) <= boxArea(box)) return false
  const [x, y, width, height] = box
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ] as const
  return corners.every((corner) => containsPoint(region, corner))
}

/** Whether a hidden face or head is that of a body: its middle lies in the body's upper half. */
function isHeadIn(track: Track, [x, y, width, height]: Box, frame: number): boolean {
  if (track.class !== 'face' && track.class !== 'head') return false
  return containsPoint({ shape: 'rect', box: [x, y, width, height / 2] }, boxCentre(regionBounds(track, frame)))
}

/** Whether a look asks what shows just before a cover, just after it, or while it is there. */
type Question = 'before' | 'after' | 'there'

/** What a look at a spot asks: whether anything shows just before a cover, just after it, or while it is there. */
export function questionOf({ why }: WeakSpot): Question {
  if (why === 'before-cover') return 'before'
  return why === 'after-cover' ? 'after' : 'there'
}

/** Frames from a look to the farthest that a spot stands for. */
function distance({ frame }: WeakSpot, { stands: [from, until] }: WeakSpot): number {
  return Math.max(frame - from, until - 1 - frame)
}

/** Whether a track's cover is where a look shows it in all frames of a spot, and in those between. */
function staysThere({ frame, place, track }: WeakSpot, { stands, place: spotted }: WeakSpot): boolean {
  const isThere = (at: number): boolean => {
    const outline = outlineAt(track, frameIndex(at))
    return outline !== null && iou(boundsOf(outline), place) >= sameOverlap
  }
  if (iou(spotted, place) < sameOverlap) return false
  for (let at = stands[0]; at < stands[1]; at++) if (!isThere(at)) return false
  for (let at = Math.min(frame, stands[1]); at < Math.max(frame, stands[0]); at += askedEvery)
    if (!isThere(at)) return false
  return true
}

/** Where a spot's track is at the time of a look; null: the look says nothing of it. */
function placeAtLook(look: WeakSpot, spot: WeakSpot): Box | null {
  if (questionOf(spot) !== 'there') return spot.place
  const outline = outlineAt(spot.track, frameIndex(look.frame))
  return outline && boundsOf(outline)
}

/** Whether a look at one spot shows all of another. */
export function settles(look: WeakSpot, spot: WeakSpot): boolean {
  if (questionOf(look) !== questionOf(spot) || look.fate !== spot.fate) return false
  const far = distance(look, spot)
  if (look.track === spot.track) return far <= settledWithin || (far <= standingWithin && staysThere(look, spot))
  if (far > settledWithin) return false
  const place = placeAtLook(look, spot)
  return place !== null && shareInside(place, grownBox(look.place, shownAround)) > 0.999
}

/** A spot at which to look, and all that looking there settles, itself included. */
export type ChosenSpot = { readonly spot: WeakSpot; readonly settled: readonly WeakSpot[] }

/** Spots chosen so far, by where they are. */
class ChosenSpots {
  readonly #blocks = new Map<number, { spot: WeakSpot; settled: WeakSpot[] }[]>()

  add(spot: WeakSpot): void {
    const block = Math.floor(spot.frame / blockFrames)
    this.#blocks.set(block, [...(this.#blocks.get(block) ?? []), { spot, settled: [spot] }])
  }

  /** Whether a chosen one settles a spot; it is noted there. */
  takes(spot: WeakSpot): boolean {
    const first = Math.floor((spot.frame - 2 * standingWithin) / blockFrames)
    const last = Math.floor((spot.frame + 2 * standingWithin) / blockFrames)
    for (let block = first; block <= last; block++) {
      const by = this.#blocks.get(block)?.find((chosen) => settles(chosen.spot, spot))
      if (!by) continue
      by.settled.push(spot)
      return true
    }
    return false
  }

  get all(): readonly ChosenSpot[] {
    return [...this.#blocks.values()].flat()
  }
}

/** The greater weight first. Where several covers of one thing begin or end, it is bare before the first and after the last. */
function mostTellingFirst(a: WeakSpot, b: WeakSpot): number {
  const order = (spot: WeakSpot): number => (questionOf(spot) === 'after' ? -spot.frame : spot.frame)
  return b.weight - a.weight || order(a) - order(b)
}

/**
 * Of weak spots those at which to look: one for all that it settles, the most telling. A spot that is left out is settled by a look
 * within `settledWithin` frames of all of its own that shows the place, or everything there is covered by something else.
 */
export function spotsToLookAt(spots: readonly WeakSpot[], project: RedactionProject): readonly ChosenSpot[] {
  const covered = new CoveredPlaces(project)
  const chosen = new ChosenSpots()
  for (const spot of spots.toSorted(mostTellingFirst))
    if (!chosen.takes(spot) && !covered.covers(spot)) chosen.add(spot)
  return chosen.all
}
