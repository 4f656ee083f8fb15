import { centerfaceGraph, centerfaceInBytes } from './centerface.ts'
import { decodeModel, encodeModel, gatherConstants, type OnnxModel, storeWeightsAsHalf } from './onnx-graph.ts'
import { runInStrips } from './row-strips.ts'
import { readTensorflowGraph } from './tensorflow-graph.ts'
import { type Conversion, convertGraph } from './tensorflow-to-onnx.ts'

/** How published files (in the manifest's order) become the committed one; the same input always gives the same bytes. */
export type Recipe = (published: readonly Uint8Array[]) => Uint8Array

/** CenterFace in floats: weights in half precision, the beginning in strips. */
function centerface(published: readonly Uint8Array[]): Uint8Array {
  const model = centerfaceGraph(fileOf(published, 0))
  // Up to the third stage: a row of 394 depends on the 13 input rows on either side, and 1920 x 1088 then takes 230 MB
  // less at the same speed.
  runInStrips(model, {
    input: 'input.1',
    ends: [
      { name: '387', inputRows: 4 },
      { name: '394', inputRows: 8 },
    ],
    halo: 16,
    strips: 4,
  })
  return encodeHalf(model)
}

const movenetBody = 'StatefulPartitionedCall/center_net_mobile_net_v2fpn_feature_extractor/model_1'

/**
 * MoveNet multipose without its scaling of colours and without its own choice of six people: the heads, at a quarter of
 * the input.
 */
const movenetConversion: Conversion = {
  input: { node: 'StatefulPartitionedCall/sub_1', name: 'picture', layout: 'NHWC' },
  outputs: [
    { node: 'StatefulPartitionedCall/Sigmoid', name: 'centres', channels: 1 },
    { node: 'StatefulPartitionedCall/box_scale_0/conv2d_5/BiasAdd', name: 'sizes', channels: 2 },
    { node: 'StatefulPartitionedCall/box_offset_0/conv2d_6/BiasAdd', name: 'offsets', channels: 2 },
    { node: 'StatefulPartitionedCall/kpt_regress_0/conv2d_8/BiasAdd', name: 'joints', channels: 34 },
    { node: 'StatefulPartitionedCall/Sigmoid_1', name: 'joint-scores', channels: 17 },
    { node: 'StatefulPartitionedCall/kpt_offset_0/conv2d_9/BiasAdd', name: 'joint-offsets', channels: 34 },
  ],
  enlargements: {
    [`${movenetBody}/up_sampling2d/resize/ResizeBilinear`]: 2,
    [`${movenetBody}/up_sampling2d_1/resize/ResizeBilinear`]: 2,
    [`${movenetBody}/up_sampling2d_2/resize/ResizeBilinear`]: 2,
  },
}

/** NanoDet, the three heads as they are before the logistic function: 80 classes and 4 x 11 bins per cell. */
const nanodetConversion: Conversion = {
  input: { node: 'input_1', name: 'picture', layout: 'NCHW' },
  outputs: [
    { node: 'PartitionedCall/transpose_99', name: 'stride8', channels: 124 },
    { node: 'PartitionedCall/transpose_105', name: 'stride16', channels: 124 },
    { node: 'PartitionedCall/transpose_111', name: 'stride32', channels: 124 },
  ],
  enlargements: {
    'PartitionedCall/resize/ResizeBilinear': 2,
    'PartitionedCall/resize_1/ResizeBilinear': 2,
    'PartitionedCall/resize_2/ResizeBilinear': 0.5,
    'PartitionedCall/resize_3/ResizeBilinear': 0.5,
  },
}

/** A TensorFlow.js model of two files: the graph, then its weights. */
function converted(conversion: Conversion): Recipe {
  return (published) => {
    const graph = readTensorflowGraph(fileOf(published, 0), fileOf(published, 1))
    return encodeHalf(convertGraph(graph, conversion))
  }
}

/** PP-OCRv4 text detection: the weights in half precision, nothing else. */
function textDetection(published: readonly Uint8Array[]): Uint8Array {
  const model = decodeModel(fileOf(published, 0))
  gatherConstants(model)
  return encodeHalf(model)
}

function encodeHalf(model: OnnxModel): Uint8Array {
  storeWeightsAsHalf(model)
  return encodeModel(model)
}

function fileOf(published: readonly Uint8Array[], index: number): Uint8Array {
  const file = published[index]
  if (!file) throw new Error('the manifest names too few files')
  return file
}

/** Recipes by model id. */
export const recipes: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ['centerface', centerface],
  ['movenet', converted(movenetConversion)],
  ['nanodet', converted(nanodetConversion)],
  ['text-detection', textDetection],
  ['silero-vad', (published) => fileOf(published, 0)],
])

/** Recipes of the files in which models compute with bytes, by model id. */
export const quantisedRecipes: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  ['centerface', (published) => centerfaceInBytes(fileOf(published, 0))],
])
