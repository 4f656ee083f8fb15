import onnxProto, { type onnx } from 'onnx-proto'
import { type Dimension, floatValue, type OnnxModel } from './onnx-graph.ts'
import {
  type Constant,
  type GraphNode,
  type TensorflowGraph,
  textAttribute,
  textAttributes,
  wholeNumbers,
} from './tensorflow-graph.ts'

const { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx

/** Which part of a TensorFlow graph becomes the model. */
export type Conversion = {
  /** The node whose value becomes the input, under a new name, always as NCHW; `layout` is how the graph sees it. */
  readonly input: { readonly node: string; readonly name: string; readonly layout: 'NHWC' | 'NCHW' }
  /** Nodes whose values become outputs, as NCHW, by their new names, with the number of channels. */
  readonly outputs: readonly { readonly node: string; readonly name: string; readonly channels: number }[]
  /** By how much each resizing node enlarges, instead of the size that the graph computes or fixes. */
  readonly enlargements: Readonly<Record<string, number>>
}

/** A tensor of the new graph that stands for one of the old: axis i of the old is axis `order[i]` of the new. */
type Value = { readonly tensor: string; readonly order: readonly number[] }

const nchwInNhwc = [0, 2, 3, 1]
const asItIs = [0, 1, 2, 3]
const opsetVersion = 13

/**
 * Rewrites a TensorFlow graph of convolutions as ONNX (operator set 13). Every tensor is held as NCHW whatever the old
 * graph thinks, so that none of its transpositions is left. Throws on an operation that it does not know.
 */
export function convertGraph(graph: TensorflowGraph, conversion: Conversion): OnnxModel {
  return new Converter(graph, conversion).convert()
}

class Converter {
  readonly #graph: TensorflowGraph
  readonly #conversion: Conversion
  readonly #done = new Map<string, Value>()
  readonly #nodes: onnx.INodeProto[] = []
  readonly #initializers: onnx.ITensorProto[] = []

  constructor(graph: TensorflowGraph, conversion: Conversion) {
    this.#graph = graph
    this.#conversion = conversion
  }

  convert(): OnnxModel {
    const { input, outputs } = this.#conversion
    this.#done.set(input.node, { tensor: input.name, order: input.layout === 'NHWC' ? nchwInNhwc : asItIs })
    for (const { node, name } of outputs) {
      const { tensor } = this.#valueOf(node)
      this.#nodes.push(NodeProto.create({ opType: 'Identity', input: [tensor], output: [name] }))
    }
    const shape = (channels: number, kind: string): Dimension[] => [1, channels, `${kind}:rows`, `${kind}:columns`]
    const graph = GraphProto.create({
      name: 'converted',
      node: this.#nodes,
      initializer: this.#initializers,
      input: [floatValue(input.name, shape(3, input.name))],
      output: outputs.map(({ name, channels }) => floatValue(name, shape(channels, name))),
    })
    const opsetImport = [{ domain: '', version: opsetVersion }]
    const proto = ModelProto.create({ irVersion: 8, producerName: 'occlude', opsetImport, graph })
    return { proto, graph }
  }

  #valueOf(name: string): Value {
    const known = this.#done.get(name)
    if (known) return known
    const node = this.#graph.nodes.get(name)
    if (!node) throw new Error(`the graph has no node ${name}`)
    const made = this.#translate(node)
    this.#done.set(name, made)
    return made
  }

  #translate(node: GraphNode): Value {
    switch (node.op) {
      case 'Conv2D':
      case '_FusedConv2D':
        return this.#convolution(node, false)
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.#convolution(node, true)
      case 'MaxPool':
        return this.#pool(node)
      case 'Add':
      case 'AddV2':
        return this.#sum(node)
      case 'LeakyRelu':
        return this.#alike('LeakyRelu', node, [floatAttribute('alpha', node.attr?.['alpha']?.f ?? 0)])
      case 'Sigmoid':
        return this.#alike('Sigmoid', node, [])
      case 'Pad':
      case 'PadV2':
        return this.#pad(node)
      case 'Transpose':
        return this.#transposed(node)
      case 'ConcatV2':
        return this.#joined(node)
      case 'ResizeBilinear':
        return this.#resized(node)
      default:
        throw new Error(`${node.name} is a ${node.op}, which is not converted`)
    }
  }

  #convolution(node: GraphNode, depthwise: boolean): Value {
    const weights = this.#constantOf(inputOf(node, 1))
    const [height = 0, width = 0, channels = 0] = weights.shape
    const attributes = [
      wholeAttribute('kernel_shape', [height, width]),
      wholeAttribute('strides', wholeNumbers(node, 'strides').slice(1, 3)),
      wholeAttribute('dilations', wholeNumbers(node, 'dilations').slice(1, 3)),
      ...this.#padding(node),
    ]
    if (depthwise) attributes.push(countAttribute('group', channels))
    const inputs = [this.#planar(inputOf(node, 0)), this.#weights(weights, depthwise)]
    const fused = textAttributes(node, 'fused_ops')
    if (fused.includes('BiasAdd')) inputs.push(this.#constant(this.#constantOf(inputOf(node, 2))))
    let tensor = this.#add('Conv', inputs, attributes)
    for (const activation of fused.filter((name) => name !== 'BiasAdd')) tensor = this.#activation(activation, tensor)
    return { tensor, order: nchwInNhwc }
  }

  #activation(name: string, tensor: string): string {
    if (name === 'Relu') return this.#add('Relu', [tensor])
    if (name !== 'Relu6') throw new Error(`the activation ${name} is not converted`)
    const bounds = [0, 6].map((bound) => this.#constant({ shape: [], values: Float32Array.of(bound) }))
    return this.#add('Clip', [tensor, ...bounds])
  }

  #pool(node: GraphNode): Value {
    const attributes = [
      wholeAttribute('kernel_shape', wholeNumbers(node, 'ksize').slice(1, 3)),
      wholeAttribute('strides', wholeNumbers(node, 'strides').slice(1, 3)),
      ...this.#padding(node),
    ]
    return { tensor: this.#add('MaxPool', [this.#planar(inputOf(node, 0))], attributes), order: nchwInNhwc }
  }

  #padding(node: GraphNode): readonly onnx.AttributeProto[] {
    const padding = textAttribute(node, 'padding')
    if (padding === 'VALID') return []
    if (padding !== 'SAME') throw new Error(`the padding ${padding} of ${node.name} is not converted`)
    return [textAttributeOf('auto_pad', 'SAME_UPPER')]
  }

  #sum(node: GraphNode): Value {
    const [left, right] = [inputOf(node, 0), inputOf(node, 1)]
    const a = this.#valueOf(left)
    const constant = this.#graph.constants.get(right)
    if (constant) return { tensor: this.#add('Add', [a.tensor, this.#perChannel(constant, a)]), order: a.order }
    const b = this.#valueOf(right)
    if (a.order.join() !== b.order.join()) throw new Error(`${node.name} adds tensors of different layouts`)
    return { tensor: this.#add('Add', [a.tensor, b.tensor]), order: a.order }
  }

  #alike(opType: string, node: GraphNode, attributes: readonly onnx.AttributeProto[]): Value {
    const { tensor, order } = this.#valueOf(inputOf(node, 0))
    return { tensor: this.#add(opType, [tensor], attributes), order }
  }

  #pad(node: GraphNode): Value {
    const { tensor, order } = this.#valueOf(inputOf(node, 0))
    const { values } = this.#constantOf(inputOf(node, 1))
    const pads = new Int32Array(2 * order.length)
    for (const [axis, place] of order.entries()) {
      pads[place] = values[2 * axis] ?? 0
      pads[order.length + place] = values[2 * axis + 1] ?? 0
    }
    const inputs = [tensor, this.#constant({ shape: [pads.length], values: pads })]
    if (node.op === 'PadV2') inputs.push(this.#constant(this.#constantOf(inputOf(node, 2))))
    return { tensor: this.#add('Pad', inputs), order }
  }

  #transposed(node: GraphNode): Value {
    const { tensor, order } = this.#valueOf(inputOf(node, 0))
    const { values } = this.#constantOf(inputOf(node, 1))
    return { tensor, order: Array.from(values, (axis) => order[axis] ?? 0) }
  }

  #joined(node: GraphNode): Value {
    const names = node.input ?? []
    const values = names.slice(0, -1).map((name) => this.#valueOf(name))
    const orders = new Set(values.map(({ order }) => order.join()))
    const [first] = values
    if (!first || orders.size !== 1) throw new Error(`${node.name} joins tensors of different layouts`)
    const axis = this.#constantOf(inputOf(node, names.length - 1)).values[0] ?? 0
    const inputs = values.map(({ tensor }) => tensor)
    const place = countAttribute('axis', first.order[axis] ?? 0)
    return { tensor: this.#add('Concat', inputs, [place]), order: first.order }
  }

  #resized(node: GraphNode): Value {
    const factor = this.#conversion.enlargements[node.name]
    if (factor === undefined) throw new Error(`how much ${node.name} enlarges is not said`)
    if (node.attr?.['half_pixel_centers']?.b !== true) throw new Error(`${node.name} resizes from corners`)
    const scales = this.#constant({ shape: [4], values: Float32Array.of(1, 1, factor, factor) })
    const attributes = [
      textAttributeOf('mode', 'linear'),
      textAttributeOf('coordinate_transformation_mode', 'half_pixel'),
    ]
    return {
      tensor: this.#add('Resize', [this.#planar(inputOf(node, 0)), '', scales], attributes),
      order: nchwInNhwc,
    }
  }

  /** The tensor of a value that the old graph sees as NHWC. */
  #planar(name: string): string {
    const { tensor, order } = this.#valueOf(name)
    if (order.join() !== nchwInNhwc.join()) throw new Error(`${name} is not seen as NHWC`)
    return tensor
  }

  /** Weights from height x width x in x out (or x times, for each channel alone) to out x in x height x width. */
  #weights({ shape, values }: Constant, depthwise: boolean): string {
    const [height = 0, width = 0, from = 0, to = 0] = shape
    const moved = new Float32Array(values.length)
    const area = height * width
    for (let at = 0; at < values.length; at += 1) {
      const last = at % to
      const third = Math.trunc(at / to) % from
      const cell = Math.trunc(at / to / from)
      const filter = depthwise ? third * to + last : last * from + third
      moved[filter * area + cell] = values[at] ?? 0
    }
    const dims = depthwise ? [from * to, 1, height, width] : [to, from, height, width]
    return this.#constant({ shape: dims, values: moved })
  }

  /** One number per channel of the old graph's last axis, in a shape that the new graph can add. */
  #perChannel({ shape, values }: Constant, { order }: Value): string {
    if (shape.length !== 1) throw new Error('only one number per channel is added')
    const dims = order.map(() => 1)
    dims[order.at(-1) ?? 0] = values.length
    return this.#constant({ shape: dims, values })
  }

  #constantOf(name: string): Constant {
    const constant = this.#graph.constants.get(name)
    if (!constant) throw new Error(`${name} is no constant`)
    return constant
  }

  #constant({ shape, values }: Constant): string {
    const name = `c${this.#initializers.length}`
    const whole = values instanceof Int32Array
    const data = whole ? BigInt64Array.from(values, BigInt) : values
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const dataType = whole ? TensorProto.DataType.INT64 : TensorProto.DataType.FLOAT
    this.#initializers.push(TensorProto.create({ name, dims: [...shape], dataType, rawData }))
    return name
  }

  #add(opType: string, input: readonly string[], attribute: readonly onnx.AttributeProto[] = []): string {
    const name = `t${this.#nodes.length}`
    this.#nodes.push(NodeProto.create({ opType, input: [...input], output: [name], attribute: [...attribute] }))
    return name
  }
}

function inputOf(node: GraphNode, index: number): string {
  const name = node.input?.[index]
  if (name === undefined) throw new Error(`${node.name} has no input ${index}`)
  return name
}

function wholeAttribute(name: string, ints: readonly number[]): onnx.AttributeProto {
  return AttributeProto.create({ name, type: AttributeProto.AttributeType.INTS, ints: [...ints] })
}

function countAttribute(name: string, i: number): onnx.AttributeProto {
  return AttributeProto.create({ name, type: AttributeProto.AttributeType.INT, i })
}

function floatAttribute(name: string, f: number): onnx.AttributeProto {
  return AttributeProto.create({ name, type: AttributeProto.AttributeType.FLOAT, f })
}

function textAttributeOf(name: string, text: string): onnx.AttributeProto {
  return AttributeProto.create({ name, type: AttributeProto.AttributeType.STRING, s: new TextEncoder().encode(text) })
}
