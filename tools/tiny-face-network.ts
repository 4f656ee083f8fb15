import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import onnxProto from 'onnx-proto'
import { encodeModel, type OnnxModel } from './models/onnx-graph.ts'
import type { Constant, GraphNode } from './models/tensorflow-graph.ts'
import { convertGraph } from './models/tensorflow-to-onnx.ts'

const { AttributeProto, NodeProto, TensorProto } = onnxProto.onnx

const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'model')

type WeightEntry = {
  readonly name: string
  readonly shape: readonly number[]
  readonly quantization: { readonly scale: number; readonly min: number }
}

/** Sides of the input, of the grid, and of a cell, in pixels and cells. */
const side = 416
const grid = 13
const cell = 32

/** Width and height of the five boxes that each cell starts from, in cells. */
const anchors = [1.603231, 2.094468, 6.041143, 7.080126, 2.882459, 3.518061, 4.266906, 5.178857, 9.041765, 10.66308]

/**
 * The tiny face detector of the npm package @vladmandic/face-api (MIT; a YOLO version 2 of separable convolutions) as
 * an ONNX file that answers as YOLO version 5 does: 1 x 845 x 6 for a picture of 416 x 416, centre, size, score, and a
 * score of 1 for its only label. A detector that somebody else trained, for tests. Input `picture`, RGB, NCHW,
 * (value - mean) / 255.
 */
export function tinyFaceNetwork(): Uint8Array {
  const layers = new Layers()
  layers.node('conv0', 'Conv2D', ['picture', 'conv0/filters'], { padding: 'VALID' })
  layers.bend('conv0')
  let last = 'conv0'
  for (let layer = 1; layer <= 5; layer += 1) {
    layers.node(`pool${layer}`, 'MaxPool', [`${last}/bent`], { padding: 'SAME', stride: 2 })
    last = `conv${layer}`
    layers.node(`${last}/each`, 'DepthwiseConv2dNative', [`pool${layer}`, `${last}/depthwise_filter`], {})
    layers.node(last, 'Conv2D', [`${last}/each`, `${last}/pointwise_filter`], {})
    layers.bend(last)
  }
  layers.node('pool6', 'MaxPool', [`${last}/bent`], { padding: 'SAME' })
  layers.node('conv8', 'Conv2D', ['pool6', 'conv8/filters'], {})
  layers.node('cells', 'AddV2', ['conv8', 'conv8/bias'], {})
  const graph = { nodes: layers.nodes, constants: readWeights() }
  const model = convertGraph(graph, {
    input: { node: 'picture', name: 'picture', layout: 'NHWC' },
    outputs: [{ node: 'cells', name: 'cells', channels: 25 }],
    enlargements: {},
  })
  addBoxes(model)
  return encodeModel(model)
}

class Layers {
  readonly nodes = new Map<string, GraphNode>()

  node(name: string, op: string, input: string[], { padding = 'SAME', stride = 1 }): void {
    const list = (size: number) => ({ list: { i: [1, size, size, 1] } })
    const text = { s: Buffer.from(padding).toString('base64') }
    const attr = { strides: list(stride), dilations: list(1), ksize: list(2), padding: text, alpha: { f: 0.1 } }
    this.nodes.set(name, { name, op, input, attr })
  }

  bend(name: string): void {
    this.node(`${name}/sum`, 'AddV2', [name, `${name}/bias`], {})
    this.node(`${name}/bent`, 'LeakyRelu', [`${name}/sum`], {})
  }
}

/** Weights of a byte each, spread from `min` in steps of `scale`. */
function readWeights(): ReadonlyMap<string, Constant> {
  const read = (name: string) => readFileSync(join(folder, name))
  const manifest = read('tiny_face_detector_model-weights_manifest.json').toString('utf8')
  const bytes = read('tiny_face_detector_model.bin')
  const constants = new Map<string, Constant>()
  let offset = 0
  for (const { name, shape, quantization } of (JSON.parse(manifest) as [{ weights: WeightEntry[] }])[0].weights) {
    const count = shape.reduce((product, size) => product * size, 1)
    const stored = bytes.subarray(offset, offset + count)
    const values = Float32Array.from(stored, (byte) => byte * quantization.scale + quantization.min)
    constants.set(name, { shape, values })
    offset += count
  }
  return constants
}

