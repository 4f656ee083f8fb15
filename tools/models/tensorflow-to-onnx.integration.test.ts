import { expect, test } from 'vitest'
import { InferenceSession, Tensor } from '../../native/inference/onnx-runtime.ts'
import { encodeModel, storeWeightsAsHalf } from './onnx-graph.ts'
import { readTensorflowGraph } from './tensorflow-graph.ts'
import { type Conversion, convertGraph } from './tensorflow-to-onnx.ts'

type Weight = { readonly name: string; readonly shape: readonly number[]; readonly values: readonly number[] }

const base64 = (text: string) => Buffer.from(text).toString('base64')
const text = (value: string) => ({ s: base64(value) })
const list = (...values: number[]) => ({ list: { i: values.map(String) } })
const halfPixel = { half_pixel_centers: { b: true } }
const plain = { strides: list(1, 1, 1, 1), dilations: list(1, 1, 1, 1), padding: text('VALID') }

type Node = { readonly name: string; readonly op: string; readonly input?: readonly string[]; readonly attr?: object }

/** A TensorFlow.js model in memory: weights in half precision, whole numbers as int32. */
function published(nodes: readonly Node[], weights: readonly Weight[], whole: readonly Weight[] = []) {
  const constants = [...weights, ...whole].map(({ name }) => ({ name, op: 'Const' }))
  const entries = [
    ...weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32', quantization: { dtype: 'float16' } })),
    ...whole.map(({ name, shape }) => ({ name, shape, dtype: 'int32' })),
  ]
  const json = { modelTopology: { node: [...constants, ...nodes] }, weightsManifest: [{ weights: entries }] }
  const bytes = [
    ...weights.map(({ values }) => new Uint8Array(Float16Array.from(values).buffer)),
    ...whole.map(({ values }) => new Uint8Array(Int32Array.from(values).buffer)),
  ]
  return { json: new TextEncoder().encode(JSON.stringify(json)), weights: Buffer.concat(bytes) }
}

async function run(
  nodes: readonly Node[],
  conversion: Omit<Conversion, 'input'> & { readonly layout?: 'NHWC' | 'NCHW' },
  picture: { readonly values: readonly number[]; readonly shape: readonly number[] },
  weights: readonly Weight[],
  whole: readonly Weight[] = [],
) {
  const { json, weights: bytes } = published([{ name: 'x', op: 'Placeholder' }, ...nodes], weights, whole)
  const { layout = 'NHWC', ...rest } = conversion
  const model = convertGraph(readTensorflowGraph(json, bytes), { ...rest, input: { node: 'x', name: 'in', layout } })
  storeWeightsAsHalf(model, 1)
  const operators = model.graph.node.map((node) => node.opType)
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 })
  const { out } = await session.run({ in: new Tensor('float32', Float32Array.from(picture.values), picture.shape) })
  const answer = { dims: out?.dims, data: Array.from(out?.data as Float32Array), operators }
  await session.release()
  return answer
}

const outputs = (node: string, channels: number) => ({ outputs: [{ node, name: 'out', channels }], enlargements: {} })

/** Planes of 2 x 2: 1 2 3 4, 10 20 30 40, 100 200 300 400. */
const picture = { values: [1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400], shape: [1, 3, 2, 2] }

test('a convolution of NHWC with its bias and bend, weights height x width x in x out', async () => {
  const weights = [
    { name: 'w', shape: [1, 1, 3, 2], values: [1, 0, 1, 0, 0, -1] },
    { name: 'b', shape: [2], values: [0.5, 200] },
  ]
  const fused = { list: { s: ['BiasAdd', 'Relu'].map(base64) } }
  const node = { name: 'c', op: '_FusedConv2D', input: ['x', 'w', 'b'], attr: { ...plain, fused_ops: fused } }
  expect(await run([node], outputs('c', 2), picture, weights)).toMatchObject({
    dims: [1, 2, 2, 2],
    data: [11.5, 22.5, 33.5, 44.5, 100, 0, 0, 0],
  })
})

