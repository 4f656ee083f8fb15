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

/** Input pixels per cell, by role. */
const strides = { stride8: 8, stride16: 16, stride32: 32 } as const

/** Each side of a box is a distribution over this many distances, 0 to 10 cells. */
const bins = 11

/** Channels that hold the four sides. */
const sideChannels = 4 * bins

const limits = { union: 0.6, smaller: 0.9 }

/**
 * NanoDet (RangiLyu 2020; the box coding is that of Generalized Focal Loss, Li and others 2020, arXiv:2006.04388). Per
 * stride one tensor 1 x (labels + 44) x rows x columns, before the logistic function: a score per label, then left, top,
 * right and bottom as distributions over 11 distances in cells from the cell's centre.
 */
export const nanodet: DecodeFamily = {
  id: 'nanodet',
  roles: Object.keys(strides),
  scores: Object.keys(strides),
  limits,
  problemWith,
  labelsIn: (outputs) => (tensorOf(outputs, 'stride8').dims[1] ?? 0) - sideChannels,
  decode,
}

function problemWith(outputs: ModelOutputs, input: Size): string | null {
  const channels = outputs['stride8']?.dims[1] ?? 0
  for (const [role, stride] of Object.entries(strides)) {
    const tensor = outputs[role]
    if (!tensor) return `no output for ${role}`
    const wanted = [1, channels, Math.ceil(input.height / stride), Math.ceil(input.width / stride)]
    if (wanted.join() !== tensor.dims.join()) return `${role} is ${tensor.dims.join('x')}, not ${wanted.join('x')}`
  }
  return channels > sideChannels ? null : `stride8 has ${channels} channels, at least ${sideChannels + 1} are needed`
}

/** One of the three outputs, of which a cell is `stride` input pixels wide. */
type Level = {
  readonly data: Float32Array
  readonly stride: number
  readonly labels: number
  readonly columns: number
  readonly cells: number
}

function decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[] {
  const boxes: DecodedBox[] = []
  for (const [role, stride] of Object.entries(strides)) {
    const { data, dims } = tensorOf(outputs, role)
    const columns = Math.ceil(input.width / stride)
    const cells = columns * Math.ceil(input.height / stride)
    const level = { data, stride, labels: (dims[1] ?? 0) - sideChannels, columns, cells }
    for (const [label, cutoff] of cutoffs) if (label < level.labels) addBoxes(boxes, level, label, cutoff)
  }
  return suppressOverlaps(boxes, limits)
}

function addBoxes(boxes: DecodedBox[], level: Level, label: number, cutoff: number): void {
  const { data, stride, labels, columns, cells } = level
  const from = label * cells
  for (const place of strongestPlaces(data, [from, from + cells], Math.log(cutoff / (1 - cutoff)))) {
    const cell = place - from
    const [left, top, right, bottom] = sidesAt(data, labels * cells + cell, cells)
    const x = ((cell % columns) + 0.5 - left) * stride
    const y = (Math.trunc(cell / columns) + 0.5 - top) * stride
    const width = (left + right) * stride
    const height = (top + bottom) * stride
    if (!Number.isFinite(x + y + width + height)) continue
    boxes.push({ label, score: 1 / (1 + Math.exp(-at(data, place))), box: [x, y, width, height] })
  }
}

/** The expected distance of each side in cells. */
function sidesAt(data: Float32Array, from: number, cells: number): readonly [number, number, number, number] {
  return [
    expected(data, from, cells),
    expected(data, from + bins * cells, cells),
    expected(data, from + 2 * bins * cells, cells),
    expected(data, from + 3 * bins * cells, cells),
  ]
}

function expected(data: Float32Array, from: number, cells: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let bin = 0; bin < bins; bin += 1) highest = Math.max(highest, at(data, from + bin * cells))
  let weight = 0
  let sum = 0
  for (let bin = 0; bin < bins; bin += 1) {
    const share = Math.exp(at(data, from + bin * cells) - highest)
    weight += share
    sum += share * bin
  }
  return sum / weight
}
