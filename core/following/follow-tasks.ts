import type { Failure } from '../failure.ts'
import { boundsOf } from '../geometry/bounds.ts'
import { insidePicture } from '../geometry/overlap.ts'
import type { Shape, Size } from '../geometry/shape.ts'
import type { HandDrawnRegion } from '../redaction/new-project.ts'
import type { Track } from '../redaction/project.ts'
import { outlineAt } from '../redaction/track-region.ts'
import { failed, ok, type Result } from '../result.ts'
import { type FrameIndex, frameIndex } from '../time.ts'
import type { FollowDirection, FollowTask } from './follow-request.ts'

/** What is asked for: which ways, and between which frames. */
export type FollowWish = {
  readonly directions: readonly FollowDirection[]
  /** Frame to follow from; null: each region's last key forward, its first key backward. */
  readonly from: number | null
  /** Frame to stop before, forward; null: the clip's end. */
  readonly until: number | null
  /** First frame to reach, backward. */
  readonly backTo: number
}

/** The picture that regions lie in: its display size, and how many frames there are. */
export type FollowedClip = { readonly size: Size; readonly frames: number }

/** Shortest side of a region that can be followed, in pixels: less holds nothing that could be known again. */
const shortestSide = 6

/** A region of more than this share of the picture's width and of its height leaves nothing that it could move against. */
const largestShare = 0.85

/** A region as the track that it becomes, so that its outline is the one that is covered. */
function asTrack(region: HandDrawnRegion): Track {
  return { ...region, id: 't1', class: 'overlay', action: 'hide', margin: 0 }
}

/** The outline of a region in a frame; null where it is not there. */
export function regionOutline(region: HandDrawnRegion, frame: FrameIndex): Shape | null {
  return outlineAt(asTrack(region), frame)
}

function unfit(outline: Shape, size: Size): Extract<Failure, { kind: 'cannot-follow' }>['why'] | null {
  const bounds = boundsOf(outline)
  const inside = insidePicture(bounds, size)
  if (!inside) return 'outside'
  if (Math.min(inside[2], inside[3]) < shortestSide) return 'too-small'
  return bounds[2] > largestShare * size.width && bounds[3] > largestShare * size.height ? 'too-large' : null
}

function startOf(region: HandDrawnRegion, direction: FollowDirection, from: number | null): number {
  if (from !== null) return from
  return (direction === 'forward' ? region.keys.at(-1) : region.keys[0])?.frame ?? 0
}

/**
 * The ways in which one region is to be followed. `number` is its place in the file, from 1. Fails with `out-of-range`
 * where a frame is not in the clip, or not between start and end; `cannot-follow` where the region cannot be.
 */
export function followTasks(
  region: HandDrawnRegion,
  number: number,
  wish: FollowWish,
  clip: FollowedClip,
): Result<readonly FollowTask[]> {
  const tasks: FollowTask[] = []
  for (const direction of wish.directions) {
    const found = taskOf(region, direction, wish, clip)
    if ('kind' in found) return failed(found)
    if ('why' in found) return failed({ kind: 'cannot-follow', region: number, why: found.why })
    tasks.push(found)
  }
  return ok(tasks)
}

type Misfit = { readonly why: NonNullable<ReturnType<typeof unfit>> }

function taskOf(
  region: HandDrawnRegion,
  direction: FollowDirection,
  wish: FollowWish,
  clip: FollowedClip,
): FollowTask | Failure | Misfit {
  const start = startOf(region, direction, wish.from)
  const last = direction === 'forward' ? (wish.until ?? clip.frames) - 1 : wish.backTo
  const beyond = [start, last].find((frame) => frame < 0 || frame >= clip.frames)
  const wrongWay = direction === 'forward' ? last < start : last > start
  if (beyond !== undefined || wrongWay) return frameFailure(beyond ?? last, clip)
  const outline = regionOutline(region, frameIndex(start))
  if (!outline) return { why: 'not-there' }
  const why = unfit(outline, clip.size)
  if (why) return { why }
  const toClipEnd = last === (direction === 'forward' ? clip.frames - 1 : 0)
  return { direction, startFrame: frameIndex(start), outline, lastFrame: frameIndex(last), toClipEnd }
}

function frameFailure(asked: number, clip: FollowedClip): Failure {
  return { kind: 'out-of-range', what: 'frame', asked: String(asked), last: String(clip.frames - 1) }
}
