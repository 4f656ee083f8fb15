import type { RedactionProject, Track } from '../../../../core/redaction/project.ts'
import type { Decision, Subject } from './subjects.ts'

/** Something that a lane shows over a range of frames. */
export type LaneBar = {
  readonly track: string
  readonly from: number
  readonly until: number
  /** Frames with a key, where a person or the tracking wrote one down. */
  readonly keys: readonly { readonly frame: number }[]
  /** Ranges that were bridged without a detection. */
  readonly gaps: readonly (readonly [from: number, until: number])[]
  /** Frames where the detector was least sure. */
  readonly weak: readonly number[]
}

/** One line of the timeline. */
export type Lane = {
  readonly key: string
  readonly name: string
  readonly decision: Decision
  readonly bars: readonly LaneBar[]
}

/** Scores below this are weak spots (DESIGN.md 7: those that a person should see). */
const weakScore = 0.5
/** Diamonds closer than this, in pixels, would be one smear. */
const leastPixelsPerKey = 8

/** The keyed frames of a bar that somebody can tell apart at so many pixels a frame: none, while they are too close. */
export function keysInSight(
  { keys, from, until }: LaneBar,
  pixelsPerFrame: number,
): readonly { readonly frame: number }[] {
  const spacing = ((until - from) / Math.max(1, keys.length)) * pixelsPerFrame
  return keys.length > 1 && spacing < leastPixelsPerKey ? [] : keys
}

function barOf(track: Track): LaneBar {
  const { evidence } = track
  return {
    track: track.id,
    from: track.keys[0]?.frame ?? 0,
    until: track.untilFrame,
    keys: track.keys,
    gaps: evidence?.gapsFilled ?? [],
    weak: (evidence?.weakest ?? []).flatMap(({ frame, score }) => (score < weakScore ? [frame] : [])),
  }
}

const lanes = new WeakMap<Subject, Lane>()

/** The lane of a subject: the same for the same subject. */
function laneOf(subject: Subject): Lane {
  const { key, name, decision, tracks } = subject
  const lane = lanes.get(subject) ?? { key, name, decision, bars: tracks.map(barOf) }
  lanes.set(subject, lane)
  return lane
}

/** A lane for everybody and everything, in the order of the cards. */
export function lanesOf(subjects: readonly Subject[]): readonly Lane[] {
  return subjects.map(laneOf)
}

/** The part of a clip that a timeline shows, in frames; it may be less than a frame wide at each pixel. */
export type LaneWindow = { readonly from: number; readonly until: number }

/** Least frames that a timeline shows: of sound each sample can be told apart then. */
const leastShown = 1

/** The window larger or smaller by steps, with a frame held in its place; never past the clip's ends. */
export function zoomedWindow(window: LaneWindow, frames: number, steps: number, held: number): LaneWindow {
  const length = window.until - window.from
  const wanted = Math.min(frames, Math.max(leastShown, length * 0.75 ** steps))
  const share = length > 0 ? (held - window.from) / length : 0.5
  return within(held - share * wanted, wanted, frames)
}

/** The window moved so that a frame can be seen; itself where it can be. */
export function windowShowing(window: LaneWindow, frames: number, frame: number): LaneWindow {
  if (frame + 1 > window.from && frame < window.until) return window
  const length = window.until - window.from
  return within(frame - length / 2, length, frames)
}

function within(from: number, length: number, frames: number): LaneWindow {
  const first = Math.max(0, Math.min(from, frames - length))
  return { from: first, until: first + length }
}

/** What lies at a place of a lane: the bar that covers the frame, or the nearest within reach (in frames). */
export function barAt({ bars }: Lane, frame: number, reach: number): LaneBar | null {
  let nearest: { readonly bar: LaneBar; readonly far: number } | null = null
  for (const bar of bars) {
    const far = frame < bar.from ? bar.from - frame : Math.max(0, frame - bar.until)
    if (far <= reach && (!nearest || far < nearest.far)) nearest = { bar, far }
  }
  return nearest?.bar ?? null
}

/** Ranges of a project that concern everybody, in frames: what is disclosed, and what is covered wholly. */
export type WholeRanges = {
  readonly spans: readonly (readonly [from: number, until: number])[]
  readonly blanks: readonly (readonly [from: number, until: number])[]
}

/** The ranges that hold for the whole picture. */
export function wholeRangesOf({ spans, blanks, clip }: RedactionProject): WholeRanges {
  return { spans: spans ?? [[0, clip.frames]], blanks: blanks.map(({ from, until }) => [from, until]) }
}
