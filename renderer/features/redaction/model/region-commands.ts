import type { Shape } from '../../../../core/geometry/shape.ts'
import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import type { Blank, RedactionProject, RegionKey, Track } from '../../../../core/redaction/project.ts'
import { coversFrame, outlineAt } from '../../../../core/redaction/track-region.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'
import { freshTrack } from './decisions.ts'

/** Half-open range of frames. */
export type Frames = readonly [from: number, until: number]

function keyOf(frame: FrameIndex, shape: Shape): RegionKey {
  if (shape.shape === 'polygon') return { frame, points: shape.points }
  return { frame, box: shape.box, angle: shape.angle ?? 0 }
}

/** A region drawn by hand: covers what it shows, hidden, over the frames. */
export function drawnTrack(project: RedactionProject, shape: Shape, [from, until]: Frames): Track {
  return {
    id: freshTrack(project.tracks),
    class: 'overlay',
    action: 'hide',
    shape: shape.shape,
    keys: [keyOf(frameIndex(from), shape)],
    untilFrame: frameIndex(until),
    margin: 0,
  }
}

type SetKey = Extract<ProjectCommand, { readonly kind: 'set-key' }>

/** The outline is so at that frame: a keyed frame, new or changed. */
export function keyAt(track: Track, frame: FrameIndex, shape: Shape): SetKey {
  return { kind: 'set-key', track: track.id, key: keyOf(frame, shape) }
}

/** Takes the keyed frame away; null where there is none, or none but it. */
export function withoutKey(track: Track, frame: FrameIndex): ProjectCommand | null {
  const left = track.keys.filter((key) => key.frame !== frame)
  if (left.length === track.keys.length || !left[0] || left[0].frame >= track.untilFrame) return null
  return { kind: 'remove-key', track: track.id, frame }
}

/** The outline that a track would have at a frame outside of it: that of its nearest end. */
function nearestOutline(track: Track, frame: FrameIndex): Shape | null {
  const first = track.keys[0]?.frame
  if (first === undefined) return null
  return outlineAt(track, frameIndex(Math.min(Math.max(frame, first), track.untilFrame - 1)))
}

/** From `frame` on, or until it, what was found is called no thing; what is left keeps its decisions. The release asks a ground for that. */
function setApart(
  project: RedactionProject,
  track: Track,
  frame: FrameIndex,
  apart: 'before' | 'after',
): ProjectCommand {
  const newTrack = freshTrack(project.tracks)
  const changes = { action: 'ignore', reason: null, person: null, personExtent: null } as const
  return {
    kind: 'batch',
    commands: [
      { kind: 'split-track', track: track.id, frame, newTrack },
      { kind: 'edit-track', track: apart === 'after' ? newTrack : track.id, changes },
    ],
  }
}

/**
 * The track begins at that frame: it is trimmed, or goes on backwards from where it was. What was found is never trimmed: the rest of it
 * becomes no thing. Null where nothing would change or be left.
 */
export function beginAt(project: RedactionProject, track: Track, frame: FrameIndex): ProjectCommand | null {
  const first = track.keys[0]?.frame
  const outline = nearestOutline(track, frame)
  if (first === undefined || !outline || first === frame || frame >= track.untilFrame) return null
  if (track.evidence && frame > first) return setApart(project, track, frame, 'before')
  const earlier = track.keys.filter((key) => key.frame < frame)
  const gone = earlier.map((key): ProjectCommand => ({ kind: 'remove-key', track: track.id, frame: key.frame }))
  return { kind: 'batch', commands: [keyAt(track, frame, outline), ...gone] }
}

/** That frame is the track's last: it is trimmed (see `beginAt`), or stays on from where it was. Null where nothing would change or be left. */
export function endAt(project: RedactionProject, track: Track, frame: FrameIndex): ProjectCommand | null {
  const first = track.keys[0]?.frame
  const untilFrame = frameIndex(frame + 1)
  if (first === undefined || frame < first || untilFrame === track.untilFrame) return null
  if (track.evidence && untilFrame < track.untilFrame) return setApart(project, track, untilFrame, 'after')
  return { kind: 'edit-track', track: track.id, changes: { untilFrame } }
}

/** What is shown at a frame, over a range as a region of its own, with the same decisions. Null where the track is not there. */
export function copyTo(
  project: RedactionProject,
  track: Track,
  frame: FrameIndex,
  [from, until]: Frames,
): Track | null {
  const outline = coversFrame(track, frame) ? outlineAt(track, frame) : null
  if (!outline || from >= until) return null
  const { evidence: _seen, angle: _turn, ...rest } = track
  return {
    ...rest,
    id: freshTrack(project.tracks),
    keys: [keyOf(frameIndex(from), outline)],
    untilFrame: frameIndex(until),
  }
}

/**
 * Takes away a region that somebody drew. One that was found stays: it is called no thing, of nobody, for which the release asks a
 * ground. Null where the track is not there at the frame, or is no thing already.
 */
export function withoutRegion(track: Track, frame: FrameIndex): ProjectCommand | null {
  if (!coversFrame(track, frame)) return null
  if (track.evidence === undefined) return { kind: 'remove-track', track: track.id }
  if (track.action === 'ignore') return null
  return {
    kind: 'edit-track',
    track: track.id,
    changes: { action: 'ignore', reason: null, person: null, personExtent: null },
  }
}

/** Covers whole frames. */
export function blankFrames([from, until]: Frames, reason: string): ProjectCommand {
  return { kind: 'add-blank', blank: { from: frameIndex(from), until: frameIndex(until), reason } }
}

/** Says why whole frames are covered. */
export function reasonForBlank(blank: Blank, at: number, reason: string): ProjectCommand {
  const commands: readonly ProjectCommand[] = [
    { kind: 'remove-blank', at, blank },
    { kind: 'add-blank', blank: { ...blank, reason }, at },
  ]
  return { kind: 'batch', commands }
}
