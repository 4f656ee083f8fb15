import type { Plane } from './plane.ts'
import { forEachRun, type Spans } from './spans.ts'

/** Sets every sample of the set to one value: nothing of what was there is left. */
export function fill(plane: Plane, spans: Spans, value: number): void {
  forEachRun(spans, (y, x0, x1) => {
    plane.data.fill(value, y * plane.stride + x0, y * plane.stride + x1)
  })
}

/** White as one value for each plane of a YUV picture. */
export function whiteOf(fullRange: boolean): readonly number[] {
  return fullRange ? [255, 128, 128] : [235, 128, 128]
}

/** Black as one value for each plane of a YUV picture: 16, 128, 128 in limited range, 0, 128, 128 in full range. */
export function blackOf(fullRange: boolean): readonly number[] {
  return fullRange ? [0, 128, 128] : [16, 128, 128]
}
