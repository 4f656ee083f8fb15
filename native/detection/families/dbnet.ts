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
import { mostPlaces } from './strongest-places.ts'

/** From which probability on a pixel belongs to a text. */
const pixelCutoff = 0.3

/** How much of its area a text is grown by, per length of its outline; the network draws it shrunk. */
const growth = 1.5

/** Texts of fewer pixels are noise. */
const fewestPixels = 12

const limits = { union: 0.9, smaller: 1 }

/** A stretch of text pixels in one row, and a place in the forest that joins stretches that touch. */
type Runs = {
  readonly from: number[]
  readonly until: number[]
  readonly row: number[]
  readonly sum: number[]
  readonly parent: number[]
}

type Blob = { left: number; top: number; right: number; bottom: number; pixels: number; sum: number }

/**
 * DBNet (Liao and others 2020, arXiv:1911.08947): `probability` says per input pixel how likely it lies in the shrunk
 * middle of a text. Pixels that touch make one text, its score their mean; its box is grown back by the offset of
 * section 3.4 there, with the outline taken from the box's diagonal, which holds for slanted lines too. One label: 0.
 */
export const dbnet: DecodeFamily = {
  id: 'dbnet',
  roles: ['probability'],
  scores: ['probability'],
  limits,
  problemWith: (outputs, input) => shapeProblem(outputs, 'probability', [1, 1, input.height, input.width]),
  labelsIn: () => 1,
  decode,
}

function decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[] {
  const cutoff = cutoffs.get(0)
  if (cutoff === undefined) return []
  const runs = runsOf(tensorOf(outputs, 'probability').data, input)
  return blobsOf(runs)
    .filter(({ pixels, sum }) => pixels >= fewestPixels && sum / pixels >= cutoff)
    .map((blob) => ({ label: 0, score: Math.min(1, blob.sum / blob.pixels), box: grownBox(blob) }))
    .sort((a, b) => b.score - a.score || a.box[1] - b.box[1] || a.box[0] - b.box[0])
    .slice(0, mostPlaces)
}

/** Finds the stretches of each row and joins each with those that it touches in the row above. */
function runsOf(data: Float32Array, { width, height }: Size): Runs {
  const runs: Runs = { from: [], until: [], row: [], sum: [], parent: [] }
  let above = 0
  for (let row = 0; row < height; row += 1) {
    const first = runs.from.length
    addRow(runs, data, row, width)
    joinRows(runs, above, first)
    above = first
  }
  return runs
}

function addRow(runs: Runs, data: Float32Array, row: number, width: number): void {
  const end = (row + 1) * width
  for (let i = row * width; i < end; i += 1) {
    // Written so that NaN ends a stretch too.
    if (!(at(data, i) >= pixelCutoff)) continue
    const from = i
    let sum = 0
    while (i < end && at(data, i) >= pixelCutoff) {
      sum += Math.min(at(data, i), 1)
      i += 1
    }
    runs.parent.push(runs.from.length)
    runs.from.push(from - row * width)
    runs.until.push(i - row * width)
    runs.row.push(row)
    runs.sum.push(sum)
  }
}

/** Joins the stretches of a row, from `first` on, with those of the row above, `[above, first)`. */
function joinRows(runs: Runs, above: number, first: number): void {
  let upper = above
  for (let lower = first; lower < runs.from.length; lower += 1) {
    const from = runs.from[lower] ?? 0
    const until = runs.until[lower] ?? 0
    while (upper < first && (runs.until[upper] ?? 0) <= from) upper += 1
    for (let touching = upper; touching < first && (runs.from[touching] ?? 0) < until; touching += 1) {
      const a = rootOf(runs.parent, touching)
      const b = rootOf(runs.parent, lower)
      runs.parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
}

function rootOf(parent: number[], place: number): number {
  let root = place
  while (parent[root] !== root) {
    // Halves the way for those who come after.
    const next = parent[root] ?? root
    parent[root] = parent[next] ?? next
    root = parent[root] ?? root
  }
  return root
}

function blobsOf({ from, until, row, sum, parent }: Runs): readonly Blob[] {
  const blobs = new Map<number, Blob>()
  for (let run = 0; run < from.length; run += 1) {
    const root = rootOf(parent, run)
    const [left, right, line] = [from[run] ?? 0, until[run] ?? 0, row[run] ?? 0]
    const blob = blobs.get(root)
    if (!blob) {
      blobs.set(root, { left, right, top: line, bottom: line + 1, pixels: right - left, sum: sum[run] ?? 0 })
      continue
    }
    blob.left = Math.min(blob.left, left)
    blob.right = Math.max(blob.right, right)
    blob.bottom = line + 1
    blob.pixels += right - left
    blob.sum += sum[run] ?? 0
  }
  return [...blobs.values()]
}

function grownBox({ left, top, right, bottom, pixels }: Blob): Box {
  const length = Math.hypot(right - left, bottom - top)
  const by = (growth * pixels) / (2 * (length + pixels / length))
  return [left - by, top - by, right - left + 2 * by, bottom - top + 2 * by]
}