/** From 25 numbers per cell to boxes: the last layer of YOLO version 2 (Redmon and Farhadi 2016, arXiv:1612.08242). */
function addBoxes({ graph }: OnnxModel): void {
  const boxes = grid * grid * 5
  const places = Array.from({ length: boxes }, (_, i) => [Math.trunc(i / 5) % grid, Math.trunc(i / 5 / grid)]).flat()
  const sizes = Array.from({ length: boxes }, (_, i) => anchors.slice(2 * (i % 5), 2 * (i % 5) + 2)).flat()
  const floats = (name: string, dims: number[], values: readonly number[]) => {
    const data = { dataType: TensorProto.DataType.FLOAT, floatData: [...values] }
    graph.initializer.push(TensorProto.create({ name, dims, ...data }))
  }
  const whole = (name: string, values: readonly number[]) => {
    const data = { dataType: TensorProto.DataType.INT64, int64Data: [...values] }
    graph.initializer.push(TensorProto.create({ name, dims: [values.length], ...data }))
  }
  floats('places', [1, boxes, 2], places)
  floats('sizes', [1, boxes, 2], sizes)
  floats('label', [1, boxes, 1], new Array(boxes).fill(1))
  floats('cell', [], [cell])
  whole('shape', [1, boxes, 5])
  whole('axis', [2])
  for (let i = 0; i <= 5; i += 1) whole(`at${i}`, [i])
  const ints = (name: string, values: number[]) =>
    AttributeProto.create({ name, type: AttributeProto.AttributeType.INTS, ints: values })
  const axis = AttributeProto.create({ name: 'axis', type: AttributeProto.AttributeType.INT, i: 2 })
  const add = (opType: string, input: string[], output: string, ...attribute: ReturnType<typeof ints>[]) =>
    graph.node.push(NodeProto.create({ opType, input, output: [output], attribute }))
  add('Transpose', ['cells'], 'together', ints('perm', [0, 2, 3, 1]))
  add('Reshape', ['together', 'shape'], 'rows')
  for (const [name, from, until] of [
    ['xy', 0, 2],
    ['wh', 2, 4],
    ['o', 4, 5],
  ] as const) {
    add('Slice', ['rows', `at${from}`, `at${until}`, 'axis'], name)
  }
  add('Sigmoid', ['xy'], 'within')
  add('Add', ['within', 'places'], 'centres')
  add('Exp', ['wh'], 'grown')
  add('Mul', ['grown', 'sizes'], 'sides')
  add('Concat', ['centres', 'sides'], 'inCells', axis)
  add('Mul', ['inCells', 'cell'], 'inPixels')
  add('Sigmoid', ['o'], 'score')
  add('Concat', ['inPixels', 'score', 'label'], 'boxes', axis)
  const dim = [1, boxes, 6].map((dimValue) => ({ dimValue }))
  graph.output = [{ name: 'boxes', type: { tensorType: { elemType: TensorProto.DataType.FLOAT, shape: { dim } } } }]
  const inputShape = [1, 3, side, side].map((dimValue) => ({ dimValue }))
  const elemType = TensorProto.DataType.FLOAT
  graph.input = [{ name: 'picture', type: { tensorType: { elemType, shape: { dim: inputShape } } } }]
}

/** What a force would write into its manifest for this network; `own` says which class it finds, and when it looks. */
export function tinyFaceEntry(network: Uint8Array, own: object) {
  return {
    id: 'tiny-face',
    family: 'yolo',
    file: 'tiny-face.onnx',
    sha256: createHash('sha256').update(network).digest('hex'),
    source: { registry: 'local', version: '1.7.15', origin: 'npm @vladmandic/face-api, converted' },
    licences: { package: 'MIT', weights: 'MIT' },
    input: {
      ...{ name: 'picture', layout: 'NCHW', order: 'RGB', mean: [117.001, 114.697, 97.404] },
      ...{ scale: [1 / 255, 1 / 255, 1 / 255], multipleOf: 32, size: { width: 416, height: 416 } },
    },
    outputs: { boxes: 'boxes' },
    accuracy: [],
    card: 'tiny-face.md',
    ...own,
  }
}
