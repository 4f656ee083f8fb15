import { expect, test } from 'vitest'
import { frameIndex } from '../../core/time.ts'
import { typescriptKernels } from '../../kernels/index.ts'
import { InputTensors } from './input-tensors.ts'
import { fitLetterbox } from './letterbox.ts'

const input = {
  name: 'x',
  layout: 'NCHW',
  order: 'BGR',
  mean: [10, 20, 30],
  scale: [1, 0.5, 2],
  multipleOf: 4,
} as const

/** A picture whose every pixel is (100, 110, 120). */
const grey = {
  frame: frameIndex(0),
  toRgb: (width: number, height: number) => new Uint8Array(width * height * 3).map((_, i) => 100 + (i % 3) * 10),
}

test('lays the picture at the top left of a black one, planes in the order of the model', () => {
  const letterbox = fitLetterbox([0, 0, 6, 3], 6, { multipleOf: 4 })
  expect(letterbox.input).toEqual({ width: 8, height: 4 })
  const tensor = new InputTensors(typescriptKernels).make(grey, letterbox, input)
  const at = (plane: number, x: number, y: number) => tensor[plane * 32 + y * 8 + x]
  expect([at(0, 0, 0), at(1, 5, 2), at(2, 5, 2)]).toEqual([110, 45, 140])
  expect([at(0, 6, 0), at(1, 0, 3), at(2, 7, 3)]).toEqual([-10, -10, -60])
})

test('puts the channels of a pixel together where the model wants them so', () => {
  const letterbox = fitLetterbox([0, 0, 6, 3], 6, { multipleOf: 4 })
  const tensors = new InputTensors(typescriptKernels)
  const tensor = tensors.make(grey, letterbox, { ...input, layout: 'NHWC' })
  expect([...tensor.subarray(0, 6)]).toEqual([110, 45, 140, 110, 45, 140])
  expect([...tensor.subarray(18, 21)]).toEqual([-10, -10, -60])
})

test('uses memory again once it was given back, and not before; for smaller tensors too', () => {
  const tensors = new InputTensors(typescriptKernels)
  const letterbox = fitLetterbox([0, 0, 8, 8], 8, { multipleOf: 4 })
  const first = tensors.make(grey, letterbox, input)
  const second = tensors.make(grey, letterbox, input)
  expect(second.buffer).not.toBe(first.buffer)
  tensors.giveBack(first)
  const smaller = tensors.make(grey, fitLetterbox([0, 0, 8, 8], 4, { multipleOf: 4 }), input)
  expect(smaller.length).toBe(3 * 4 * 4)
  expect(smaller.buffer).toBe(first.buffer)
  tensors.giveBack(smaller)
  const again = tensors.make(grey, letterbox, input)
  expect(again.length).toBe(first.length)
  expect(again.buffer).toBe(first.buffer)
})

test('a picture smaller than asked for is a bug', () => {
  const short = { ...grey, toRgb: () => new Uint8Array(10) }
  const letterbox = fitLetterbox([0, 0, 8, 8], 8, { multipleOf: 4 })
  expect(() => new InputTensors(typescriptKernels).make(short, letterbox, input)).toThrow(RangeError)
})
