import type { DetectionRun } from '../../core/detection/detection.ts'
import type { PlanFrame, PlanRegion } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { settingsFor } from '../../core/tracking/tracking-clip.ts'

/**
 * What a tool without tracking would paint: in each frame, the boxes found in that frame and no other, of the classes that
 * are hidden and of at least the score at which a track begins, grown as a track's mask would be. The yardstick that the
 * leak rate is held against. Frames that were not examined are omitted, so that they do not count against it.
 */
export function singleFramePlan(run: DetectionRun): PlanFrame[] {
  const examined = new Set<number>(run.examined.filter(({ roi }) => roi === undefined).map(({ frame }) => frame))
  const plans = Array.from({ length: run.clip.frames }, (_, frame) => ({
    frame: frameIndex(frame),
    mode: examined.has(frame) ? ('hide' as const) : ('omit' as const),
    regions: [] as PlanRegion[],
  }))
  const settings = settingsFor(run)
  for (const { frame, class: of, box, score } of run.detections) {
    const { start, margin } = settings.classes[of]
    if (score < start || !settings.hide.has(of)) continue
    const [x, y, width, height] = box
    plans[frame]?.regions.push({
      shape: of === 'face' || of === 'head' ? 'ellipse' : 'rect',
      box: [x - width * margin, y - height * margin, width * (1 + 2 * margin), height * (1 + 2 * margin)],
      ...{ track: '', style: 'solid', strength: 1 },
    })
  }
  return plans
}
