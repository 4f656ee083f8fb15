import type { Point } from '../geometry/shape.ts'
import { uniteRanges } from '../time.ts'
import { shifted } from './camera.ts'
import type { Look, Ticks } from './looks.ts'
import type { Scene } from './scenes.ts'
import type { TrackingClip } from './tracking-settings.ts'
import type { CameraPath } from './trails.ts'

/** What is known around all trails of a class in one scene: the clip, its clock, where detectors looked and where they could not. */
export type Surroundings = {
  readonly clip: TrackingClip
  /** Trails begin and end within it. */
  readonly scene: Scene
  readonly ticks: Ticks
  readonly looks: readonly Look[]
  readonly camera: CameraPath
  /** The part of it that was measured frame by frame. */
  readonly measured: CameraPath
  readonly failed: FailedRanges
}

/** Frames that no detector could examine, sorted and disjoint. */
export type FailedRanges = readonly (readonly [from: number, until: number])[]

/** The failed ranges of a run, within the clip. */
export function failedRangesOf(failed: FailedRanges, frames: number): FailedRanges {
  return uniteRanges(failed.map(([from, until]) => [Math.max(0, from), Math.min(frames, until)] as const))
}

/** Ticks of failed ranges between two frames. */
export function failedTicks(failed: FailedRanges, ticks: Ticks, fromFrame: number, untilFrame: number): number {
  let sum = 0
  for (const [from, until] of failed) {
    if (from >= untilFrame) break
    const begin = Math.max(from, fromFrame)
    const end = Math.min(until, untilFrame)
    if (end > begin) sum += ticks(end) - ticks(begin)
  }
  return sum
}

/** Position of the first look at or after a frame; the number of looks when there is none. */
export function lookFrom(looks: readonly Look[], frame: number): number {
  let low = 0
  let high = looks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((looks[middle]?.frame ?? 0) < frame) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Camera motion at every frame: what was measured, and on top of it what the boxes vote for at the looks, linear in time
 * between them and still before the first and after the last.
 */
export function cameraPathOf(
  looks: readonly Look[],
  votedAtLooks: readonly Point[],
  ticks: Ticks,
  measured: CameraPath,
): CameraPath {
  const voted = votedPath(looks, votedAtLooks, ticks)
  return (frame) => shifted(measured(frame), voted(frame))
}

function votedPath(looks: readonly Look[], atLooks: readonly Point[], ticks: Ticks): (frame: number) => Point {
  if (atLooks.every(([x, y]) => x === 0 && y === 0)) return () => [0, 0]
  return (frame) => {
    const position = lookFrom(looks, frame)
    const after = looks[position]
    const [toX, toY] = atLooks[Math.min(position, atLooks.length - 1)] ?? [0, 0]
    const before = looks[position - 1]
    if (!after || !before || after.frame === frame) return [toX, toY]
    const [fromX, fromY] = atLooks[position - 1] ?? [toX, toY]
    const share = (ticks(frame) - before.tick) / (after.tick - before.tick)
    return [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share]
  }
}
