import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LabelCutoffs, ModelOutputs } from './decode-family.ts'
import { familyById, familyIds } from './registry.ts'

const input = { width: 64, height: 32 }

/** The shapes of each family's outputs for the input, with two labels where the number is free. */
const shapes: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  centerface: { heatmap: [1, 1, 8, 16], sizes: [1, 2, 8, 16], offsets: [1, 2, 8, 16] },
  movenet: {
    centres: [1, 1, 8, 16],
    sizes: [1, 2, 8, 16],
    offsets: [1, 2, 8, 16],
    joints: [1, 34, 8, 16],
    jointScores: [1, 17, 8, 16],
    jointOffsets: [1, 34, 8, 16],
  },
  nanodet: { stride8: [1, 46, 4, 8], stride16: [1, 46, 2, 4], stride32: [1, 46, 1, 2] },
  dbnet: { probability: [1, 1, 32, 64] },
  yolo: { boxes: [1, 6, 42] },
}

const cutoffs: LabelCutoffs = new Map([
  [0, 0.2],
  [1, 0.2],
  [2, 0.2],
])

function outputsOf(family: string, numberAt: (place: number) => number): ModelOutputs {
  const tensors = Object.entries(shapes[family] ?? {}).map(([role, dims]) => {
    const data = new Float32Array(dims.reduce((product, size) => product * size, 1)).map((_, i) => numberAt(i))
    return [role, { data, dims }] as const
  })
  return Object.fromEntries(tensors)
}

function family(id: string) {
  const found = familyById(id)
  if (!found) throw new Error(`no family ${id}`)
  return found
}

const strange = fc.oneof(
  fc.float(),
  fc.float({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 0),
)

test.each(familyIds)('%s: every box is finite, scored from 0 to 1, best first, whatever the numbers', (id) => {
  const { decode, problemWith, labelsIn } = family(id)
  fc.assert(
    fc.property(fc.array(strange, { minLength: 1, maxLength: 97 }), (numbers) => {
      const outputs = outputsOf(id, (place) => numbers[place % numbers.length] ?? 0)
      expect(problemWith(outputs, input)).toBeNull()
      const boxes = decode(outputs, input, cutoffs)
      for (const { label, score, box } of boxes) {
        expect(label).toBeLessThan(labelsIn(outputs))
        expect(score >= 0.19 && score <= 1).toBe(true)
        expect(box.every(Number.isFinite)).toBe(true)
        expect(box[2] >= 0 && box[3] >= 0).toBe(true)
      }
      const scores = boxes.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }),
    { numRuns: 200 },
  )
})

test.each(familyIds)('%s: the same outputs give the same boxes; nothing wanted gives nothing', (id) => {
  const { decode } = family(id)
  const outputs = outputsOf(id, (place) => (Math.imul(place + 1, 2654435761) >>> 24) / 255)
  expect(decode(outputs, input, cutoffs)).toEqual(decode(outputs, input, cutoffs))
  expect(decode(outputs, input, new Map())).toEqual([])
})

test.each(familyIds)('%s: refuses an absent output, and outputs for another input', (id) => {
  const { problemWith, roles, scores } = family(id)
  expect(scores.every((role) => roles.includes(role))).toBe(true)
  const good = outputsOf(id, () => 0)
  expect(problemWith(good, input)).toBeNull()
  expect(problemWith({}, input)).toMatch(/^no output for /)
  expect(problemWith(good, { width: 128, height: 64 })).toMatch(/ is \d+(x\d+)+, n/)
})

test.each(familyIds)('%s: a picture full of things is looked at within bounds', (id) => {
  const large = { width: 1280, height: 736 }
  const tensors = Object.entries(shapes[id] ?? {}).map(([role, dims]) => {
    const wide = dims.map((size, axis) => (axis > 1 && dims.length === 4 ? size * (axis === 2 ? 23 : 20) : size))
    const own = id === 'yolo' ? [1, 6, 19_320] : wide
    return [role, { data: new Float32Array(own.reduce((a, b) => a * b, 1)).fill(0.9), dims: own }] as const
  })
  const outputs = Object.fromEntries(tensors)
  expect(family(id).problemWith(outputs, large)).toBeNull()
  expect(family(id).decode(outputs, large, cutoffs).length).toBeLessThanOrEqual(5000)
})
