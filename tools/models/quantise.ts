import onnxProto, { type onnx } from 'onnx-proto'
import { floatsOf, type OnnxModel } from './onnx-graph.ts'

const { AttributeProto, NodeProto, TensorProto } = onnxProto.onnx
const { DataType } = TensorProto

/** The smallest and the largest number that a tensor holds over the calibration pictures. */
export type TensorRange = readonly [least: number, most: number]

/** What is to be computed with whole numbers. */
export type QuantisationPlan = {
  /** By the name of a tensor in the graph; every tensor of `quantisedTensors` must be there. */
  readonly ranges: Readonly<Record<string, TensorRange>>
  /** Outputs of nodes that go on computing with floats. */
  readonly float: readonly string[]
}

/** A scale and the whole number that stands for zero, of an unsigned byte. */
type Step = { readonly scale: number; readonly zero: number }

const largestWeight = 127
/** Biases stay far from the ends of 32 bits, as sums are added to them. */
const largestBias = 2 ** 30

/**
 * Puts QuantizeLinear and DequantizeLinear (QDQ form, ONNX operator set 13) around convolutions and additions: activations
 * as unsigned bytes with one scale a tensor, weights as signed bytes with one scale for each output channel and zero at
 * zero, biases as 32 bits. A runtime with kernels for bytes fuses each group to one of them; to others the graph is still
 * what it says. Rounds to even, in double precision from float32 weights: equal input gives equal bytes on every machine.
 * (Jacob and others 2018, arXiv:1712.05877; Krishnamoorthi 2018, arXiv:1806.08342.)
 */
export function quantise(model: OnnxModel, { ranges, float }: QuantisationPlan): void {
  const { graph, proto } = model
  const steps = new Map(quantisedTensors(model, float).map((name) => [name, stepOf(name, ranges[name])] as const))
  const made = new QuantisedGraph(graph, steps, new Set(float))
  graph.node = made.build()
  // Of the operators of plain convolutional networks none changed from 9 to 13.
  proto.opsetImport = [{ domain: '', version: 13 }]
  if (Number(proto.irVersion) < 7) proto.irVersion = 7
}

/**
 * The tensors that bytes will stand for: what convolutions and additions read and make, after the Relu that follows them
 * where one does. In the graph's order.
 */
export function quantisedTensors({ graph }: OnnxModel, float: readonly string[]): readonly string[] {
  const relus = relusOf(graph)
  const kept = new Set(float)
  const names = graph.node.flatMap((node) => {
    const output = node.output?.[0] ?? ''
    if (!isQuantised(node, kept)) return []
    const inputs = node.opType === 'Conv' ? (node.input ?? []).slice(0, 1) : (node.input ?? [])
    return [...inputs, relus.get(output) ?? output]
  })
  return [...new Set(names)]
}

function isQuantised(node: onnx.INodeProto, float: ReadonlySet<string>): boolean {
  return (node.opType === 'Conv' || node.opType === 'Add') && !float.has(node.output?.[0] ?? '')
}

/** What the only reader of a tensor makes, where that is a Relu. */
function relusOf(graph: onnx.GraphProto): ReadonlyMap<string, string> {
  const outputs = new Set(graph.output.map(({ name }) => name ?? ''))
  const readers = Map.groupBy(
    graph.node.flatMap((node) => (node.input ?? []).map((name) => ({ name, node }))),
    ({ name }) => name,
  )
  return new Map(
    [...readers].flatMap(([name, [only, ...more]]) =>
      only?.node.opType === 'Relu' && more.length === 0 && !outputs.has(name)
        ? [[name, only.node.output?.[0] ?? ''] as const]
        : [],
    ),
  )
}

function stepOf(name: string, range: TensorRange | undefined): Step {
  if (!range) throw new Error(`no range was measured for ${name}`)
  const [least, most] = [Math.min(0, range[0]), Math.max(0, range[1])]
  if (!(most > least)) throw new Error(`${name} was nothing but zero`)
  const scale = Math.fround((most - least) / 255)
  return { scale, zero: Math.min(255, roundToEven(-least / scale)) }
}

class QuantisedGraph {
  readonly #graph: onnx.GraphProto
  readonly #steps: ReadonlyMap<string, Step>
  readonly #float: ReadonlySet<string>
  readonly #nodes: onnx.INodeProto[] = []

  constructor(graph: onnx.GraphProto, steps: ReadonlyMap<string, Step>, float: ReadonlySet<string>) {
    this.#graph = graph
    this.#steps = steps
    this.#float = float
  }

