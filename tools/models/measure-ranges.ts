import onnxProto from 'onnx-proto'
import type { Size } from '../../core/geometry/shape.ts'
import { InferenceSession, Tensor } from '../../native/inference/onnx-runtime.ts'
import { decodeModel, encodeModel, floatValue } from './onnx-graph.ts'

const { AttributeProto, NodeProto } = onnxProto.onnx

/** A picture as the model takes it: NCHW, float32. */
export type CalibrationPicture = { readonly tensor: Float32Array; readonly size: Size }

/** The smallest and the largest number of each channel of a tensor over all pictures. */
export type ChannelRanges = { readonly least: Float32Array; readonly most: Float32Array }

/** Measures what tensors hold while the model looks at pictures, channel by channel. */
export async function measureRanges(
  floatModel: Uint8Array,
  tensors: readonly string[],
  pictures: Iterable<CalibrationPicture>,
): Promise<ReadonlyMap<string, ChannelRanges>> {
  const session = await InferenceSession.create(withExtremes(floatModel, tensors), {
    logSeverityLevel: 3,
    enableMemPattern: false,
  })
  const found = new Map<string, ChannelRanges>()
  const input = session.inputNames[0] ?? ''
  const wanted = tensors.flatMap((name) => [leastOf(name), mostOf(name)])
  try {
    for (const { tensor, size } of pictures) {
      const made = await session.run(
        { [input]: new Tensor('float32', tensor, [1, 3, size.height, size.width]) },
        wanted,
      )
      for (const name of tensors) {
        const least = floatsIn(made[leastOf(name)])
        const most = floatsIn(made[mostOf(name)])
        const before = found.get(name) ?? { least, most }
        found.set(name, {
          least: least.map((value, at) => Math.min(value, before.least[at] ?? value)),
          most: most.map((value, at) => Math.max(value, before.most[at] ?? value)),
        })
      }
    }
  } finally {
    await session.release()
  }
  return found
}

/** The model with two more outputs for each tensor, so that nothing large has to be kept. */
function withExtremes(bytes: Uint8Array, tensors: readonly string[]): Uint8Array {
  const model = decodeModel(bytes)
  const { AttributeType } = AttributeProto
  const attribute = [
    AttributeProto.create({ name: 'axes', type: AttributeType.INTS, ints: [0, 2, 3] }),
    AttributeProto.create({ name: 'keepdims', type: AttributeType.INT, i: 0 }),
  ]
  for (const name of tensors) {
    model.graph.node.push(
      NodeProto.create({ opType: 'ReduceMin', input: [name], output: [leastOf(name)], attribute }),
      NodeProto.create({ opType: 'ReduceMax', input: [name], output: [mostOf(name)], attribute }),
    )
    model.graph.output.push(floatValue(leastOf(name), ['n']), floatValue(mostOf(name), ['n']))
  }
  return encodeModel(model)
}

function leastOf(name: string): string {
  return `${name}:least`
}

function mostOf(name: string): string {
  return `${name}:most`
}

function floatsIn(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('the model made no float32 numbers')
  return Float32Array.from(tensor.data)
}
