import type { DetectionRun } from '../../core/detection/detection.ts'
import { iou } from '../../core/geometry/overlap.ts'
import type { PlanFrame } from '../../core/redaction/plan.ts'
import type { TruthFace } from '../face-truth.ts'
import { contains } from '../leak-rate.ts'
import type { ClipTruth } from './clip-truth.ts'
import type { PersonFrame } from './figures.ts'

/** Faces of which less is seen are not asked of a detector. */
const leastVisible = 0.25
/** A box is of a face when they overlap this much (intersection over union). */
const sameBox = 0.3

/**
 * Faces in examined frames, `covered` 1 where some box of at least the start score is theirs and 0 where none is: one less
 * the "leak rate" of these is the detector's recall per frame. Frames that were looked at in part only are left out.
 */
export function recalledFaces(truth: ClipTruth, run: DetectionRun): PersonFrame[] {
  const start = run.thresholds?.find((entry) => entry.class === 'face')?.start ?? 0.3
  const examined = new Set<number>(run.examined.filter(({ roi }) => roi === undefined).map(({ frame }) => frame))
  const boxes = Map.groupBy(
    run.detections.filter((one) => one.class === 'face' && one.score >= start),
    ({ frame }): number => frame,
  )
  return [...examined].flatMap((frame) =>
    (truth.frames[frame] ?? [])
      .filter(({ visible }) => visible >= leastVisible)
      .map(({ person, box }) => {
        const isFound = (boxes.get(frame) ?? []).some((found) => iou(found.box, box) >= sameBox)
        return { clip: truth.clip, frame, person, height: box[3], covered: isFound ? 1 : 0 }
      }),
  )
}

/** People who are ever on a track of the plan, and tracks that they are on: one each would be best. */
export function tracksPerPerson(truth: ClipTruth, plan: readonly PlanFrame[]): { people: number; tracks: number } {
  const tracks = new Map<string, Set<string>>()
  for (const planned of plan) {
    for (const face of truth.frames[planned.frame] ?? []) {
      const held = trackOf(face, planned)
      if (held === null) continue
      const known = tracks.get(face.person) ?? new Set()
      tracks.set(face.person, known.add(held))
    }
  }
  const total = [...tracks.values()].reduce((sum, { size }) => sum + size, 0)
  return { people: tracks.size, tracks: total }
}

/** The track whose region's middle is nearest the face's, among those that hold the face's middle. */
function trackOf({ box, visible }: TruthFace, { regions }: PlanFrame): string | null {
  if (visible < leastVisible) return null
  const middle = [box[0] + box[2] / 2, box[1] + box[3] / 2] as const
  const holding = regions.filter((region) => contains(region, middle))
  const away = (region: PlanFrame['regions'][number]) =>
    region.shape === 'polygon'
      ? Number.POSITIVE_INFINITY
      : Math.hypot(region.box[0] + region.box[2] / 2 - middle[0], region.box[1] + region.box[3] / 2 - middle[1])
  return holding.toSorted((a, b) => away(a) - away(b))[0]?.track ?? null
}
