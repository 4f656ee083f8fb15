/** The attributes that the converter reads, as TensorFlow.js writes them; texts are in base64. */
type Attribute = {
  readonly s?: string
  readonly f?: number
  readonly b?: boolean
  readonly list?: { readonly i?: readonly (string | number)[]; readonly s?: readonly string[] }
}

/** One operation of the graph; inputs are names of nodes, the first output of each. */
export type GraphNode = {
  readonly name: string
  readonly op: string
  readonly input?: readonly string[]
  readonly attr?: Readonly<Record<string, Attribute>>
}

/** A tensor that the file holds, row-major. */
export type Constant = { readonly shape: readonly number[]; readonly values: Float32Array | Int32Array }

/** A TensorFlow.js graph model. */
export type TensorflowGraph = {
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly constants: ReadonlyMap<string, Constant>
}

type WeightEntry = {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly quantization?: { readonly dtype: string }
}

type ModelJson = {
  readonly modelTopology: { readonly node: readonly GraphNode[] }
  readonly weightsManifest: readonly { readonly weights: readonly WeightEntry[] }[]
}

/**
 * Reads a TensorFlow.js graph model from its JSON file and its one weights file: float32, int32 and half precision. The
 * hash of both was checked, so their shape is not checked again. Throws on other number formats and on weights that end
 * early or late.
 */
export function readTensorflowGraph(json: Uint8Array, weights: Uint8Array): TensorflowGraph {
  const model = JSON.parse(new TextDecoder().decode(json)) as ModelJson
  const constants = new Map<string, Constant>()
  let offset = 0
  for (const entry of model.weightsManifest.flatMap((group) => group.weights)) {
    const count = entry.shape.reduce((product, size) => product * size, 1)
    const bytes = count * bytesPerNumber(entry)
    if (offset + bytes > weights.length) throw new Error('the weights file ends early')
    constants.set(entry.name, { shape: entry.shape, values: numbersOf(weights.slice(offset, offset + bytes), entry) })
    offset += bytes
  }
  if (offset !== weights.length) throw new Error('the weights file holds more than its manifest says')
  return { nodes: new Map(model.modelTopology.node.map((node) => [node.name, node])), constants }
}

/** The whole numbers of a list attribute. */
export function wholeNumbers(node: GraphNode, name: string): readonly number[] {
  return (node.attr?.[name]?.list?.i ?? []).map(Number)
}

/** A text attribute; empty when absent. */
export function textAttribute(node: GraphNode, name: string): string {
  return textOf(node.attr?.[name]?.s ?? '')
}

/** The texts of a list attribute. */
export function textAttributes(node: GraphNode, name: string): readonly string[] {
  return (node.attr?.[name]?.list?.s ?? []).map(textOf)
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}

function bytesPerNumber({ name, dtype, quantization }: WeightEntry): number {
  if (quantization?.dtype === 'float16') return 2
  if (!quantization && (dtype === 'float32' || dtype === 'int32')) return 4
  throw new Error(`${name} is stored as ${quantization?.dtype ?? dtype}, which is not read`)
}

/** `bytes` is a copy of its own, so it starts where a typed array may. */
function numbersOf(bytes: Uint8Array, { dtype, quantization }: WeightEntry): Float32Array | Int32Array {
  const buffer = Uint8Array.from(bytes).buffer
  if (quantization) return Float32Array.from(new Float16Array(buffer))
  return dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer)
}
