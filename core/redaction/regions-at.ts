import { boundsOf } from '../geometry/bounds.ts'
import { sharedArea } from '../geometry/overlap.ts'
import type { FrameIndex } from '../time.ts'
import { type AskedExtents, askedExtents, type FramesWithin, framesAsked, ownerOf } from './person-extent.ts'
import type { PlanFrame, PlanRegion } from './plan.ts'
import type { RedactionProject, Track } from './project.ts'
import { coversFrame, defaultMargin, outlineAt, withMargin } from './track-region.ts'
import { tracksInFrames } from './tracks-in-frames.ts'

/** What becomes of a track, once the decisions about its person are taken together. */
export type TrackFate = 'hidden' | 'kept' | 'ignored'

/** What was decided about persons, for all of their tracks. */
export type PersonDecisions = {
  /** Persons of whom any track is kept. */
  readonly kept: ReadonlySet<string>
  /** Who is hidden further than their classes ask for. */
  readonly asked: AskedExtents
}

/** The decisions that hold for all tracks of a person. */
export function personDecisions(tracks: readonly Track[]): PersonDecisions {
  const kept = new Set<string>()
  for (const track of tracks) if (track.action === 'keep' && track.person !== undefined) kept.add(track.person)
  return { kept, asked: askedExtents(tracks) }
}

/** A track with its fate. */
export type FatedTrack = {
  readonly track: Track
  readonly fate: TrackFate
  /** The frames in which it is hidden, where that is not all of them. */
  readonly only?: readonly FramesWithin[]
}

/**
 * What becomes of a track. `keep` holds for the whole person (FORMATS.md, Project); `ignore` is no subject at all, unless more of the
 * person is to be hidden and the track shows it; the rest, undecided included, is hidden.
 */
export function fated(track: Track, { kept, asked }: PersonDecisions): FatedTrack {
  const isKept = track.person !== undefined && kept.has(track.person)
  if (track.action === 'keep') return { track, fate: 'kept' }
  if (track.action !== 'ignore') return { track, fate: isKept ? 'kept' : 'hidden' }
  const only = isKept ? [] : framesAsked(track, asked.get(ownerOf(track)))
  if (only === null) return { track, fate: 'hidden' }
  return only.length === 0 ? { track, fate: 'ignored' } : { track, fate: 'hidden', only }
}

/** What becomes of a track, in those of its frames in which it is anything. */
export function fateOf(track: Track, persons: PersonDecisions): TrackFate {
  return fated(track, persons).fate
}

/** Whether a track that is there has its fate at a frame. */
export function hasFateAt({ only }: FatedTrack, frame: number): boolean {
  return only === undefined || within(only, frame)
}

/** Every track that can leave a mark on a picture, with its fate, in the project's order. */
export function fatedTracks(project: RedactionProject): readonly FatedTrack[] {
  const persons = personDecisions(project.tracks)
  return project.tracks.map((track) => fated(track, persons)).filter(({ fate }) => fate !== 'ignored')
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
  for (const one of tracks) {
    if (one.fate !== fate || !hasFateAt(one, frame)) continue
    const { track } = one
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
  const tracksAt = (): readonly FatedTrack[] => fatedTracks(project).filter(({ track }) => coversFrame(track, frame))
  return frameBy(project, { frame, damaged, tracksAt })
}

type AskedFrame = {
  readonly frame: FrameIndex
  readonly damaged: ReadonlySet<number>
  readonly tracksAt: (frame: FrameIndex) => readonly FatedTrack[]
}

function frameBy(project: RedactionProject, { frame, damaged, tracksAt }: AskedFrame): PlanFrame {
  const disclosed = project.spans ? within(project.spans, frame) : true
  if (!disclosed || frame >= project.clip.frames) return { frame, mode: 'omit', regions: [] }
  const blanked = project.blanks.some((blank) => blank.from <= frame && frame < blank.until)
  if (blanked || damaged.has(frame)) return { frame, mode: 'blank', regions: [] }
  return frameOfTracks(project.inverse, tracksAt(frame), frame)
}

/** `regionsAt` for many frames of one project, of which none is damaged. */
export function regionsOver(project: RedactionProject): (frame: FrameIndex) => PlanFrame {
  const tracksAt = tracksInFrames(fatedTracks(project), project.clip.frames)
  const damaged = new Set<number>()
  return (frame) => frameBy(project, { frame, damaged, tracksAt })
}
