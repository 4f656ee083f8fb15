import { type Detection, detectionClasses } from './detection.ts'

/**
 * An order that depends on the boxes alone: by frame, class, place, size, score, model. Whatever is made of detections in
 * this order, sums included, does not depend on the order in which they came.
 */
export function byContent(a: Detection, b: Detection): number {
  return (
    a.frame - b.frame ||
    detectionClasses.indexOf(a.class) - detectionClasses.indexOf(b.class) ||
    a.box[0] - b.box[0] ||
    a.box[1] - b.box[1] ||
    a.box[2] - b.box[2] ||
    a.box[3] - b.box[3] ||
    a.score - b.score ||
    Number(a.model > b.model) - Number(a.model < b.model)
  )
}
