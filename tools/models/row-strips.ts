import onnxProto, { type onnx } from 'onnx-proto'
import type { OnnxModel } from './onnx-graph.ts'

const { AttributeProto, NodeProto, TensorProto } = onnxProto.onnx

/** Which part of a graph is to run strip by strip, and how. */
export type StripPlan = {
  readonly input: string
  /** Tensors that end the part, with how many input rows one of their rows stands for. */
  readonly ends: readonly { readonly name: string; readonly inputRows: number }[]
  /** Input rows on either side of a strip that its results depend on; a multiple of every `inputRows`. */
  readonly halo: number
  /** The input's height divides by this times every `inputRows`. */
  readonly strips: number
}

/**
 * Makes everything between the input and `ends` run on horizontal strips of the input, one after another, whose
 * results are put together again: the same numbers with a fraction of the memory, since a network of this kind holds
 * its largest tensors at its very beginning. Each strip is cut out with a halo, and the rows that the missing
 * neighbours have spoilt are cut off its results.
 *
 * Raises the operator set from 9 to 12 (slices at computed places); of the operators in a plain convolutional network
 * none changed in between.
 */
export function runInStrips({ proto, graph }: OnnxModel, plan: StripPlan): void {
  const part = partBefore(graph, plan)
  const kept = graph.node.filter((node) => !part.includes(node))
  const builder = new StripBuilder(graph, plan, part)
  proto.opsetImport = [{ domain: '', version: 12 }]
  graph.node = [...builder.build(), ...kept]
}

/** The nodes that the ends depend on; throws when something else reads what they pass among themselves. */
function partBefore(graph: onnx.GraphProto, plan: StripPlan): readonly onnx.INodeProto[] {
  const ends = new Set(plan.ends.map((end) => end.name))
  const needed = new Set(ends)
  const part = new Set<onnx.INodeProto>()
  for (const node of graph.node.toReversed()) {
    if (!(node.output ?? []).some((name) => needed.has(name))) continue
    part.add(node)
    for (const name of node.input ?? []) needed.add(name)
  }
  const inner = new Set([...part].flatMap((node) => node.output ?? []).filter((name) => !ends.has(name)))
  for (const node of graph.node) {
    const reads = (node.input ?? []).find((name) => inner.has(name))
    if (reads !== undefined && !part.has(node)) throw new Error(`${reads} is read outside of the strips`)
  }
  return graph.node.filter((node) => part.has(node))
}

class StripBuilder {
  readonly #graph: onnx.GraphProto
  readonly #plan: StripPlan
  readonly #part: readonly onnx.INodeProto[]
  readonly #inner: ReadonlySet<string>
  readonly #nodes: onnx.INodeProto[] = []
  readonly #numbers = new Map<number, string>()

  constructor(graph: onnx.GraphProto, plan: StripPlan, part: readonly onnx.INodeProto[]) {
    this.#graph = graph
    this.#plan = plan
    this.#part = part
    this.#inner = new Set([plan.input, ...part.flatMap((node) => node.output ?? [])])
  }

  build(): readonly onnx.INodeProto[] {
    const { input, strips, ends } = this.#plan
    const height = this.#add('Gather', [this.#add('Shape', [input], 'shape'), this.#number(2)], 'height')
    const rows = this.#add('Div', [height, this.#number(strips)], 'rows')
    for (let strip = 0; strip < strips; strip += 1) this.#addStrip(strip, rows)
    const axis = AttributeProto.create({ name: 'axis', type: AttributeProto.AttributeType.INT, i: 2 })
    for (const { name } of ends) {
      const pieces = Array.from({ length: strips }, (_, strip) => `strip:${strip}:whole:${name}`)
      this.#nodes.push(NodeProto.create({ opType: 'Concat', input: pieces, output: [name], attribute: [axis] }))
    }
    return this.#nodes
  }

  #addStrip(strip: number, rows: string): void {
    const { input, halo, ends } = this.#plan
    const local = (name: string) => `${strip}:${name}`
    const first = this.#add('Mul', [rows, this.#number(strip)], local('first'))
    const wanted = this.#add('Sub', [first, this.#number(halo)], local('wanted'))
    const from = this.#add('Max', [wanted, this.#number(0)], local('from'))
    const after = this.#add('Add', [first, rows], local('after'))
    // Slices end where the input ends, so only the start needs a limit.
    const until = this.#add('Add', [after, this.#number(halo)], local('until'))
    this.#add('Slice', [input, from, until, this.#number(2)], local(input))
    for (const node of this.#part) {
      this.#nodes.push(
        NodeProto.create({
          ...node,
          input: this.#inStrip(strip, node.input),
          output: this.#inStrip(strip, node.output),
        }),
      )
    }
    const above = this.#add('Sub', [first, from], local('above'))
    for (const { name, inputRows } of ends) {
      const skip = this.#add('Div', [above, this.#number(inputRows)], local(`skip:${name}`))
      const count = this.#add('Div', [rows, this.#number(inputRows)], local(`count:${name}`))
      const end = this.#add('Add', [skip, count], local(`end:${name}`))
      this.#add('Slice', [`strip:${local(name)}`, skip, end, this.#number(2)], local(`whole:${name}`))
    }
  }

  #inStrip(strip: number, names: readonly string[] | null | undefined): string[] {
    return (names ?? []).map((name) => (this.#inner.has(name) ? `strip:${strip}:${name}` : name))
  }

  #add(opType: string, input: readonly string[], output: string): string {
    const name = `strip:${output}`
    this.#nodes.push(NodeProto.create({ opType, input: [...input], output: [name] }))
    return name
  }

  #number(value: number): string {
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    const name = `strip:number:${value}`
    const dataType = TensorProto.DataType.INT64
    this.#graph.initializer.push(TensorProto.create({ name, dims: [1], dataType, int64Data: [value] }))
    this.#numbers.set(value, name)
    return name
  }
}
