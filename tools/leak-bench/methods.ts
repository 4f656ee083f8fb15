import type { DetectionRun } from '../../core/detection/detection.ts'
import type { PlanFrame, PlanRegion } from '../../core/redaction/plan.ts'
import { frameIndex } from '../../core/time.ts'
import { singleFramePlan } from '../demo/single-frames.ts'
import { cellCentres } from '../face-truth.ts'
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

/** A drawn thing of which less than this share is to be seen is nobody's leak. */
const leastVisibleThing = 0.5

/** What a plan leaves of the drawn screens, pages and plates of a clip; `person` is the class and the thing. */
export function thingFrames(truth: ClipTruth, plan: readonly PlanFrame[]): PersonFrame[] {
  return truth.objects.flatMap((objects, frame) => {
    const planned = plan[frame]
    if (!planned || planned.mode === 'omit') return []
    const painted = painter(planned)
    return objects
      .filter(({ visible }) => visible >= leastVisibleThing)
      .map(({ id, class: of, box }) => {
        const inPicture = cellCentres(box).filter(
          ([x, y]) => x >= 0 && y >= 0 && x < truth.size.width && y < truth.size.height,
        )
        const covered = inPicture.filter(painted).length / Math.max(1, inPicture.length)
        return { clip: truth.clip, frame, person: `${of} ${id}`, height: box[3], covered }
      })
  })
}
