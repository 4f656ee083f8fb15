import onnxProto, { type onnx } from 'onnx-proto'
import { floatsOf, type OnnxModel } from './onnx-graph.ts'

const { TensorProto } = onnxProto.onnx

/** A tensor after a Relu between two convolutions of which at least one looks at each channel alone. */
export type ChannelTensor = {
  readonly name: string
  /** True where the reader looks at each channel alone: its weights then take any factor without becoming coarser. */
  readonly free: boolean
}

/** The two convolutions on either side of such a tensor. */
type Between = ChannelTensor & { readonly from: onnx.INodeProto; readonly to: onnx.INodeProto }

/** Channels are raised by no more than 2 to this power, so that one that was nearly always zero keeps room. */
const mostRaised = 5

/** The tensors whose channels can be raised. In the graph's order. */
export function channelTensors({ graph }: OnnxModel): readonly ChannelTensor[] {
  return betweensOf(graph).map(({ name, free }) => ({ name, free }))
}

/**
 * By how many powers of two each channel is raised (a digit each): to the height of the tallest channel where that is
 * free, half of the way where it makes the reader's weights coarser.
 */
export function raisesOf(most: Float32Array, free: boolean): string {
  const tallest = most.reduce((a, b) => Math.max(a, b), 0)
  return Array.from(most, (own) => {
    const powers = own > 0 ? Math.log2(tallest / own) : mostRaised
    return Math.min(mostRaised, Math.floor(free ? powers : powers / 2))
  }).join('')
}

/**
 * Raises channels of tensors between convolutions so that one step for all channels of a tensor is fine enough for each,
 * and lets the next convolution undo it; powers of two, so the float graph computes the same to the bit. Throws when a
 * tensor has another number of channels. (Nagel and others 2019, arXiv:1906.04721, section 4.1, for such pairs alone.)
 */
export function equaliseChannels(model: OnnxModel, raises: Readonly<Record<string, string>>): void {
  const { graph } = model
  for (const { name, from, to } of betweensOf(graph)) {
    const digits = raises[name]
    if (digits === undefined) throw new Error(`no raises were measured for ${name}`)
    const factors = Array.from(digits, (digit) => 2 ** Number(digit))
    for (const constant of (from.input ?? []).slice(1)) scaleFirstAxis(graph, constant, factors)
    const undone = factors.map((factor) => 1 / factor)
    if (isDepthwise(graph, to)) scaleFirstAxis(graph, to.input?.[1] ?? '', undone)
    else scaleSecondAxis(graph, to.input?.[1] ?? '', undone)
  }
}

function betweensOf(graph: onnx.GraphProto): readonly Between[] {
  const readersOf = (name: string) => graph.node.filter((node) => (node.input ?? []).includes(name))
  const makerOf = (name: string) => graph.node.find((node) => (node.output ?? []).includes(name))
  return graph.node.flatMap((relu) => {
    const [name = ''] = relu.output ?? []
    const [before = ''] = relu.input ?? []
    const from = makerOf(before)
    const [to, ...more] = readersOf(name)
    if (relu.opType !== 'Relu' || from?.opType !== 'Conv' || to?.opType !== 'Conv' || more.length > 0) return []
    if (readersOf(before).length > 1 || graph.output.some((output) => output.name === name)) return []
    const free = isDepthwise(graph, to)
    return free || isDepthwise(graph, from) ? [{ name, free, from, to }] : []
  })
}

/** True for a convolution that looks at each channel alone. */
function isDepthwise(graph: onnx.GraphProto, node: onnx.INodeProto): boolean {
  const group = Number(node.attribute?.find((one) => one.name === 'group')?.i ?? 1)
  return group > 1 && group === Number(weightsOf(graph, node.input?.[1] ?? '').dims?.[0])
}

function weightsOf(graph: onnx.GraphProto, name: string): onnx.ITensorProto {
  const tensor = graph.initializer.find((one) => one.name === name)
  if (!tensor) throw new Error(`${name} is no constant`)
  return tensor
}

function scaleFirstAxis(graph: onnx.GraphProto, name: string, factors: readonly number[]): void {
  scale(graph, name, factors, (at, tensor) => Math.trunc(at / (lengthOf(tensor) / Number(tensor.dims?.[0] ?? 1))))
}

function scaleSecondAxis(graph: onnx.GraphProto, name: string, factors: readonly number[]): void {
  scale(graph, name, factors, (at, { dims }) => {
    const [, channels = 1, height = 1, width = 1] = (dims ?? []).map(Number)
    return Math.trunc(at / (height * width)) % channels
  })
}

function scale(
  graph: onnx.GraphProto,
  name: string,
  factors: readonly number[],
  channelAt: (at: number, tensor: onnx.ITensorProto) => number,
): void {
  const tensor = weightsOf(graph, name)
  const values = floatsOf(tensor).map((value, at) => {
    const factor = factors[channelAt(at, tensor)]
    if (factor === undefined) throw new Error(`${name} has more channels than were measured`)
    return value * factor
  })
  const rawData = new Uint8Array(values.buffer)
  const made = TensorProto.create({ name, dims: tensor.dims ?? [], dataType: TensorProto.DataType.FLOAT, rawData })
  graph.initializer = graph.initializer.map((one) => (one === tensor ? made : one))
}

function lengthOf({ dims }: onnx.ITensorProto): number {
  return (dims ?? []).reduce<number>((length, side) => length * Number(side), 1)
}
