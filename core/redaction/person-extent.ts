import type { PersonExtent } from '../detection/detection.ts'
import { extentIncludes, extentShown } from '../detection/extent.ts'
import { complementRanges, uniteRanges } from '../time.ts'
import type { Track } from './project.ts'
import { firstFrameOf } from './track-region.ts'

/** Half-open range of frames, as plain numbers. */
export type FramesWithin = readonly [from: number, until: number]

/** How much of a person people have asked to be hidden, and the frames in which two of their hands were found. */
export type AskedExtent = { readonly extent: PersonExtent; readonly bothHands: readonly FramesWithin[] }

/** By `ownerOf`: who is to be hidden further than their classes ask for. */
export type AskedExtents = ReadonlyMap<string, AskedExtent>

/** How much of somebody a track covers; null where it is of nobody. */
export function partShown({ class: name, extent }: Pick<Track, 'class' | 'extent'>): PersonExtent | null {
  return extent ?? extentShown({ class: name })
}

/** Whose track it is: its person's, or its own where it is nobody's. */
export function ownerOf({ person, id }: Pick<Track, 'person' | 'id'>): string {
  return person === undefined ? `track ${id}` : `person ${person}`
}

function framesOf(track: Track): FramesWithin {
  return [firstFrameOf(track) ?? track.untilFrame, track.untilFrame]
}

/** Frames that at least two of the ranges hold; sorted and disjoint. */
function inTwo(ranges: readonly FramesWithin[]): FramesWithin[] {
  const twice: FramesWithin[] = []
  let reached = Number.NEGATIVE_INFINITY
  for (const [from, until] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from < reached) twice.push([from, Math.min(until, reached)])
    reached = Math.max(reached, until)
  }
  return uniteRanges(twice)
}

/** Frames in which two hands were found. */
function withBothHands(tracks: readonly Track[]): FramesWithin[] {
  return inTwo(tracks.filter((track) => partShown(track) === 'head-and-hands').map(framesOf))
}

/** The greater of two extents; null is less than any. */
export function widerExtent(one: PersonExtent | null, other: PersonExtent | null): PersonExtent | null {
  if (one === null || other === null) return one ?? other
  return extentIncludes(one, other) ? one : other
}

/** The extent that tracks of one person ask for: the greatest that any of them names; null where none does. */
export function extentAsked(tracks: readonly Pick<Track, 'personExtent'>[]): PersonExtent | null {
  return tracks.reduce<PersonExtent | null>((most, { personExtent }) => widerExtent(most, personExtent ?? null), null)
}

/** Everybody of whom more is to be hidden than their classes ask for. */
export function askedExtents(tracks: readonly Track[]): AskedExtents {
  const owners = new Set(tracks.filter(({ personExtent }) => personExtent !== undefined).map(ownerOf))
  if (owners.size === 0) return new Map()
  const groups = Map.groupBy(
    tracks.filter((track) => owners.has(ownerOf(track))),
    ownerOf,
  )
  return new Map(
    [...groups].flatMap(([owner, own]): [string, AskedExtent][] => {
      const extent = extentAsked(own)
      return extent === null ? [] : [[owner, { extent, bothHands: withBothHands(own) }]]
    }),
  )
}

/**
 * Frames of a track that its person's extent hides, whatever its own action; null for all of them. Where hands are to be hidden and not
 * both were found, nobody knows where the other is: the body has it, and is hidden.
 */
export function framesAsked(track: Track, asked: AskedExtent | undefined): readonly FramesWithin[] | null {
  const part = partShown(track)
  if (!asked || part === null) return []
  if (extentIncludes(asked.extent, part)) return null
  if (asked.extent !== 'head-and-hands') return []
  return complementRanges(asked.bothHands, ...framesOf(track))
}

/** Whether what is asked of somebody hides a part of theirs at a frame: `framesAsked`, of one frame. */
export function hidesPartAt(asked: AskedExtent | undefined, part: PersonExtent, frame: number): boolean {
  if (!asked) return false
  if (extentIncludes(asked.extent, part)) return true
  return asked.extent === 'head-and-hands' && !asked.bothHands.some(([from, until]) => from <= frame && frame < until)
}

/** What an extent comes to, in frames of those in which anything of the person was found. */
export type ExtentFound = {
  /** Neither what is asked for nor more than that was found: less than asked is hidden there. */
  readonly missing: number
  /** More is hidden than asked for, because not both hands were found. */
  readonly wider: number
}

function count(ranges: readonly FramesWithin[]): number {
  return uniteRanges(ranges).reduce((sum, [from, until]) => sum + until - from, 0)
}

/** Frames of the first ranges that lie in none of the others. */
function without(ranges: readonly FramesWithin[], others: readonly FramesWithin[]): FramesWithin[] {
  return uniteRanges(ranges).flatMap(([from, until]) => complementRanges(others, from, until))
}

/** What hiding a person to an extent would come to with the tracks that there are; faces and heads are taken as they were found. */
export function extentFound(tracks: readonly Track[], extent: PersonExtent): ExtentFound {
  if (!extentIncludes(extent, 'head-and-hands')) return { missing: 0, wider: 0 }
  const all = tracks.map(framesOf)
  const bodies = tracks.filter((track) => partShown(track) === 'body').map(framesOf)
  if (extent === 'body') return { missing: count(without(all, bodies)), wider: 0 }
  const handless = without(all, withBothHands(tracks))
  const missing = count(without(handless, bodies))
  return { missing, wider: count(handless) - missing }
}
