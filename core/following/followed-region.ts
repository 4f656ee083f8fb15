import { boundsOf } from '../geometry/bounds.ts'
import { grownBox } from '../geometry/overlap.ts'
import type { Box, Point, Shape } from '../geometry/shape.ts'
import type { HandDrawnRegion } from '../redaction/new-project.ts'
import type { RegionKey } from '../redaction/project.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import { sparseKeys } from '../tracking/sparse-keys.ts'
import type { FollowDirection, FollowedPath, FollowTask, StopReason } from './follow-request.ts'
import { regionOutline } from './follow-tasks.ts'

/** Where following ended one way, and what was least sure before that. */
export type FollowStop = {
  readonly direction: FollowDirection
  readonly startFrame: FrameIndex
  /** The last frame in which the region covers the thing; `startFrame` where it could not be followed at all. */
  readonly lastCovered: FrameIndex
  readonly reason: StopReason
  /** True where this is as far as was asked for. */
  readonly complete: boolean
  /** Frames of the lowest confidence, lowest first. */
  readonly weakest: readonly { readonly frame: FrameIndex; readonly confidence: number }[]
  /** Frames in which the thing was not seen for certain, between two in which it was: `[from, until)`. */
  readonly bridged: readonly (readonly [FrameIndex, FrameIndex])[]
}

/** A hand-drawn region with the keys that following has given it. */
export type FollowedRegion = HandDrawnRegion & { readonly followed: readonly FollowStop[] }

/** Keys may differ from the path by this share of the box's shorter side; the boxes are grown by as much. */
const keyTolerance = 0.012

const mostWeakest = 5

/** An outline moved and scaled so that its upright bounds become `box`. */
export function outlineInto(outline: Shape, box: Box): Shape {
  const bounds = boundsOf(outline)
  const [across, down] = [box[2] / bounds[2], box[3] / bounds[3]]
  const place = ([x, y]: Point): Point => [box[0] + (x - bounds[0]) * across, box[1] + (y - bounds[1]) * down]
  if (outline.shape === 'polygon') return { shape: 'polygon', points: outline.points.map(place) }
  const [x, y, width, height] = outline.box
  const centre = place([x + width / 2, y + height / 2])
  // A turned box does not take two scales; the larger of the two covers.
  const [wide, high] = outline.angle ? [Math.max(across, down), Math.max(across, down)] : [across, down]
  return {
    ...outline,
    box: [centre[0] - (width * wide) / 2, centre[1] - (height * high) / 2, width * wide, height * high],
  }
}

function keyOf(outline: Shape, frame: FrameIndex): RegionKey {
  const rounded = (value: number): number => Math.round(value * 100) / 100
  if (outline.shape === 'polygon')
    return { frame, points: outline.points.map(([x, y]): Point => [rounded(x), rounded(y)]) }
  const { box, angle } = outline
  const tidy: Box = [rounded(box[0]), rounded(box[1]), rounded(box[2]), rounded(box[3])]
  return angle ? { frame, box: tidy, angle } : { frame, box: tidy }
}

function keysOfPath(task: FollowTask, { steps, direction }: FollowedPath): RegionKey[] {
  const ordered = direction === 'forward' ? steps : steps.toReversed()
  const [first] = ordered
  if (!first) return []
  const smallest = Math.min(...ordered.map(({ box }) => Math.min(box[2], box[3])))
  const tolerance = Math.max(0.25, keyTolerance * smallest)
  const boxes = ordered.map(({ box }) => grownBox(box, keyTolerance))
  return sparseKeys({ fromFrame: first.frame, boxes }, tolerance).flatMap((key) =>
    'box' in key ? [keyOf(outlineInto(task.outline, key.box), key.frame)] : [],
  )
}

function bridgedOf({ steps, direction }: FollowedPath): [FrameIndex, FrameIndex][] {
  const ordered = direction === 'forward' ? steps : steps.toReversed()
  const ranges: [FrameIndex, FrameIndex][] = []
  for (const { frame, confidence } of ordered) {
    if (confidence > 0) continue
    const last = ranges.at(-1)
    if (last && last[1] === frame) last[1] = frameIndex(frame + 1)
    else ranges.push([frame, frameIndex(frame + 1)])
  }
  return ranges
}

/** What is said of one way's end. */
export function stopOf(task: FollowTask, path: FollowedPath): FollowStop {
  const weakest = path.steps
    .toSorted((a, b) => a.confidence - b.confidence || a.frame - b.frame)
    .slice(0, mostWeakest)
    .map(({ frame, confidence }) => ({ frame, confidence: Math.round(confidence * 1000) / 1000 }))
  return {
    direction: path.direction,
    startFrame: task.startFrame,
    lastCovered: path.steps.at(-1)?.frame ?? task.startFrame,
    reason: path.reason,
    complete: path.reason === 'asked-end' || path.reason === 'clip-end',
    weakest,
    bridged: bridgedOf(path),
  }
}

/**
 * The region with the keys of its paths. Its keys between the starts stay as they were drawn; what was drawn further on in
 * a followed direction gives way to what was found there. Forward, it ends after the last frame in which the thing is
 * covered; backward, it begins with the first.
 */
export function followedRegion(
  region: HandDrawnRegion,
  ways: readonly { readonly task: FollowTask; readonly path: FollowedPath }[],
): FollowedRegion {
  const forward = ways.find(({ task }) => task.direction === 'forward')
  const backward = ways.find(({ task }) => task.direction === 'backward')
  const from = backward?.task.startFrame ?? 0
  const until = forward?.task.startFrame ?? Number.POSITIVE_INFINITY
  const kept = new Map(
    region.keys.filter(({ frame }) => frame >= from && frame <= until).map((key) => [key.frame, key]),
  )
  for (const { task } of ways) {
    const outline = regionOutline(region, task.startFrame)
    if (outline && !kept.has(task.startFrame)) kept.set(task.startFrame, keyOf(outline, task.startFrame))
  }
  const found = ways.flatMap(({ task, path }) => keysOfPath(task, path))
  const keys = [...kept.values(), ...found].toSorted((a, b) => a.frame - b.frame)
  const stops = ways.map(({ task, path }) => stopOf(task, path))
  const end = stops.find(({ direction }) => direction === 'forward')
  return { ...region, keys, untilFrame: end ? frameIndex(end.lastCovered + 1) : region.untilFrame, followed: stops }
}
