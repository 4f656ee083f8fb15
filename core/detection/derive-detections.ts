import { boxArea, insidePicture } from '../geometry/overlap.ts'
import type { Box, Size } from '../geometry/shape.ts'
import { headPlace, isHeadOf } from './derive-heads.ts'
import { type Paper, paperUnder } from './derive-papers.ts'
import { platesAmong } from './derive-plates.ts'
import type { Detection, DetectionClass } from './detection.ts'
import { byContent } from './detection-order.ts'
import { textBlocks } from './text-blocks.ts'

/**
 * Classes that can be made from boxes of others. An overlay is made when the whole clip is tracked, from text that stays at
 * its place on the screen: its rule only brings the evidence.
 */
export const derivableClasses = ['head', 'document', 'card', 'plate', 'overlay'] as const

/** A class that is made from boxes of others, with the scores from which on its boxes count. */
export type DerivedClass = {
  readonly class: (typeof derivableClasses)[number]
  readonly from: readonly DetectionClass[]
  readonly thresholds: { readonly start: number; readonly continue: number }
}

/** Faces and heads are looked for in other frames than persons: those of so many frames away count as the same moment. */
const sameMoment = 3
/** Vehicles are looked for seldom; those of the nearest such frames up to so many away still stand about there. */
const vehicleReach = 30
/** A head that nobody has seen is worth less than the person. */
const unseenHead = 0.7

type ByFrame = ReadonlyMap<number, readonly Detection[]>

function byFrameOf(detections: readonly Detection[], classes: readonly DetectionClass[]): ByFrame {
  const wanted = detections.filter((one) => classes.includes(one.class) && !one.part && boxArea(one.box) > 0)
  return Map.groupBy(wanted, (one) => one.frame)
}

/** What a derived box takes over from what it is made of. */
function derived(from: Detection, name: DetectionClass, box: Box, score: number): Detection {
  return { frame: from.frame, class: name, derivedFrom: from.class, box, score, model: from.model }
}

function heads(detections: readonly Detection[], picture: Size): Detection[] {
  const seen = byFrameOf(detections, ['face', 'head'])
  const persons = detections.filter((one) => one.class === 'person' && !one.part && boxArea(one.box) > 0)
  return persons.flatMap((person) => {
    const place = headPlace(person.box, picture)
    if (!place) return []
    for (let frame = person.frame - sameMoment; frame <= person.frame + sameMoment; frame++) {
      if (seen.get(frame)?.some((head) => isHeadOf(person.box, head.box))) return []
    }
    return [derived(person, 'head', place, person.score * unseenHead)]
  })
}

function papers(detections: readonly Detection[], name: Paper['class'], picture: Size): Detection[] {
  const found: Detection[] = []
  for (const texts of byFrameOf(detections, ['text']).values()) {
    for (const block of textBlocks(texts)) {
      const [first] = block.boxes
      const paper = paperUnder(block, picture)
      if (first && paper?.class === name) found.push(derived(first, name, paper.box, paper.score))
    }
  }
  return found
}

/** Vehicles of the nearest frames, before and after, that have any. */
function vehiclesNear(vehicles: ByFrame, frame: number): readonly Box[] {
  const near: Box[] = []
  for (const step of [-1, 1]) {
    for (let away = step > 0 ? 1 : 0; away <= vehicleReach; away++) {
      const there = vehicles.get(frame + step * away)
      if (!there) continue
      near.push(...there.map(({ box }) => box))
      break
    }
  }
  return near
}

function plates(detections: readonly Detection[]): Detection[] {
  const vehicles = byFrameOf(detections, ['vehicle'])
  const found: Detection[] = []
  for (const [frame, texts] of byFrameOf(detections, ['text'])) {
    for (const plate of platesAmong(textBlocks(texts), vehiclesNear(vehicles, frame))) {
      const [first] = texts
      if (first) found.push(derived({ ...first, model: plate.model }, 'plate', plate.box, plate.score))
    }
  }
  return found
}

function allOf(rule: DerivedClass, detections: readonly Detection[], picture: Size): Detection[] {
  if (rule.class === 'overlay') return []
  if (rule.class === 'head') return heads(detections, picture)
  return rule.class === 'plate' ? plates(detections) : papers(detections, rule.class, picture)
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

/** As detections are written: boxes to 0.01 px and within the picture, scores to 0.0001. */
function written(detection: Detection, picture: Size): Detection | null {
  const box = insidePicture(detection.box, picture)
  if (!box) return null
  const [x, y, width, height] = [hundredths(box[0]), hundredths(box[1]), hundredths(box[2]), hundredths(box[3])]
  if (width <= 0 || height <= 0) return null
  return { ...detection, box: [x, y, width, height], score: Math.round(detection.score * 10_000) / 10_000 }
}

/**
 * Makes boxes of the rules' classes from the boxes that detectors found in the same block of frames: documents and cards
 * from blocks of text, plates from text on vehicles, heads from persons in whose top part no face or head was seen. The
 * evidence stays as it is; answers the new boxes only, those of at least their rule's `continue` score, sorted. Independent of
 * the order given. `picture` is the display-oriented size.
 */
export function deriveDetections(
  detections: readonly Detection[],
  rules: readonly DerivedClass[],
  picture: Size,
): readonly Detection[] {
  return rules
    .flatMap((rule) =>
      allOf(rule, detections, picture).flatMap((made) => {
        const detection = written(made, picture)
        return detection && detection.score >= rule.thresholds.continue ? [detection] : []
      }),
    )
    .sort(byContent)
}
