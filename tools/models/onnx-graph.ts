import onnxProto, { type onnx } from 'onnx-proto'

const { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx

/** A decoded ONNX model with its graph; the functions of this file change it in place. */
export type OnnxModel = { readonly proto: onnx.ModelProto; readonly graph: onnx.GraphProto }

const float32 = TensorProto.DataType.FLOAT
const float16 = TensorProto.DataType.FLOAT16

/** Largest finite number that half precision holds. */
const halfMaximum = 65_504

/** A size in a tensor's shape: a number, or a name for one that is free. */
export type Dimension = number | string

/** Reads a model; throws when the bytes are no ONNX model or hold no graph. */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const proto = ModelProto.decode(bytes)
  const { graph } = proto
  if (!(graph instanceof GraphProto)) throw new Error('the model holds no graph')
  return { proto, graph }
}

/** Writes a model: fields in the order of their numbers, so equal models give equal bytes. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return ModelProto.encode(model.proto).finish()
}

/**
 * Takes the initializers out of the graph's inputs. Files of IR version 3 list them there, as overridable defaults:
 * the runtime may then fold nothing (533 ms instead of 237 at 1920 for CenterFace).
 */
export function fixInitializers({ proto, graph }: OnnxModel): void {
  const names = new Set(graph.initializer.map((tensor) => tensor.name))
  graph.input = graph.input.filter((input) => !names.has(input.name))
  if (Number(proto.irVersion) < 4) proto.irVersion = 4
}

/** Turns the constants that nodes make into initializers, where weights are looked for. */
export function gatherConstants({ graph }: OnnxModel): void {
  graph.node = graph.node.filter((node) => {
    const value = node.attribute?.find((attribute) => attribute.name === 'value')?.t
    if (node.opType !== 'Constant' || !value) return true
    graph.initializer.push(TensorProto.create({ ...value, name: node.output?.[0] ?? '' }))
    return false
  })
}

/** Keeps only the named outputs with the given shapes, then drops every node and initializer that nothing needs. */
export function keepOutputs({ graph }: OnnxModel, outputs: Readonly<Record<string, readonly Dimension[]>>): void {
  const made = new Set(graph.node.flatMap((node) => node.output ?? []))
  for (const name of Object.keys(outputs)) if (!made.has(name)) throw new Error(`the graph makes no ${name}`)
  graph.output = Object.entries(outputs).map(([name, shape]) => floatValue(name, shape))
  graph.valueInfo = []
  const needed = new Set(Object.keys(outputs))
  graph.node = graph.node
    .toReversed()
    .filter((node) => {
      if (!(node.output ?? []).some((name) => needed.has(name))) return false
      for (const name of node.input ?? []) needed.add(name)
      return true
    })
    .reverse()
  graph.initializer = graph.initializer.filter((tensor) => needed.has(tensor.name ?? ''))
}

/** Gives the one input a new shape. */
export function shapeInput({ graph }: OnnxModel, name: string, shape: readonly Dimension[]): void {
  if (graph.input.length !== 1 || graph.input[0]?.name !== name) throw new Error(`${name} is not the only input`)
  graph.input = [floatValue(name, shape)]
}

/**
 * Stores every float32 initializer of at least `fromElements` numbers in half precision, rounded to nearest even, with
 * a Cast back to float32 in front of the graph that the runtime folds when it loads the model: half the file, the same
 * arithmetic. Throws on weights that half precision cannot hold.
 */
export function storeWeightsAsHalf({ graph }: OnnxModel, fromElements = 64): void {
  const casts: onnx.INodeProto[] = []
  graph.initializer = graph.initializer.map((tensor) => {
    if (tensor.dataType !== float32) return tensor
    const weights = floatsOf(tensor)
    if (weights.length < fromElements) return tensor
    const half = `${tensor.name}:half`
    const to = AttributeProto.create({ name: 'to', type: AttributeProto.AttributeType.INT, i: float32 })
    casts.push(NodeProto.create({ opType: 'Cast', input: [half], output: [tensor.name ?? ''], attribute: [to] }))
    return TensorProto.create({
      name: half,
      dims: tensor.dims ?? [],
      dataType: float16,
      rawData: halfBytes(weights, half),
    })
  })
  graph.node = [...casts, ...graph.node]
}

/** A float32 input or output of a graph. */
export function floatValue(name: string, shape: readonly Dimension[]): onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: float32, shape: { dim } } } }
}

/** The numbers of a float32 tensor, from either of the two fields that may hold them. */
export function floatsOf(tensor: onnx.ITensorProto): Float32Array {
  const raw = tensor.rawData
  if (!raw || raw.length === 0) return Float32Array.from(tensor.floatData ?? [])
  return new Float32Array(Uint8Array.from(raw).buffer)
}

function halfBytes(weights: Float32Array, name: string): Uint8Array {
  if (weights.some((weight) => !(Math.abs(weight) <= halfMaximum))) throw new Error(`${name} exceeds half precision`)
  return new Uint8Array(Float16Array.from(weights).buffer)
}
