import onnxProto from 'onnx-proto'

const { AttributeProto, ModelProto, NodeProto, TensorProto } = onnxProto.onnx

const float32 = TensorProto.DataType.FLOAT

/** What a network says of a black picture, and by how much that changes once any value of its input reaches 1. */
export type SyntheticOutput = {
  readonly dims: readonly number[]
  readonly black: Float32Array
  readonly change: Float32Array
}

/** A network of a test's own: its inputs by name with their shapes, and its outputs by name. */
export type SyntheticNetwork = {
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>
  readonly outputs: Readonly<Record<string, SyntheticOutput>>
  /** Element type of the inputs as ONNX numbers it; float32 when absent. */
  readonly type?: number
}

/** An ONNX file (operator set 13) whose outputs depend on whether there is any light in its first input. */
export function syntheticNetwork({ inputs, outputs, type = float32 }: SyntheticNetwork): Uint8Array {
  const [first = ''] = Object.keys(inputs)
  const to = AttributeProto.create({ name: 'to', type: AttributeProto.AttributeType.INT, i: float32 })
  const keep = AttributeProto.create({ name: 'keepdims', type: AttributeProto.AttributeType.INT, i: 0 })
  const initializer = [numbers('none', [], Float32Array.of(0)), numbers('full', [], Float32Array.of(1))]
  const node = [
    NodeProto.create({ opType: 'Cast', input: [first], output: ['floats'], attribute: [to] }),
    NodeProto.create({ opType: 'ReduceMax', input: ['floats'], output: ['brightest'], attribute: [keep] }),
    NodeProto.create({ opType: 'Clip', input: ['brightest', 'none', 'full'], output: ['light'] }),
  ]
  for (const [name, { dims, black, change }] of Object.entries(outputs)) {
    initializer.push(numbers(`${name}:black`, dims, black), numbers(`${name}:change`, dims, change))
    node.push(
      NodeProto.create({ opType: 'Mul', input: [`${name}:change`, 'light'], output: [`${name}:more`] }),
      NodeProto.create({ opType: 'Add', input: [`${name}:black`, `${name}:more`], output: [name] }),
    )
  }
  const graph = {
    name: 'synthetic',
    node,
    initializer,
    input: Object.entries(inputs).map(([name, shape]) => value(name, shape, type)),
    output: Object.entries(outputs).map(([name, { dims }]) => value(name, dims, float32)),
  }
  const opsetImport = [{ domain: '', version: 13 }]
  return ModelProto.encode(ModelProto.create({ irVersion: 8, opsetImport, graph })).finish()
}

function numbers(name: string, dims: readonly number[], values: Float32Array) {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return TensorProto.create({ name, dims: [...dims], dataType: float32, rawData })
}

function value(name: string, shape: readonly (number | string)[], elemType: number) {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType, shape: { dim } } } }
}
