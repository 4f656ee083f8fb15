import onnxProto from 'onnx-proto'
import { expect, test } from 'vitest'
import { InferenceSession, Tensor } from '../../native/inference/onnx-runtime.ts'
import { channelTensors, equaliseChannels, raisesOf } from './equalise-channels.ts'
import { type ChannelRanges, measureRanges } from './measure-ranges.ts'
import { decodeModel, encodeModel, floatValue, type OnnxModel } from './onnx-graph.ts'
import { quantise, quantisedTensors, type TensorRange } from './quantise.ts'

const { AttributeProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx
const { AttributeType } = AttributeProto

const size = { width: 16, height: 16 }

/** Numbers from -1 to 1, the same at every run. */
function weights(length: number): number[] {
  return Array.from({ length }, (_, i) => ((Math.imul(i + 1, 2654435761) >>> 24) - 128) / 128)
}

/** A pointwise convolution whose channels differ by a hundredfold, one for each channel alone, an addition, a float head. */
function network(): OnnxModel {
  const convolution = (from: string, to: string, side: number, group = 1) => {
    const ints = (name: string, values: number[]) =>
      AttributeProto.create({ name, type: AttributeType.INTS, ints: values })
    const pad = side >> 1
    const attribute = [
      ints('kernel_shape', [side, side]),
      ints('pads', [pad, pad, pad, pad]),
      AttributeProto.create({ name: 'group', type: AttributeType.INT, i: group }),
    ]
    return NodeProto.create({ opType: 'Conv', input: [from, `${to}:w`, `${to}:b`], output: [to], attribute })
  }
  const constant = (name: string, dims: number[], values: number[]) =>
    TensorProto.create({ name, dims, dataType: 1, floatData: values })
  const uneven = weights(12).map((value, at) => (value * 10) / 100 ** (Math.trunc(at / 3) / 3) / 255)
  const relu = (from: string, to: string) => NodeProto.create({ opType: 'Relu', input: [from], output: [to] })
  const graph = {
    name: 'test',
    node: [
      convolution('x', 'a', 1),
      relu('a', 'ar'),
      convolution('ar', 'b', 3, 4),
      relu('b', 'br'),
      convolution('br', 'c', 1),
      convolution('x', 'd', 1),
      NodeProto.create({ opType: 'Add', input: ['c', 'd'], output: ['sum'] }),
      convolution('sum', 'y', 1),
    ],
    initializer: [
      constant('a:w', [4, 3, 1, 1], uneven),
      constant('b:w', [4, 1, 3, 3], weights(36)),
      constant('c:w', [4, 4, 1, 1], weights(16)),
      constant('d:w', [4, 3, 1, 1], uneven.toReversed()),
      constant('y:w', [2, 4, 1, 1], weights(8)),
      ...['a', 'b', 'c', 'd'].map((to) =>
        constant(
          `${to}:b`,
          [4],
          weights(4).map((value) => Math.abs(value)),
        ),
      ),
      constant('y:b', [2], [0.5, -0.5]),
    ],
    input: [floatValue('x', [1, 3, 'h', 'w'])],
    output: [floatValue('y', [1, 2, 'h', 'w'])],
  }
  const proto = ModelProto.create({ irVersion: 4, opsetImport: [{ domain: '', version: 9 }], graph })
  return decodeModel(ModelProto.encode(proto).finish())
}

function* pictures() {
  for (const seed of [0, 5, 9]) {
    const tensor = Float32Array.from(weights(3 * 256 + seed).slice(seed), (value) => Math.round((value + 1) * 127.5))
    yield { tensor, size }
  }
}

const float = ['y']

async function measured(): Promise<ReadonlyMap<string, ChannelRanges>> {
  return await measureRanges(encodeModel(network()), quantisedTensors(network(), float), pictures())
}

function rangesOf(found: ReadonlyMap<string, ChannelRanges>): Record<string, TensorRange> {
  return Object.fromEntries(
    [...found].map(([name, { least, most }]) => [name, [Math.min(...least), Math.max(...most)] as const]),
  )
}

async function outputOf(model: Uint8Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 })
  const [picture] = pictures()
  const made = await session.run({ x: new Tensor('float32', picture?.tensor ?? new Float32Array(0), [1, 3, 16, 16]) })
  const values = Float32Array.from(made['y']?.data as Float32Array)
  await session.release()
  return values
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? Number.NaN)), 0) / a.length
}

test('bytes come near to floats, and nearer once channels are evened out', async () => {
  const found = await measured()
  const raises = Object.fromEntries(
    channelTensors(network()).map(({ name, free }) => [
      name,
      raisesOf(found.get(name)?.most ?? new Float32Array(0), free),
    ]),
  )
  expect(Object.keys(raises)).toEqual(['ar', 'br'])
  const expected = await outputOf(encodeModel(network()))
  const even = network()
  equaliseChannels(even, raises)
  expect(meanDifference(await outputOf(encodeModel(even)), expected)).toBeLessThan(1e-6)
  const errors = []
  for (const model of [network(), even]) {
    quantise(model, { ranges: rangesOf(found), float })
    errors.push(meanDifference(await outputOf(encodeModel(model)), expected))
  }
  const [plain = 0, evened = 0] = errors
  const spread = Math.max(...expected) - Math.min(...expected)
  expect(plain).toBeGreaterThan(0)
  expect(plain).toBeLessThan(spread * 0.02)
  expect(evened).toBeLessThan(plain)
})

test('only what is named stays in floats; equal input gives equal bytes; weights round to even', async () => {
  const ranges = rangesOf(await measured())
  const [first, second] = [network(), network()]
  quantise(first, { ranges, float })
  quantise(second, { ranges, float })
  expect(Buffer.compare(encodeModel(first), encodeModel(second))).toBe(0)
  const names = first.graph.initializer.map(({ name }) => name ?? '')
  expect(names).toContain('c:w:whole')
  expect(names).toContain('y:w')
  expect(names).not.toContain('c:w')
  expect(quantisedTensors(network(), float)).toEqual(['x', 'ar', 'br', 'c', 'd', 'sum'])
})

test('tensors that were not measured, or never anything but zero, are refused', () => {
  expect(() => quantise(network(), { ranges: {}, float })).toThrow('no range was measured for x')
  const nothing = Object.fromEntries(quantisedTensors(network(), float).map((name) => [name, [0, 0] as const]))
  expect(() => quantise(network(), { ranges: nothing, float })).toThrow('x was nothing but zero')
  expect(() => equaliseChannels(network(), {})).toThrow('no raises were measured for ar')
  expect(() => equaliseChannels(network(), { ar: '0', br: '0000' })).toThrow('more channels')
})

test('a channel is raised to the tallest where that is free, half the way elsewhere, never without end', () => {
  const most = Float32Array.of(8, 4, 3, 0.5, 0)
  expect(raisesOf(most, true)).toBe('01145')
  expect(raisesOf(most, false)).toBe('00022')
})
