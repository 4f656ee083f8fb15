import type { Point } from '../geometry/shape.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import type { TrackChanges } from './commands.ts'
import type { RegionKey, Track } from './project.ts'
import { firstFrameOf, keysAround, outlineAt } from './track-region.ts'

const removable = ['reason', 'style', 'strength', 'margin', 'person', 'extent', 'personExtent', 'angle'] as const

type Removable = (typeof removable)[number]

function withoutField(track: Track, field: Removable): Track {
  const { [field]: _removed, ...rest } = track
  return rest
}

/** The track with changed fields, and the changes that bring the old ones back. */
export function changedTrack(
  track: Track,
  changes: TrackChanges,
): { readonly track: Track; readonly back: TrackChanges } {
  let changed: Track = {
    ...track,
    ...(changes.action === undefined ? {} : { action: changes.action }),
    ...(changes.untilFrame === undefined ? {} : { untilFrame: changes.untilFrame }),
  }
  let back: TrackChanges = {
    ...(changes.action === undefined ? {} : { action: track.action }),
    ...(changes.untilFrame === undefined ? {} : { untilFrame: track.untilFrame }),
  }
  for (const field of removable) {
    const value = changes[field]
    if (value === undefined) continue
    back = { ...back, [field]: track[field] ?? null }
    changed = value === null ? withoutField(changed, field) : { ...changed, [field]: value }
  }
  return { track: changed, back }
}

/** The track with a key put in its place by frame; a key of the same frame gives way. */
export function withKey(track: Track, key: RegionKey): Track {
  const others = track.keys.filter(({ frame }) => frame !== key.frame)
  const at = others.findIndex(({ frame }) => frame > key.frame)
  return { ...track, keys: at < 0 ? [...others, key] : others.toSpliced(at, 0, key) }
}

function pointCount(key: RegionKey): number {
  return 'points' in key ? key.points.length : 4
}

/**
 * Points of a hull, the last one repeated until there are more than either neighbour has: a neighbour with as many points
 * would move there point by point, and uncover what the hull of both covered.
 */
function padded(points: readonly Point[], before: RegionKey, after: RegionKey): readonly Point[] {
  const last = points.at(-1)
  const missing = pointCount(before) + pointCount(after) - points.length
  return last ? [...points, ...Array.from({ length: missing }, () => last)] : points
}

function keyAt(track: Track, frame: FrameIndex): RegionKey | null {
  const around = keysAround(track, frame)
  const outline = outlineAt(track, frame)
  if (!around || !outline) return null
  const [before, after] = around
  if (before.frame === frame) return before
  if (outline.shape === 'polygon') {
    const hull = after && pointCount(before) !== pointCount(after)
    return { frame, points: hull ? padded(outline.points, before, after) : outline.points }
  }
  return { frame, box: outline.box, angle: outline.angle ?? 0 }
}

/** The track with what it shows at a frame written down as a key there. */
function pinned(track: Track, frame: FrameIndex): Track {
  const key = keyAt(track, frame)
  return key ? withKey(track, key) : track
}

/**
 * A track in two at a frame within it, each showing what the whole one showed; null where there is nothing to split. The
 * second part is called `newTrack`.
 */
export function splitTrack(track: Track, frame: FrameIndex, newTrack: string): readonly [Track, Track] | null {
  const first = firstFrameOf(track)
  if (first === null || frame <= first || frame >= track.untilFrame) return null
  const fixed = pinned(pinned(track, frameIndex(frame - 1)), frame)
  return [
    { ...fixed, keys: fixed.keys.filter((key) => key.frame < frame), untilFrame: frame },
    { ...fixed, id: newTrack, keys: fixed.keys.filter((key) => key.frame >= frame) },
  ]
}

function ownAngles(track: Track): readonly RegionKey[] {
  const { angle } = track
  if (angle === undefined) return track.keys
  return track.keys.map((key) => ('box' in key ? { ...key, angle: key.angle ?? angle } : key))
}

/** The part of a track that shows, with its last frame written down, so that what follows does not move it. */
function closed(track: Track): Track {
  const last = pinned(track, frameIndex(track.untilFrame - 1))
  return { ...last, keys: ownAngles(last).filter((key) => key.frame < track.untilFrame) }
}

/**
 * Two tracks as one, called and decided as `into`; null unless they have the same shape and share no frame. What lies
 * between them is bridged by interpolation: more is covered than before, never less.
 */
export function mergeTracks(into: Track, from: Track): Track | null {
  const [intoFirst, fromFirst] = [firstFrameOf(into), firstFrameOf(from)]
  if (intoFirst === null || fromFirst === null || into.shape !== from.shape) return null
  const [earlier, later] = intoFirst < fromFirst ? [into, from] : [from, into]
  if (earlier.untilFrame > Math.max(intoFirst, fromFirst)) return null
  const { angle: _each, ...rest } = into
  return { ...rest, keys: [...closed(earlier).keys, ...ownAngles(later)], untilFrame: later.untilFrame }
}
