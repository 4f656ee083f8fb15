import onnxProto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Size } from '../../core/geometry/shape.ts'
import { decodeModel, encodeModel, floatValue } from './onnx-graph.ts'
import type { TensorRange } from './quantise.ts'

const { AttributeProto, NodeProto } = onnxProto.onnx

/** A picture as the model takes it: NCHW, float32. */
export type CalibrationPicture = { readonly tensor: Float32Array; readonly size: Size }

/**
 * The smallest and the largest number that each of the tensors holds over the pictures, rounded outwards to three
 * significant digits: what differs between machines is far below that.
 */
export async function measureRanges(
  floatModel: Uint8Array,
  tensors: readonly string[],
  pictures: AsyncIterable<CalibrationPicture>,
): Promise<Readonly<Record<string, TensorRange>>> {
  const session = await InferenceSession.create(withExtremes(floatModel, tensors), {
    logSeverityLevel: 3,
    enableMemPattern: false,
  })
  const found = new Map<string, TensorRange>()
  const input = session.inputNames[0] ?? ''
  try {
    for await (const { tensor, size } of pictures) {
      const fed = new Tensor('float32', tensor, [1, 3, size.height, size.width])
      const made = await session.run(
        { [input]: fed },
        tensors.flatMap((name) => [leastOf(name), mostOf(name)]),
      )
      for (const name of tensors) {
        const [least, most] = [Number(made[leastOf(name)]?.data[0]), Number(made[mostOf(name)]?.data[0])]
        const [before, beyond] = found.get(name) ?? [least, most]
        found.set(name, [Math.min(before, least), Math.max(beyond, most)])
      }
    }
  } finally {
    await session.release()
  }
  return Object.fromEntries([...found].map(([name, [least, most]]) => [name, [rounded(least), rounded(most)]]))
}

/** The model with two more outputs for each tensor, so that nothing large has to be kept. */
function withExtremes(bytes: Uint8Array, tensors: readonly string[]): Uint8Array {
  const model = decodeModel(bytes)
  const keep = AttributeProto.create({ name: 'keepdims', type: AttributeProto.AttributeType.INT, i: 0 })
  for (const name of tensors) {
    model.graph.node.push(
      NodeProto.create({ opType: 'ReduceMin', input: [name], output: [leastOf(name)], attribute: [keep] }),
      NodeProto.create({ opType: 'ReduceMax', input: [name], output: [mostOf(name)], attribute: [keep] }),
    )
    model.graph.output.push(floatValue(leastOf(name), []), floatValue(mostOf(name), []))
  }
  return encodeModel(model)
}

function leastOf(name: string): string {
  return `${name}:least`
}

function mostOf(name: string): string {
  return `${name}:most`
}

/** Three significant digits, away from zero. */
function rounded(value: number): number {
  if (value === 0) return 0
  const digit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2)
  const steps = Math.ceil(Math.abs(value) / digit - 1e-3)
  return Number((Math.sign(value) * steps * digit).toPrecision(3))
}
