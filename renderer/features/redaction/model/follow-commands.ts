import type { ProjectCommand } from '../../../../core/redaction/commands.ts'
import { mergeTracks, splitTrack } from '../../../../core/redaction/edit-track.ts'
import type { HandDrawnRegion } from '../../../../core/redaction/new-project.ts'
import type { RedactionProject, RegionKey, Track } from '../../../../core/redaction/project.ts'
import { coversFrame, firstFrameOf, outlineAt } from '../../../../core/redaction/track-region.ts'
import { type FrameIndex, frameIndex } from '../../../../core/time.ts'

/** Which way a region is followed. */
export type Direction = 'forward' | 'backward'

/** What is followed: the region as it is at a frame. Null where it is not there. */
export function followedFrom(track: Track, frame: FrameIndex): HandDrawnRegion | null {
  const outline = coversFrame(track, frame) ? outlineAt(track, frame) : null
  if (!outline) return null
  const key: RegionKey =
    outline.shape === 'polygon'
      ? { frame, points: outline.points }
      : { frame, box: outline.box, ...(outline.angle === undefined ? {} : { angle: outline.angle }) }
  return { shape: track.shape, keys: [key], untilFrame: frameIndex(frame + 1) }
}

/** Followed keys with what the track was before and after them; null where the parts do not fit. */
function withOldEnds(track: Track, followed: Track): Track | null {
  const first = firstFrameOf(followed)
  const head = first === null ? null : splitTrack(track, first, track.id)?.[0]
  const tail = splitTrack(track, followed.untilFrame, track.id)?.[1]
  const begun = head ? mergeTracks(followed, head) : followed
  return tail && begun ? mergeTracks(begun, tail) : begun
}

/**
 * Puts what was followed in the place of the region's keys on that side of the frame; the other side stays as it was, and so does what
 * lies past the frame where following ended: nothing that was covered is uncovered. Null where the track is not there any more.
 */
export function putFollowed(
  project: RedactionProject,
  id: string,
  { region, frame, directions }: { region: HandDrawnRegion; frame: FrameIndex; directions: readonly Direction[] },
): ProjectCommand | null {
  const at = project.tracks.findIndex((track) => track.id === id)
  const track = project.tracks[at]
  if (!track || !coversFrame(track, frame) || region.keys.length === 0) return null
  const forward = directions.includes('forward')
  const before = directions.includes('backward') ? [] : track.keys.filter((key) => key.frame < frame)
  const after = forward ? [] : track.keys.filter((key) => key.frame > frame)
  const found = region.keys
    .filter((key) => forward || key.frame <= frame)
    .filter((key) => before.length === 0 || key.frame >= frame)
  const keys = [...before, ...found, ...after]
  const followed = withOldEnds(track, { ...track, keys, untilFrame: forward ? region.untilFrame : track.untilFrame })
  return followed && { kind: 'replace-tracks', remove: [id], put: [{ at, track: followed }] }
}
