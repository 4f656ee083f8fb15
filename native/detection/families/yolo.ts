import type { Size } from '../../../core/geometry/shape.ts'
import {
  at,
  type DecodedBox,
  type DecodeFamily,
  type LabelCutoffs,
  type ModelOutputs,
  tensorOf,
} from './decode-family.ts'
import { strongestPlaces } from './strongest-places.ts'
import { suppressOverlaps } from './suppress-overlaps.ts'

/** How many boxes a cell of networks with a score for anything at all starts from. */
const boxesPerCell = [1, 3, 5]

const limits = { union: 0.6, smaller: 0.9 }

/** Sets of strides that networks of this kind have: three scales, one more, or fewer in small ones. */
const strideSets = [[32], [16, 32], [8, 16, 32], [4, 8, 16, 32], [8, 16, 32, 64]] as const

/** Where the numbers of one box and its scores lie: number `field` of box `i` is at `i * perBox + field * perField`. */
type Layout = {
  readonly boxes: number
  readonly labels: number
  /** True when a score that anything is there comes before the labels' scores. */
  readonly objectness: boolean
  readonly perBox: number
  readonly perField: number
}

/**
 * The two outputs that networks called YOLO have, told apart by their shape: 1 x n x (5 + labels) with a score that
 * anything is there (version 5 and its like), and 1 x (4 + labels) x n without (version 8
 * and its like). Boxes are centre x, centre y, width, height in input pixels; scores are from 0 to 1.
 */
export const yolo: DecodeFamily = {
  id: 'yolo',
  roles: ['boxes'],
  scores: ['boxes'],
  limits,
  problemWith: (outputs, input) => {
    const tensor = outputs['boxes']
    if (!tensor) return 'no output for boxes'
    if (layoutOf(tensor.dims, input)) return null
    const shape = tensor.dims.join('x')
    return `boxes is ${shape}, neither 1 x boxes x (5 + labels) nor 1 x (4 + labels) x boxes of an input of ${input.width}x${input.height}`
  },
  // One label at least: a shape of none was refused.
  labelsIn: (outputs) => {
    const { dims } = tensorOf(outputs, 'boxes')
    const [, rows = 0, columns = 0] = dims
    return rows > columns ? columns - 5 : rows - 4
  },
  decode,
}

function decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[] {
  const { data, dims } = tensorOf(outputs, 'boxes')
  const layout = layoutOf(dims, input)
  if (!layout) throw new Error('outputs of this shape were not checked')
  const { boxes: count, perBox, perField } = layout
  const scores = new Float32Array(count)
  const boxes: DecodedBox[] = []
  for (const [label, cutoff] of cutoffs) {
    if (label >= layout.labels) continue
    fillScores(scores, data, layout, label)
    for (const place of strongestPlaces(scores, [0, count], cutoff)) {
      const from = place * perBox
      const width = at(data, from + 2 * perField)
      const height = at(data, from + 3 * perField)
      const x = at(data, from) - width / 2
      const y = at(data, from + perField) - height / 2
      if (!(Number.isFinite(x + y + width + height) && width > 0 && height > 0)) continue
      boxes.push({ label, score: Math.min(at(scores, place), 1), box: [x, y, width, height] })
    }
  }
  return suppressOverlaps(boxes, limits)
}

function fillScores(scores: Float32Array, data: Float32Array, layout: Layout, label: number): void {
  const { boxes, objectness, perBox, perField } = layout
  const field = (objectness ? 5 : 4) + label
  for (let box = 0; box < boxes; box += 1) {
    const score = at(data, box * perBox + field * perField)
    scores[box] = objectness ? score * at(data, box * perBox + 4 * perField) : score
  }
}

function layoutOf([batch, rows = 0, columns = 0, ...more]: readonly number[], input: Size): Layout | null {
  if (batch !== 1 || more.length > 0) return null
  const cells = strideSets.map((strides) => cellsOf(strides, input))
  if (rows > columns) {
    const fits = columns > 5 && cells.some((count) => boxesPerCell.some((each) => rows === each * count))
    return fits ? { boxes: rows, labels: columns - 5, objectness: true, perBox: columns, perField: 1 } : null
  }
  const fits = rows > 4 && cells.includes(columns)
  return fits ? { boxes: columns, labels: rows - 4, objectness: false, perBox: 1, perField: columns } : null
}

function cellsOf(strides: readonly number[], { width, height }: Size): number {
  return strides.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0)
}
