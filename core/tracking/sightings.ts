import type { Appearance } from '../detection/appearance.ts'
import type { Detection } from '../detection/detection.ts'
import { boxArea, boxCentre, boxUnion, iou, sharedArea } from '../geometry/overlap.ts'
import type { Box } from '../geometry/shape.ts'

/** What several passes saw of one thing in one frame. */
export type Sighting = {
  readonly frame: number
  /** Best guess of the box: mean of the passes, weighted by score. Motion is judged by it. */
  readonly core: Box
  /** Union of what the passes saw. This is what gets covered. */
  readonly cover: Box
  /** Highest of the passes' scores. */
  readonly score: number
  /** Scale of the look that saw it (Look.scale). */
  readonly scale: number
  /** What it wears, by the strongest box that tells. */
  readonly appearance?: Appearance
}

/**
 * The scale at which a thing is usually seen, from some of its sightings: looks at smaller scales prove nothing about
 * it. The larger of two middle values.
 */
export function usualScale(sightings: readonly Sighting[]): number {
  const scales = sightings.map((sighting) => sighting.scale).sort((a, b) => a - b)
  return scales[Math.floor(scales.length / 2)] ?? 0
}

/** Boxes that overlap this much are one thing: passes at several scales agree better, neighbours overlap less. */
const sameOverlap = 0.45
/** A box of which this much lies in a larger, concentric one shows the same thing (tight and loose). */
const nestedShare = 0.8
/** Concentric: centres apart by at most this share of the larger box's size, */
const nestedOffset = 0.15
/** and areas by no more than loose and tight boxes of one face differ. */
const nestedArea = 0.2

type Member = { readonly box: Box; readonly score: number }

/** Whether two boxes of one frame show the same thing as seen by two passes. */
function samePlace(a: Box, b: Box): boolean {
  const shared = sharedArea(a, b)
  if (shared === 0) return false
  if (iou(a, b) >= sameOverlap) return true
  const smaller = Math.min(boxArea(a), boxArea(b))
  if (shared < nestedShare * smaller || smaller < nestedArea * Math.max(boxArea(a), boxArea(b))) return false
  const [ax, ay] = boxCentre(a)
  const [bx, by] = boxCentre(b)
  return (
    Math.abs(ax - bx) <= nestedOffset * Math.max(a[2], b[2]) && Math.abs(ay - by) <= nestedOffset * Math.max(a[3], b[3])
  )
}

function meanBox(members: readonly Member[]): Box {
  let weights = 0
  const sum: [number, number, number, number] = [0, 0, 0, 0]
  for (const { box, score } of members) {
    const weight = Math.max(score, 0.01)
    weights += weight
    sum[0] += weight * box[0]
    sum[1] += weight * box[1]
    sum[2] += weight * box[2]
    sum[3] += weight * box[3]
  }
  return [sum[0] / weights, sum[1] / weights, sum[2] / weights, sum[3] / weights]
}

/** What is covered: the leading box and every member that overlaps it well or is strong in its own right. */
function coverOf(members: readonly Member[], strongScore: number): Box {
  const [leader, ...rest] = members
  if (!leader) throw new Error('a sighting has members')
  return rest
    .filter((member) => member.score >= strongScore || iou(member.box, leader.box) >= sameOverlap)
    .reduce((cover, member) => boxUnion(cover, member.box), leader.box)
}

/** An order that depends on the detections alone: strongest first, ties by place. */
function strongestFirst(a: Detection, b: Detection): number {
  return (
    b.score - a.score ||
    a.box[0] - b.box[0] ||
    a.box[1] - b.box[1] ||
    a.box[2] - b.box[2] ||
    a.box[3] - b.box[3] ||
    Number(a.model > b.model) - Number(a.model < b.model) ||
    Number((a.appearance ?? '') > (b.appearance ?? '')) - Number((a.appearance ?? '') < (b.appearance ?? ''))
  )
}

/**
 * Groups one frame's detections of one class into sightings, strongest first. Boxes join the group whose strongest box
 * they overlap most, so a loose box neither removes nor swallows the tight box of somebody else; every box stays in
 * some group. Members of `strongScore` or more are always covered. Independent of the order given. `scale` is the look's.
 */
export function sightingsOf(detections: readonly Detection[], strongScore: number, scale: number): Sighting[] {
  const groups: { readonly leader: Detection; readonly members: Detection[] }[] = []
  for (const detection of detections.toSorted(strongestFirst)) {
    const near = groups.filter((group) => samePlace(group.leader.box, detection.box))
    const [first, ...others] = near
    if (first) {
      const best = others.reduce(
        (a, b) => (iou(b.leader.box, detection.box) > iou(a.leader.box, detection.box) ? b : a),
        first,
      )
      best.members.push(detection)
    } else groups.push({ leader: detection, members: [detection] })
  }
  return groups.map(({ leader, members }) => {
    const appearance = members.find((member) => member.appearance !== undefined)?.appearance
    return {
      frame: leader.frame,
      core: meanBox(members.filter((member) => iou(member.box, leader.box) >= sameOverlap)),
      cover: coverOf(members, strongScore),
      score: leader.score,
      scale,
      ...(appearance === undefined ? {} : { appearance }),
    }
  })
}
