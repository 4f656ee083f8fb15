import { boundsOf } from '../geometry/bounds.ts'
import { sharedArea } from '../geometry/overlap.ts'
import type { FrameIndex } from '../time.ts'
import type { PlanFrame, PlanRegion } from './plan.ts'
import type { RedactionProject, Track } from './project.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from './track-region.ts'

/** What becomes of a track, once the decisions about its person are taken together. */
export type TrackFate = 'hidden' | 'kept' | 'ignored'

/** Persons of whom any track is kept: the decision holds for all of their tracks. */
export function keptPersons(tracks: readonly Track[]): ReadonlySet<string> {
  const kept = new Set<string>()
  for (const track of tracks) if (track.action === 'keep' && track.person !== undefined) kept.add(track.person)
  return kept
}

/**
 * What becomes of a track. `ignore` is no subject at all; `keep` holds for the whole person (FORMATS.md, Project); the
 * rest, undecided included, is hidden.
 */
export function fateOf(track: Track, kept: ReadonlySet<string>): TrackFate {
  if (track.action === 'ignore') return 'ignored'
  if (track.action === 'keep') return 'kept'
  return track.person !== undefined && kept.has(track.person) ? 'kept' : 'hidden'
}

/** A track with its fate. */
export type FatedTrack = { readonly track: Track; readonly fate: TrackFate }

/** Every track that can leave a mark on a picture, with its fate, in the project's order. */
export function fatedTracks(project: RedactionProject): readonly FatedTrack[] {
  const kept = keptPersons(project.tracks)
  return project.tracks.map((track) => ({ track, fate: fateOf(track, kept) })).filter(({ fate }) => fate !== 'ignored')
}

function regionAt(track: Track, frame: FrameIndex, margin: number): PlanRegion | null {
  const outline = outlineAt(track, frame)
  if (!outline) return null
  return {
    track: track.id,
    ...withMargin(outline, margin),
    style: track.style ?? 'solid',
    strength: Math.max(1, track.strength ?? 1),
  }
}

function regionsOf(tracks: readonly FatedTrack[], fate: TrackFate, frame: FrameIndex, grows: boolean): PlanRegion[] {
  const regions: PlanRegion[] = []
  for (const fated of tracks) {
    if (fated.fate !== fate) continue
    const { track } = fated
    const region = regionAt(track, frame, track.margin ?? (grows ? defaultMargin(track.class) : 0))
    if (region) regions.push(region)
  }
  return regions
}

function overlapsAny(region: PlanRegion, others: readonly PlanRegion[]): boolean {
  const bounds = boundsOf(region)
  return others.some((other) => sharedArea(bounds, boundsOf(other)) > 0)
}

/**
 * What the given tracks ask of one frame, blanks and spans aside: the part of `regionsAt` that compiling a plan shares
 * with it. `tracks` holds at least those that are there at the frame.
 */
export function frameOfTracks(inverse: boolean, tracks: readonly FatedTrack[], frame: FrameIndex): PlanFrame {
  const hidden = regionsOf(tracks, 'hidden', frame, true)
  if (!inverse) return { frame, mode: 'hide', regions: hidden }
  const regions = regionsOf(tracks, 'kept', frame, false)
  return { frame, mode: 'inverse', regions, hidden: hidden.filter((region) => overlapsAny(region, regions)) }
}

function within(ranges: readonly (readonly [number, number])[], frame: number): boolean {
  return ranges.some(([from, until]) => from <= frame && frame < until)
}

/**
 * What happens to one frame: preview and export both draw from this, so they cannot disagree. Total: a frame outside
 * the clip is not in the copy (`omit`). In order: outside the spans `omit`; blanked or damaged (`ClipIndex`'s damaged
 * frames: nobody knows what they show) `blank`; else the hidden regions, or in inverse mode the kept ones, less the
 * hidden ones that touch them.
 */
export function regionsAt(
  project: RedactionProject,
  frame: FrameIndex,
  damaged: ReadonlySet<number> = new Set<number>(),
): PlanFrame {
  const disclosed = project.spans ? within(project.spans, frame) : true
  if (!disclosed || frame >= project.clip.frames) return { frame, mode: 'omit', regions: [] }
  const blanked = project.blanks.some((blank) => blank.from <= frame && frame < blank.until)
  if (blanked || damaged.has(frame)) return { frame, mode: 'blank', regions: [] }
  const there = fatedTracks(project).filter(({ track }) => coversFrame(track, frame))
  return frameOfTracks(project.inverse, there, frame)
}
