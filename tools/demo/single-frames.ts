import type { DetectionRun } from '../../core/detection/detection.ts'
import type { PlanFrame, PlanRegion } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'

/** Score from which a box is painted when every frame stands alone, and how far it is grown on each side. */
const threshold = 0.3
const margin = 0.3

/**
 * What a tool without tracking would paint: in each frame, the boxes found in that frame and no other, grown and as
 * ellipses. The yardstick that the leak rate is held against. Frames that were not examined are omitted, so that they do
 * not count against it.
 */
export function singleFramePlan(run: DetectionRun): PlanFrame[] {
  const examined = new Set<number>(run.examined.filter(({ roi }) => roi === undefined).map(({ frame }) => frame))
  const plans = Array.from({ length: run.clip.frames }, (_, frame) => ({
    frame: frameIndex(frame),
    mode: examined.has(frame) ? ('hide' as const) : ('omit' as const),
    regions: [] as PlanRegion[],
  }))
  for (const { frame, box, score } of run.detections) {
    if (score < threshold) continue
    const [x, y, width, height] = box
    plans[frame]?.regions.push({
      shape: 'ellipse',
      box: [x - width * margin, y - height * margin, width * (1 + 2 * margin), height * (1 + 2 * margin)],
      ...{ track: '', style: 'solid', strength: 1 },
    })
  }
  return plans
}
