import type { DetectionClass } from '../detection/detection.ts'
import { boundsOfPoints, convexHull } from '../geometry/bounds.ts'
import { grownBox } from '../geometry/overlap.ts'
import type { Box, Point, Shape } from '../geometry/shape.ts'
import type { FrameIndex } from '../time.ts'
import { defaultTrackingSettings } from '../tracking/tracking-settings.ts'
import type { RegionKey, Track } from './project.ts'

/** Margin of a track that says nothing of its own: the one with which tracking would have made it (DESIGN.md 7). */
export function defaultMargin(of: DetectionClass): number {
  return defaultTrackingSettings.classes[of].margin
}

/** First frame of a track; a track without keys has none. */
export function firstFrameOf(track: Track): FrameIndex | null {
  return track.keys[0]?.frame ?? null
}

/** Whether a track is there at a frame: from its first key's frame up to, not including, `untilFrame`. */
export function coversFrame(track: Track, frame: number): boolean {
  const first = firstFrameOf(track)
  return first !== null && first <= frame && frame < track.untilFrame
}

/** How many keys stand at or before a frame; by bisection. */
function keysUpTo(keys: readonly RegionKey[], frame: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    const key = keys[middle]
    if (key && key.frame <= frame) low = middle + 1
    else high = middle
  }
  return low
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

function mixPoints(a: readonly Point[], b: readonly Point[], share: number): readonly Point[] {
  if (a.length !== b.length) return convexHull([...a, ...b])
  return a.map((point, at) => {
    const other = b[at] ?? point
    return [mix(point[0], other[0], share), mix(point[1], other[1], share)]
  })
}

function boxOf(key: RegionKey): Box {
  return 'box' in key ? key.box : (boundsOfPoints(key.points) ?? [0, 0, 0, 0])
}

function pointsOf(key: RegionKey): readonly Point[] {
  if ('points' in key) return key.points
  const [x, y, width, height] = key.box
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}

function angleOf(track: Track, key: RegionKey): number {
  return ('box' in key ? key.angle : undefined) ?? track.angle ?? 0
}

function boxShape(shape: 'rect' | 'ellipse', box: Box, angle: number): Shape {
  return angle === 0 ? { shape, box } : { shape, box, angle }
}

function between(track: Track, [before, after]: readonly [RegionKey, RegionKey], share: number): Shape {
  if (track.shape === 'polygon')
    return { shape: 'polygon', points: mixPoints(pointsOf(before), pointsOf(after), share) }
  const [a, b] = [boxOf(before), boxOf(after)]
  const box: Box = [mix(a[0], b[0], share), mix(a[1], b[1], share), mix(a[2], b[2], share), mix(a[3], b[3], share)]
  return boxShape(track.shape, box, mix(angleOf(track, before), angleOf(track, after), share))
}

function at(track: Track, key: RegionKey): Shape {
  if (track.shape === 'polygon') return { shape: 'polygon', points: pointsOf(key) }
  return boxShape(track.shape, boxOf(key), angleOf(track, key))
}

/** The key that holds at a frame and the one it moves towards, if any; null where the track is not there. */
export function keysAround(track: Track, frame: FrameIndex): readonly [RegionKey, RegionKey | null] | null {
  if (!coversFrame(track, frame)) return null
  const passed = keysUpTo(track.keys, frame)
  const before = track.keys[passed - 1]
  return before ? [before, before.frame === frame ? null : (track.keys[passed] ?? null)] : null
}

/**
 * A track's outline at a frame, without margin; null where the track is not there. Box, angle and points move linearly
 * between keys (an angle the way its numbers go: 350 to 370, not 350 to 10); after the last key it stays. Polygons with
 * different numbers of points: everything that either of them could mean, their common convex hull.
 */
export function outlineAt(track: Track, frame: FrameIndex): Shape | null {
  const around = keysAround(track, frame)
  if (!around) return null
  const [before, after] = around
  if (!after) return at(track, before)
  return between(track, [before, after], (frame - before.frame) / (after.frame - before.frame))
}

/**
 * An outline with `share` of its width and height added on each side. A polygon becomes its convex hull first: the hull
 * grown about the centre of its bounds contains it, which a grown concave polygon need not. Never smaller than asked for.
 */
export function withMargin(outline: Shape, share: number): Shape {
  if (!(share > 0)) return outline
  if (outline.shape !== 'polygon') return { ...outline, box: grownBox(outline.box, share) }
  const bounds = boundsOfPoints(outline.points)
  if (!bounds) return outline
  const [x, y] = [bounds[0] + bounds[2] / 2, bounds[1] + bounds[3] / 2]
  const scale = 1 + 2 * share
  const points = convexHull(outline.points).map(
    (point): Point => [x + (point[0] - x) * scale, y + (point[1] - y) * scale],
  )
  return { shape: 'polygon', points }
}
