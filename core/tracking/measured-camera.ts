import type { CameraMove } from '../detection/detection.ts'
import { type Camera, movedOn, stillCamera } from './camera.ts'
import type { TrackingClip } from './tracking-settings.ts'
import type { CameraPath } from './trails.ts'

/**
 * The camera by each frame since the first, summed up from what was measured between frames; still where nothing was.
 * Frames outside the clip and moves that are no numbers count for nothing.
 */
export function measuredCamera(moves: readonly CameraMove[] | undefined, clip: TrackingClip): CameraPath {
  if (!moves || moves.length === 0) return () => stillCamera
  const byFrame = new Map(
    moves.filter((move) => move.every((value) => Number.isFinite(value))).map((one) => [one[0] as number, one]),
  )
  const cameras: Camera[] = [stillCamera]
  for (let frame = 1; frame < clip.frames; frame++) {
    const before = cameras[frame - 1] ?? stillCamera
    const move = byFrame.get(frame)
    cameras.push(move ? movedOn(before, [move[1], move[2]], move[3] ?? 0, [clip.width / 2, clip.height / 2]) : before)
  }
  return (frame) => cameras[Math.min(Math.max(frame, 0), clip.frames - 1)] ?? stillCamera
}
