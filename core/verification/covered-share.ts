import { containsPoint, sampledShare } from '../geometry/overlap.ts'
import type { Box, Point, Size } from '../geometry/shape.ts'
import type { PlanLabel } from '../redaction/copy-label.ts'
import type { PlanFrame } from '../redaction/plan.ts'

function isCovered(plan: PlanFrame, point: Point): boolean {
  const regionHas = plan.regions.some((region) => containsPoint(region, point))
  if (plan.mode === 'hide') return regionHas
  if (plan.mode === 'inverse') return !regionHas || (plan.hidden ?? []).some((region) => containsPoint(region, point))
  return true
}

/**
 * Share of a box's visible part that is covered in a frame, by its plan or by the label, 0 to 1, sampled at 16 by 16 points. 1 in
 * frames that are blank or not in the copy, and for boxes outside the picture: nothing of them shows.
 */
export function coveredShare(box: Box, plan: PlanFrame, size: Size, label: PlanLabel | null = null): number {
  const over = label ? ({ shape: 'rect', box: label.box } as const) : null
  return sampledShare(box, size, (point) => isCovered(plan, point) || (over !== null && containsPoint(over, point)))
}
