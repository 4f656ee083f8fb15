import type { Box, Size } from '../../../core/geometry/shape.ts'
import { at, type ModelOutputs, tensorOf } from './decode-family.ts'

/** The order of MoveNet's joints (that of COCO). Left and right are the person's own. */
export const joints = {
  nose: 0,
  leftEye: 1,
  rightEye: 2,
  leftEar: 3,
  rightEar: 4,
  leftShoulder: 5,
  rightShoulder: 6,
  leftElbow: 7,
  rightElbow: 8,
  leftWrist: 9,
  rightWrist: 10,
} as const

/** Place in cells, and how sure it is that the joint is seen there, 0 to 1. */
export type Joint = { readonly x: number; readonly y: number; readonly score: number }

/** Joints by their position in `joints`. */
export type PersonJoints = Readonly<Record<(typeof joints)[keyof typeof joints], Joint>>

/**
 * The joints of a person whose middle lies in a cell. Each is first guessed from that cell; then, near the guess (the
 * further, the less it counts: half a Gaussian of a tenth of the body's size), where the joint's own map is highest
 * decides, as the network's own last step does.
 */
export function readJoints(outputs: ModelOutputs, cell: number, size: Size, body: Box): PersonJoints {
  const spread = Math.min(Math.max(0.1 * Math.max(body[2], body[3]), 1.5), 12)
  const read = (joint: number): Joint => readJoint(outputs, joint, { cell, size, spread })
  return {
    0: read(0),
    1: read(1),
    2: read(2),
    3: read(3),
    4: read(4),
    5: read(5),
    6: read(6),
    7: read(7),
    8: read(8),
    9: read(9),
    10: read(10),
  }
}

type Search = { readonly cell: number; readonly size: Size; readonly spread: number }

function readJoint(outputs: ModelOutputs, joint: number, { cell, size, spread }: Search): Joint {
  const { width, height } = size
  const cells = width * height
  const guesses = tensorOf(outputs, 'joints').data
  const guessY = Math.trunc(cell / width) + at(guesses, 2 * joint * cells + cell)
  const guessX = (cell % width) + at(guesses, (2 * joint + 1) * cells + cell)
  if (!Number.isFinite(guessX + guessY)) return { x: Number.NaN, y: Number.NaN, score: 0 }
  const scores = tensorOf(outputs, 'jointScores').data
  const reach = 2 * spread
  let best = -1
  let bestScore = 0
  for (let y = from(guessY - reach); y <= until(guessY + reach, height); y += 1) {
    for (let x = from(guessX - reach); x <= until(guessX + reach, width); x += 1) {
      const score = at(scores, joint * cells + y * width + x)
      // What is far counts for less, never for more.
      if (!(score > bestScore)) continue
      const far = ((x - guessX) ** 2 + (y - guessY) ** 2) / (2 * spread * spread)
      const weighted = score * Math.exp(-far)
      if (weighted > bestScore) {
        bestScore = weighted
        best = y * width + x
      }
    }
  }
  const score = Math.min(best < 0 ? 0 : at(scores, joint * cells + best), 1)
  // Where its own map says little, the guess from the middle is the better one.
  if (score < 0.1) return { x: guessX, y: guessY, score }
  const offsets = tensorOf(outputs, 'jointOffsets').data
  const y = Math.trunc(best / width) + at(offsets, 2 * joint * cells + best)
  const x = (best % width) + at(offsets, (2 * joint + 1) * cells + best)
  return { x, y, score }
}

function from(value: number): number {
  return Math.max(0, Math.ceil(value))
}

function until(value: number, length: number): number {
  return Math.min(length - 1, Math.floor(value))
}
