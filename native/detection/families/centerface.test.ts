import { expect, test } from 'vitest'
import { centerface } from './centerface.ts'
import type { ModelOutputs } from './decode-family.ts'

const input = { width: 64, height: 32 }
const columns = 16
const cells = columns * 8
const faces = new Map([[0, 0.15]])

type Cell = { column: number; row: number; score: number; width: number; height: number; x?: number; y?: number }

/** Outputs with a face per given cell; sizes in input pixels, offsets in cells. */
function outputsWith(...found: readonly Cell[]): ModelOutputs {
  const heatmap = new Float32Array(cells)
  const sizes = new Float32Array(2 * cells)
  const offsets = new Float32Array(2 * cells)
  for (const { column, row, score, width, height, x = 0, y = 0 } of found) {
    const cell = row * columns + column
    heatmap[cell] = score
    sizes[cell] = Math.log(height / 4)
    sizes[cells + cell] = Math.log(width / 4)
    offsets[cell] = y
    offsets[cells + cell] = x
  }
  return {
    heatmap: { data: heatmap, dims: [1, 1, 8, columns] },
    sizes: { data: sizes, dims: [1, 2, 8, columns] },
    offsets: { data: offsets, dims: [1, 2, 8, columns] },
  }
}

function rounded(outputs: ModelOutputs): unknown[] {
  return centerface
    .decode(outputs, input, faces)
    .map(({ box, score }) => [...box.map((n) => Math.round(n * 100) / 100), Math.round(score * 100) / 100])
}

test('reads centre, size and offset of a face', () => {
  const outputs = outputsWith({ column: 5, row: 3, score: 0.9, width: 12, height: 20, x: 0.25, y: -0.25 })
  // Centre: (5.75, 3.25) cells = (23, 13) px.
  expect(rounded(outputs)).toEqual([[17, 3, 12, 20, 0.9]])
})

test('gives nothing for an empty map, for scores below the cutoff, or when the label is not wanted', () => {
  expect(rounded(outputsWith())).toEqual([])
  expect(rounded(outputsWith({ column: 5, row: 3, score: 0.14, width: 12, height: 20 }))).toEqual([])
  const outputs = outputsWith({ column: 5, row: 3, score: 0.9, width: 12, height: 20 })
  expect(centerface.decode(outputs, input, new Map([[1, 0.1]]))).toEqual([])
})

test('keeps the stronger of two boxes on one face, and both of neighbours', () => {
  const twice = outputsWith(
    { column: 5, row: 3, score: 0.5, width: 12, height: 12 },
    { column: 6, row: 3, score: 0.8, width: 12, height: 12, x: -0.5 },
    { column: 12, row: 3, score: 0.4, width: 12, height: 12 },
  )
  expect(rounded(twice).map((box) => (box as number[])[4])).toEqual([0.8, 0.4])
})

test('passes over NaN and infinite numbers, and caps scores at 1', () => {
  const outputs = outputsWith(
    { column: 1, row: 1, score: Number.NaN, width: 8, height: 8 },
    { column: 4, row: 1, score: 0.9, width: Number.POSITIVE_INFINITY, height: 8 },
    { column: 7, row: 1, score: 0.9, width: 8, height: Number.NaN },
    { column: 10, row: 1, score: 0.9, width: 8, height: 8, x: Number.NEGATIVE_INFINITY },
    { column: 13, row: 1, score: 7, width: 8, height: 8 },
  )
  expect(rounded(outputs)).toEqual([[50, 2, 8, 8, 1]])
  const huge = outputsWith({ column: 1, row: 1, score: 0.9, width: 8, height: 8 })
  huge['sizes']?.data.fill(3e38)
  expect(rounded(huge)).toEqual([])
})

test('a map that is high everywhere stays bounded', () => {
  const side = 1920
  const many = (side / 4) ** 2
  const outputs = {
    heatmap: { data: new Float32Array(many).fill(0.9), dims: [1, 1, side / 4, side / 4] },
    sizes: { data: new Float32Array(2 * many), dims: [1, 2, side / 4, side / 4] },
    offsets: { data: new Float32Array(2 * many), dims: [1, 2, side / 4, side / 4] },
  }
  const found = centerface.decode(outputs, { width: side, height: side }, faces)
  expect(found.length).toBe(5000)
})

test('refuses outputs of another shape, or absent ones', () => {
  const good = outputsWith()
  expect(centerface.problemWith(good, input)).toBeNull()
  expect(centerface.problemWith(good, { width: 64, height: 64 })).toBe('heatmap is 1x1x8x16, not 1x1x16x16')
  expect(centerface.problemWith({ heatmap: good['heatmap'] ?? never() }, input)).toBe('no output for sizes')
})

function never(): never {
  throw new Error('the heat map is always there')
}