test('a convolution of each channel alone, twice, and padding at the far side for a stride of two', async () => {
  const weights = [{ name: 'w', shape: [1, 2, 3, 2], values: [1, 2, 1, 2, 1, 2, 1, 0, 1, 0, 1, 0] }]
  const attr = { ...plain, strides: list(1, 2, 2, 1), padding: text('SAME') }
  const node = { name: 'c', op: 'DepthwiseConv2dNative', input: ['x', 'w'], attr }
  const answer = await run([node], outputs('c', 6), picture, weights)
  expect(answer).toMatchObject({ dims: [1, 6, 1, 1], data: [3, 2, 30, 20, 300, 200] })
})

test('a graph that is NCHW round NHWC convolutions: not one transposition is left', async () => {
  const weights = [
    { name: 'w', shape: [1, 1, 3, 1], values: [1, 1, 1] },
    { name: 'b', shape: [1], values: [-222] },
  ]
  const whole = [
    { name: 'to', shape: [4], values: [0, 2, 3, 1] },
    { name: 'back', shape: [4], values: [0, 3, 1, 2] },
    { name: 'pads', shape: [4, 2], values: [0, 0, 0, 0, 1, 0, 0, 2] },
    { name: 'axis', shape: [], values: [1] },
  ]
  const nodes = [
    { name: 'p', op: 'Pad', input: ['x', 'pads'] },
    { name: 'a', op: 'Transpose', input: ['p', 'to'] },
    { name: 'c', op: 'Conv2D', input: ['a', 'w'], attr: plain },
    { name: 's', op: 'Add', input: ['c', 'b'] },
    { name: 't', op: 'Transpose', input: ['s', 'back'] },
    { name: 'l', op: 'LeakyRelu', input: ['t'], attr: { alpha: { f: 0.5 } } },
    { name: 'j', op: 'ConcatV2', input: ['l', 't', 'axis'] },
  ]
  const answer = await run(nodes, { ...outputs('j', 2), layout: 'NCHW' }, picture, weights, whole)
  expect(answer.dims).toEqual([1, 2, 3, 4])
  expect(answer.data).toEqual([
    ...[-111, -111, -111, -111, -55.5, 0, -111, -111, 111, 222, -111, -111],
    ...[-222, -222, -222, -222, -111, 0, -222, -222, 111, 222, -222, -222],
  ])
  expect(answer.operators).not.toContain('Transpose')
})

test('enlarging by what is said, between the middles of pixels; pooling; sums of two', async () => {
  const nodes = [
    { name: 'r', op: 'ResizeBilinear', input: ['x', 'size'], attr: halfPixel },
    { name: 'm', op: 'MaxPool', input: ['r'], attr: { ksize: list(1, 4, 4, 1), ...plain } },
    { name: 'd', op: 'AddV2', input: ['m', 'm'] },
  ]
  const asked = { ...outputs('d', 3), enlargements: { r: 2 } }
  const answer = await run(nodes, asked, picture, [])
  expect(answer).toMatchObject({ dims: [1, 3, 1, 1], data: [8, 80, 800] })
  await expect(run(nodes, outputs('d', 3), picture, [])).rejects.toThrow('how much r enlarges is not said')
})

test('refuses what it does not know, and weights that end early or late', async () => {
  await expect(run([{ name: 'q', op: 'Einsum', input: ['x'] }], outputs('q', 1), picture, [])).rejects.toThrow(
    'q is a Einsum, which is not converted',
  )
  await expect(run([], outputs('nowhere', 1), picture, [])).rejects.toThrow('no node nowhere')
  const { json, weights } = published([], [{ name: 'w', shape: [3], values: [1, 2, 3] }])
  expect(() => readTensorflowGraph(json, weights.subarray(0, 5))).toThrow('ends early')
  expect(() => readTensorflowGraph(json, Buffer.concat([weights, weights]))).toThrow('more than its manifest says')
})
