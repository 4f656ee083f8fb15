import type { Size } from '../../../core/geometry/shape.ts'
import {
  at,
  type DecodedBox,
  type DecodeFamily,
  type LabelCutoffs,
  type ModelOutputs,
  shapeProblem,
  tensorOf,
} from './decode-family.ts'
import { strongestPlaces } from './strongest-places.ts'
import { suppressOverlaps } from './suppress-overlaps.ts'

/** Input pixels per cell of the outputs. */
const stride = 4

/** The limits with which the figures of the model card were measured. */
const limits = { union: 0.4, smaller: 0.7 }

/** Channels that each output must have. */
const channels = { heatmap: 1, sizes: 2, offsets: 2 } as const

/**
 * CenterFace (Xu and others 2019, arXiv:1911.03599): one output cell per 4 x 4 input pixels. `heatmap` is the score that
 * a face's centre lies in the cell; `sizes` holds the logarithm of height and width in cells; `offsets` where in the cell
 * the centre lies, y then x. One label: 0.
 */
export const centerface: DecodeFamily = {
  id: 'centerface',
  roles: Object.keys(channels),
  scores: ['heatmap'],
  limits,
  problemWith,
  labelsIn: () => 1,
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
  const cutoff = cutoffs.get(0)
  if (cutoff === undefined) return []
  const scores = tensorOf(outputs, 'heatmap').data
  const sizes = tensorOf(outputs, 'sizes').data
  const offsets = tensorOf(outputs, 'offsets').data
  const columns = input.width / stride
  const cells = columns * (input.height / stride)
  const boxes: DecodedBox[] = []
  for (const cell of strongestPlaces(scores, [0, cells], cutoff)) {
    const height = Math.exp(at(sizes, cell)) * stride
    const width = Math.exp(at(sizes, cells + cell)) * stride
    const y = (Math.floor(cell / columns) + at(offsets, cell) + 0.5) * stride
    const x = ((cell % columns) + at(offsets, cells + cell) + 0.5) * stride
    // A sum of finite numbers is finite here: float32 cannot come near the largest double.
    if (!Number.isFinite(x + y + width + height)) continue
    boxes.push({ label: 0, score: Math.min(at(scores, cell), 1), box: [x - width / 2, y - height / 2, width, height] })
  }
  return suppressOverlaps(boxes, limits)
}
