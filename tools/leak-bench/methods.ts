import type { DetectionRun } from '../../core/detection/detection.ts'
import type { PlanFrame, PlanRegion } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { singleFramePlan } from '../demo/single-frames.ts'
import { painter, seenFaces } from '../leak-rate.ts'
import type { ClipTruth } from './clip-truth.ts'
import type { PersonFrame } from './figures.ts'

/** How many frames either way a detection is held by the fixed hold that tracking is compared with. */
export const heldFrames = 4

/** Per-frame detection whose every box stays for `heldFrames` before and after its frame. */
export function heldPlan(run: DetectionRun): PlanFrame[] {
  const single = singleFramePlan(run)
  return single.map(({ frame }) => ({
    frame,
    mode: 'hide',
    regions: single.slice(Math.max(0, frame - heldFrames), frame + heldFrames + 1).flatMap(({ regions }) => regions),
  }))
}

/** What a program paints that draws an ellipse into each box it names, frame by frame. */
export function ellipsePlan(boxes: readonly (readonly (readonly number[])[])[]): PlanFrame[] {
  return boxes.map((inFrame, frame) => ({
    frame: frameIndex(frame),
    mode: 'hide',
    regions: inFrame.map(
      ([x = 0, y = 0, right = 0, bottom = 0]): PlanRegion => ({
        ...{ shape: 'ellipse', box: [x, y, right - x, bottom - y] },
        ...{ track: '', style: 'blur', strength: 1 },
      }),
    ),
  }))
}

/** What a plan leaves of every face (or head) of a clip. Frames that the plan omits are not counted. */
export function personFrames(truth: ClipTruth, part: 'frames' | 'heads', plan: readonly PlanFrame[]): PersonFrame[] {
  const seen = seenFaces(truth[part], (frame) => {
    const planned = plan[frame]
    return planned && planned.mode !== 'omit' ? painter(planned) : null
  })
  return seen.map(({ frame, face, covered }) => ({
    ...{ clip: truth.clip, frame, person: face.person, height: face.box[3], covered },
  }))
}
