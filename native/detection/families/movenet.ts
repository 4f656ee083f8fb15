import type { Box, Size } from '../../../core/geometry/shape.ts'
import {
  at,
  type DecodedBox,
  type DecodeFamily,
  type LabelCutoffs,
  type ModelOutputs,
  shapeProblem,
  tensorOf,
} from './decode-family.ts'
import { type Joint, joints, type PersonJoints, readJoints } from './movenet-joints.ts'
import { mostPlaces, strongestPlaces } from './strongest-places.ts'
import { suppressOverlaps } from './suppress-overlaps.ts'

/** Input pixels per cell of the outputs. */
const stride = 4

const limits = { union: 0.6, smaller: 0.9 }

/** Channels that each output must have; joints are 17 pairs, y then x. */
const channels = { centres: 1, sizes: 2, offsets: 2, joints: 34, jointScores: 17, jointOffsets: 34 } as const

/** What is found of a person. */
const labels = { head: 0, person: 1, hand: 2 } as const

/**
 * MoveNet multipose (Google 2021; a CenterNet of people with 17 joints, Zhou and others 2019, arXiv:1904.07850), per
 * 4 x 4 input pixels: `centres`, the score that a person's middle lies there; `sizes` and `offsets` of the body's box in
 * cells, y then x; `joints`, where each joint is seen from that cell; `jointScores` and `jointOffsets`, where joints are by
 * their own look. Labels: 0 a head, made from the joints of head and shoulders so that it holds all of it, whichever way it
 * is turned; 1 the whole body; 2 a hand, made from wrist and elbow.
 */
export const movenet: DecodeFamily = {
  id: 'movenet',
  roles: Object.keys(channels),
  scores: ['centres', 'jointScores'],
  limits,
  problemWith,
  labelsIn: () => Object.keys(labels).length,
  decode,
}

function problemWith(outputs: ModelOutputs, input: Size): string | null {
  for (const [role, count] of Object.entries(channels)) {
    const problem = shapeProblem(outputs, role, [1, count, input.height / stride, input.width / stride])
    if (problem !== null) return problem
  }
  return null
}

function decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[] {
  if (cutoffs.size === 0) return []
  const size = { width: input.width / stride, height: input.height / stride }
  const scores = tensorOf(outputs, 'centres').data
  const found: DecodedBox[] = []
  for (const cell of strongestPlaces(scores, [0, size.width * size.height], Math.min(...cutoffs.values()))) {
    if (!isPeak(scores, cell, size)) continue
    const score = Math.min(at(scores, cell), 1)
    const body = bodyAt(outputs, cell, size)
    const person = readJoints(outputs, cell, size, body)
    found.push({ label: labels.person, score, box: body }, headOf(person, score), ...handsOf(person, score))
  }
  const wanted = found.filter(({ label, score, box: [x, y, width, height] }) => {
    const cutoff = cutoffs.get(label)
    return cutoff !== undefined && score >= cutoff && Number.isFinite(x + y + width + height)
  })
  const inPixels = wanted.map(({ box, ...rest }) => ({ ...rest, box: scaled(box) }))
  return suppressOverlaps(inPixels, limits, mostPlaces)
}

/** True when no neighbour's score is higher; of equal neighbours the first is the peak. */
function isPeak(scores: Float32Array, cell: number, { width, height }: Size): boolean {
  const score = at(scores, cell)
  const column = cell % width
  const row = Math.trunc(cell / width)
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x += 1) {
      const place = y * width + x
      const other = at(scores, place)
      if (other > score || (other === score && place < cell)) return false
    }
  }
  return true
}

/** The body's box in cells. */
function bodyAt(outputs: ModelOutputs, cell: number, { width, height }: Size): Box {
  const cells = width * height
  const sizes = tensorOf(outputs, 'sizes').data
  const offsets = tensorOf(outputs, 'offsets').data
  const tall = Math.max(at(sizes, cell), 0)
  const wide = Math.max(at(sizes, cells + cell), 0)
  const y = Math.trunc(cell / width) + at(offsets, cell)
  const x = (cell % width) + at(offsets, cells + cell)
  return [x - wide / 2, y - tall / 2, wide, tall]
}

/**
 * The whole head from the joints, hair included. Its height is the largest of what three measures say, since each shrinks
 * when seen from some direction: from the shoulders' middle to the ears; across the shoulders; from ear to ear. Its middle
 * lies between the ears, whichever way it is turned; the box is wide enough for the nose of a profile.
 */
function headOf(person: PersonJoints, score: number): DecodedBox {
  const [leftEar, rightEar] = [person[joints.leftEar], person[joints.rightEar]]
  const [left, right] = [person[joints.leftShoulder], person[joints.rightShoulder]]
  const face = [joints.nose, joints.leftEye, joints.rightEye].map((i) => person[i])
  const ears = middleOf([leftEar, rightEar])
  const neck = distance(middleOf([left, right]), ears)
  const tall = Math.max(1.25 * neck, 0.7 * distance(left, right), 1.7 * distance(leftEar, rightEar))
  const x = [ears.x - 0.53 * tall, ears.x + 0.53 * tall, ...face.map((joint) => joint.x)]
  const y = [ears.y - 0.63 * tall, ears.y + 0.46 * tall, ...face.map((joint) => joint.y)]
  const [fromX, fromY] = [Math.min(...x), Math.min(...y)]
  const seen = Math.max(leftEar.score, rightEar.score, ...face.map((joint) => joint.score))
  return {
    label: labels.head,
    score: Math.sqrt(score * seen),
    box: [fromX, fromY, Math.max(...x) - fromX, Math.max(...y) - fromY],
  }
}

/** A square round each hand: as long as the forearm, its middle beyond the wrist. */
function handsOf(person: PersonJoints, score: number): readonly DecodedBox[] {
  const sides = [
    [person[joints.leftElbow], person[joints.leftWrist]],
    [person[joints.rightElbow], person[joints.rightWrist]],
  ] as const
  const across = distance(person[joints.leftShoulder], person[joints.rightShoulder])
  return sides.map(([elbow, wrist]) => {
    const x = wrist.x + 0.35 * (wrist.x - elbow.x)
    const y = wrist.y + 0.35 * (wrist.y - elbow.y)
    const side = Math.max(distance(elbow, wrist), 0.5 * across)
    return { label: labels.hand, score: Math.sqrt(score * wrist.score), box: [x - side / 2, y - side / 2, side, side] }
  })
}

function middleOf(points: readonly Joint[]): { readonly x: number; readonly y: number } {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

function distance(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }) {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function scaled([x, y, width, height]: Box): Box {
  return [x * stride, y * stride, width * stride, height * stride]
}
