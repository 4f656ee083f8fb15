import type { CameraMove } from '../detection/detection.ts'
import type { CameraPath } from './trails.ts'

/**
 * How far the camera has moved the picture by each frame since the first, summed up from what was measured between
 * frames; still where nothing was. Frames outside the clip and displacements that are no numbers count for nothing.
 */
export function measuredCamera(moves: readonly CameraMove[] | undefined, frames: number): CameraPath {
  if (!moves || moves.length === 0) return () => [0, 0]
  const x = new Float64Array(frames)
  const y = new Float64Array(frames)
  for (const [frame, dx, dy] of moves) {
    if (frame <= 0 || frame >= frames || !Number.isFinite(dx) || !Number.isFinite(dy)) continue
    x[frame] = dx
    y[frame] = dy
  }
  for (let frame = 1; frame < frames; frame++) {
    x[frame] = (x[frame] ?? 0) + (x[frame - 1] ?? 0)
    y[frame] = (y[frame] ?? 0) + (y[frame - 1] ?? 0)
  }
  return (frame) => {
    const at = Math.min(Math.max(frame, 0), frames - 1)
    return [x[at] ?? 0, y[at] ?? 0]
  }
}