  build(): onnx.INodeProto[] {
    for (const { name } of this.#graph.input) this.#throughBytes(name ?? '')
    for (const node of this.#graph.node) {
      this.#nodes.push(this.#rewired(node))
      for (const name of node.output ?? []) this.#throughBytes(name)
    }
    const needed = new Set(this.#nodes.flatMap((node) => node.input ?? []))
    this.#graph.initializer = this.#graph.initializer.filter(({ name }) => needed.has(name ?? ''))
    return this.#nodes
  }

  /** The node, reading bytes where there are some. */
  #rewired(node: onnx.INodeProto): onnx.INodeProto {
    const inputs = (node.input ?? []).map((name) => (this.#steps.has(name) ? bytesOf(name) : name))
    if (node.opType !== 'Conv' || !isQuantised(node, this.#float)) return NodeProto.create({ ...node, input: inputs })
    const [input = '', weights = '', bias] = node.input ?? []
    return NodeProto.create({ ...node, input: [bytesOf(input), ...this.#constants(input, weights, bias)] })
  }

  #throughBytes(name: string): void {
    const step = this.#steps.get(name)
    if (!step) return
    const scale = this.#add(`${name}:scale`, [], Float32Array.of(step.scale))
    const zero = this.#add(`${name}:zero`, [], Uint8Array.of(step.zero))
    const whole = `${name}:whole`
    this.#nodes.push(
      NodeProto.create({ opType: 'QuantizeLinear', input: [name, scale, zero], output: [whole] }),
      NodeProto.create({ opType: 'DequantizeLinear', input: [whole, scale, zero], output: [bytesOf(name)] }),
    )
  }

  /** A convolution's weights as signed bytes and its bias as 32 bits, in the steps of input times weights. */
  #constants(input: string, weightName: string, biasName: string | undefined): string[] {
    const { values, dims } = this.#floats(weightName)
    const bias = biasName ? this.#floats(biasName).values : null
    const inputScale = this.#steps.get(input)?.scale ?? 1
    const channels = dims[0] ?? 1
    const perChannel = values.length / channels
    const scales = new Float32Array(channels)
    const bytes = new Int8Array(values.length)
    for (let channel = 0; channel < channels; channel += 1) {
      const own = values.subarray(channel * perChannel, (channel + 1) * perChannel)
      const scale = weightScale(own, (bias?.[channel] ?? 0) / inputScale)
      scales[channel] = scale
      own.forEach((weight, at) => {
        bytes[channel * perChannel + at] = roundToEven(weight / scale)
      })
    }
    const weights = this.#constant(weightName, dims, { scales, whole: bytes })
    if (!bias || !biasName) return [weights]
    const biasScales = scales.map((scale) => inputScale * scale)
    const whole = Int32Array.from(bias, (value, channel) => roundToEven(value / (biasScales[channel] ?? 1)))
    return [weights, this.#constant(biasName, [channels], { scales: biasScales, whole })]
  }

  /** A constant in steps of its own for each channel, the first axis, and its way back to floats. */
  #constant(
    name: string,
    dims: readonly number[],
    { scales, whole }: { readonly scales: Float32Array; readonly whole: Int8Array | Int32Array },
  ): string {
    const inputs = [
      this.#add(`${name}:whole`, dims, whole),
      this.#add(`${name}:scale`, [scales.length], scales),
      this.#add(
        `${name}:zero`,
        [scales.length],
        whole instanceof Int8Array ? new Int8Array(scales.length) : new Int32Array(scales.length),
      ),
    ]
    const attribute = [AttributeProto.create({ name: 'axis', type: AttributeProto.AttributeType.INT, i: 0 })]
    this.#nodes.push(
      NodeProto.create({ opType: 'DequantizeLinear', input: inputs, output: [bytesOf(name)], attribute }),
    )
    return bytesOf(name)
  }

  #floats(name: string): { readonly values: Float32Array; readonly dims: readonly number[] } {
    const tensor = this.#graph.initializer.find((one) => one.name === name)
    if (tensor?.dataType !== DataType.FLOAT) throw new Error(`${name} holds no float32 constants`)
    return { values: floatsOf(tensor), dims: (tensor.dims ?? []).map(Number) }
  }

  #add(name: string, dims: readonly number[], values: Float32Array | Uint8Array | Int8Array | Int32Array): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    this.#graph.initializer.push(TensorProto.create({ name, dims: [...dims], dataType: typeOf(values), rawData }))
    return name
  }
}

/** Name of a tensor or constant after its way through whole numbers. */
function bytesOf(name: string): string {
  return `${name}:bytes`
}

function typeOf(values: Float32Array | Uint8Array | Int8Array | Int32Array): number {
  if (values instanceof Float32Array) return DataType.FLOAT
  if (values instanceof Uint8Array) return DataType.UINT8
  return values instanceof Int8Array ? DataType.INT8 : DataType.INT32
}

/** Wide enough for the largest weight, and for the bias (in steps of the input) to fit. */
function weightScale(weights: Float32Array, bias: number): number {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
  const scale = Math.fround(Math.max(largest / largestWeight, Math.abs(bias) / largestBias))
  return scale > 0 ? scale : 1
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}
