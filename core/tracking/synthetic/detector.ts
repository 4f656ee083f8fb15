import { sha256 } from '../../clips/clip-index.ts'
import type { Detection, DetectionRun, Examined } from '../../detection/detection.ts'
import { boxArea } from '../../geometry/overlap.ts'
import type { Box } from '../../geometry/shape.ts'
import { frameIndex } from '../../time.ts'
import { normal, type Random, randomFrom } from './random.ts'
import { type Scene, visibleBox } from './scene.ts'

/** How the synthetic detector behaves. */
export type DetectorHabits = {
  readonly seed: number
  /** Every so many frames are examined. */
  readonly stride: number
  /** Weak and strong false boxes per examined frame, on average. */
  readonly weakFalse: number
  readonly strongFalse: number
}

const model = 'synthetic'
const scales = [640, 960, 1920] as const

/**
 * How sure a face is made out, moving slowly around a level that falls with size and with how little of it is visible:
 * misses come in bursts, as in real detectors.
 */
function levelOf(box: Box, visible: Box): number {
  const seenShare = boxArea(visible) / boxArea(box)
  const bySize = Math.min(0.72, 0.3 + Math.sqrt(boxArea(box)) / 110)
  return bySize - 1.1 * (1 - seenShare)
}

function jittered(box: Box, random: Random): Box {
  const outlier = random() < 0.03 ? 3 : 1
  const width = box[2] * Math.exp(normal(random) * 0.07 * outlier)
  const height = box[3] * Math.exp(normal(random) * 0.07 * outlier)
  const x = box[0] + box[2] / 2 + normal(random) * 0.04 * outlier * box[2]
  const y = box[1] + box[3] / 2 + normal(random) * 0.04 * outlier * box[3]
  return [x - width / 2, y - height / 2, width, height]
}

/** Falls off below what a scale can make out, and above what fills its field. */
function scaleLoss(box: Box, scale: number): number {
  const seen = (Math.sqrt(boxArea(box)) * scale) / 1920
  if (seen < 12) return 0.05 * (12 - seen)
  return seen > 260 ? 0.4 : 0
}

function falseBoxes(scene: Scene, frame: number, habits: DetectorHabits, random: Random): Detection[] {
  const boxes: Detection[] = []
  const place = (score: number): void => {
    const width = 16 + random() * 60
    const box: Box = [random() * (scene.width - width), random() * (scene.height - width), width, width * 1.2]
    boxes.push({ frame: frameIndex(frame), class: 'face', box, score, model })
  }
  for (let left = habits.weakFalse; left > 0; left--) if (random() < left) place(0.15 + random() * 0.15)
  for (let left = habits.strongFalse; left > 0; left--) if (random() < left) place(0.3 + random() ** 3 * 0.3)
  return boxes
}

/** Detections of one face in one frame by the passes at all scales. */
function passes(visible: Box, full: Box, certainty: number, random: Random): { box: Box; score: number }[] {
  return scales.flatMap((scale) => {
    const score = certainty - scaleLoss(full, scale) + normal(random) * 0.05
    return score >= 0.15 ? [{ box: jittered(visible, random), score: Math.min(0.95, score) }] : []
  })
}

/** Detections of all faces of one frame. */
function faceBoxes(scene: Scene, frame: number, moods: readonly number[], random: Random): Detection[] {
  return scene.faces.flatMap((path, face) => {
    const box = path(frame)
    const visible = box && visibleBox(box, scene)
    if (!box || !visible || scene.unseen?.(face, frame)) return []
    const certainty = levelOf(box, visible) + (moods[face] ?? 0)
    return passes(visible, box, certainty, random).map(
      (pass): Detection => ({
        frame: frameIndex(frame),
        class: 'face',
        ...pass,
        model,
      }),
    )
  })
}

/** What a detector of middling quality would make of the scene: jitter, bursts of misses, outliers, false boxes. */
export function detected(scene: Scene, habits: DetectorHabits): DetectionRun {
  const random = randomFrom(habits.seed)
  let moods = scene.faces.map(() => normal(random) * 0.18)
  const detections: Detection[] = []
  const examined: Examined[] = []
  for (let frame = 0; frame < scene.frames; frame++) {
    moods = moods.map((mood) => 0.85 * mood + normal(random) * 0.1)
    if (frame % habits.stride !== 0) continue
    for (const scale of scales) examined.push({ frame: frameIndex(frame), model, scale })
    detections.push(...faceBoxes(scene, frame, moods, random), ...falseBoxes(scene, frame, habits, random))
  }
  const clip = { sha256: sha256('0'.repeat(64)), frames: scene.frames }
  return { version: 1, clip, profile: 'thorough', classes: ['face'], examined, failed: [], detections }
}
