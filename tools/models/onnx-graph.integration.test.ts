import onnxProto from 'onnx-proto'
import { expect, test } from 'vitest'
import { InferenceSession, Tensor } from '../../native/inference/onnx-runtime.ts'
import { decodeModel, encodeModel, fixInitializers, keepOutputs, shapeInput, storeWeightsAsHalf } from './onnx-graph.ts'
import { runInStrips } from './row-strips.ts'

const { AttributeProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx

/** Numbers from -1 to 1 that half precision holds exactly, the same at every run. */
function weights(length: number): number[] {
  return Array.from({ length }, (_, i) => ((Math.imul(i + 1, 2654435761) >>> 24) - 128) / 128)
}

/** Three convolutions, the first and the last halving the picture, with an addition and a head that nobody wants. */
function network(): Uint8Array {
  const convolution = (from: string, to: string, stride: number) => {
    const ints = (name: string, values: number[]) =>
      AttributeProto.create({ name, type: AttributeProto.AttributeType.INTS, ints: values })
    const attribute = [ints('strides', [stride, stride]), ints('pads', [1, 1, 1, 1])]
    return NodeProto.create({ opType: 'Conv', input: [from, `${to}:w`], output: [to], attribute })
  }
  const weight = (to: string, channels: number) =>
    TensorProto.create({ name: `${to}:w`, dims: [4, channels, 3, 3], dataType: 1, floatData: weights(36 * channels) })
  const floats = (name: string, shape: number[]) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  })
  const graph = {
    name: 'test',
    node: [
      convolution('x', 'half', 2),
      NodeProto.create({ opType: 'Relu', input: ['half'], output: ['bent'] }),
      convolution('bent', 'same', 1),
      NodeProto.create({ opType: 'Add', input: ['same', 'bent'], output: ['sum'] }),
      convolution('sum', 'quarter', 2),
      convolution('quarter', 'head', 1),
      convolution('quarter', 'unwanted', 1),
    ],
    initializer: ['half', 'same', 'quarter', 'head', 'unwanted'].map((to) => weight(to, to === 'half' ? 3 : 4)),
    input: [floats('x', [1, 3, 32, 32]), floats('half:w', [4, 3, 3, 3])],
    output: [floats('unwanted', [1, 4, 8, 8])],
  }
  return ModelProto.encode(
    ModelProto.create({ irVersion: 3, opsetImport: [{ domain: '', version: 9 }], graph }),
  ).finish()
}

function edited(strips: number | null, half = false): Uint8Array {
  const model = decodeModel(network())
  fixInitializers(model)
  shapeInput(model, 'x', [1, 3, 'h', 'w'])
  keepOutputs(model, { head: [1, 4, 'r', 'c'], sum: [1, 4, 'r2', 'c2'] })
  if (strips !== null) {
    const ends = [
      { name: 'sum', inputRows: 2 },
      { name: 'quarter', inputRows: 4 },
    ]
    runInStrips(model, { input: 'x', ends, halo: 8, strips })
  }
  if (half) storeWeightsAsHalf(model)
  return encodeModel(model)
}

async function run(model: Uint8Array, width: number, height: number): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 })
  const picture = Float32Array.from(weights(3 * width * height))
  const made = await session.run({ x: new Tensor('float32', picture, [1, 3, height, width]) })
  const outputs = Object.entries(made).map(
    ([name, { data }]) => [name, Float32Array.from(data as Float32Array)] as const,
  )
  await session.release()
  return Object.fromEntries(outputs)
}

function largestDifference(a: Record<string, Float32Array>, b: Record<string, Float32Array>): number {
  expect(Object.keys(a).sort()).toEqual(['head', 'sum'])
  return Math.max(
    ...Object.entries(a).map(([name, values]) => {
      expect(b[name]?.length).toBe(values.length)
      return values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[name]?.[i] ?? Number.NaN))), 0)
    }),
  )
}

test.each([
  [32, 16, 2],
  [32, 32, 4],
  [48, 96, 4],
  [64, 48, 3],
])('an input of %i x %i in %i strips gives what the whole gives', async (width, height, strips) => {
  const whole = await run(edited(null), width, height)
  expect(largestDifference(whole, await run(edited(strips), width, height))).toBeLessThan(1e-4)
  expect(Math.max(...(whole['head'] ?? []))).toBeGreaterThan(1)
})

test('half precision gives the same where the weights fit, in a smaller file, and refuses others', async () => {
  const plain = edited(null)
  const half = edited(null, true)
  expect(half.length).toBeLessThan(plain.length * 0.8)
  expect(largestDifference(await run(plain, 32, 32), await run(half, 32, 32))).toBe(0)
  const model = decodeModel(network())
  for (const tensor of model.graph.initializer) tensor.floatData = (tensor.floatData ?? []).map(() => 1e6)
  expect(() => storeWeightsAsHalf(model)).toThrow('exceeds half precision')
})

test('equal edits give equal bytes; what nobody needs is gone', () => {
  expect(Buffer.compare(edited(4, true), edited(4, true))).toBe(0)
  const { graph } = decodeModel(edited(null))
  expect(graph.input.map((input) => input.name)).toEqual(['x'])
  expect(graph.initializer.map((tensor) => tensor.name)).toEqual(['half:w', 'same:w', 'quarter:w', 'head:w'])
})

test('refuses outputs that are not made, other inputs, and strips that something else looks into', () => {
  const model = decodeModel(network())
  expect(() => keepOutputs(model, { nothing: [1] })).toThrow('makes no nothing')
  expect(() => shapeInput(model, 'x', [1])).toThrow('not the only input')
  const ends = [{ name: 'quarter', inputRows: 4 }]
  keepOutputs(model, { head: [1, 4, 'r', 'c'] })
  model.graph.node.push(NodeProto.create({ opType: 'Relu', input: ['sum'], output: ['spy'] }))
  expect(() => runInStrips(model, { input: 'x', ends, halo: 8, strips: 2 })).toThrow('sum is read outside')
  expect(() => decodeModel(new Uint8Array(0))).toThrow('no graph')
})
