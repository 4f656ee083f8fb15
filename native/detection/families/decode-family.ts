import type { Box, Size } from '../../../core/geometry/shape.ts'

/** An output tensor, row-major; `dims` as the model gave them. */
export type OutputTensor = { readonly data: Float32Array; readonly dims: readonly number[] }

/** Output tensors by their role in the family. */
export type ModelOutputs = Readonly<Record<string, OutputTensor>>

/** Which labels are wanted, and the lowest score that counts for each. */
export type LabelCutoffs = ReadonlyMap<number, number>

/** A box in pixels of the model's input, with the label's position and the score from 0 to 1. */
export type DecodedBox = { readonly label: number; readonly score: number; readonly box: Box }

/**
 * How the outputs of one kind of network are read. Families know nothing of clips, classes or picture sizes: they turn
 * tensors into boxes in input pixels, overlapping ones suppressed within this one look of this one model.
 */
export type DecodeFamily = {
  readonly id: string
  /** Names for the output tensors that `decode` needs; the manifest says which tensor plays which role. */
  readonly roles: readonly string[]
  /** What is wrong with the tensors for an input of this size; null when they can be decoded. */
  problemWith(outputs: ModelOutputs, input: Size): string | null
  /** The boxes, all numbers finite, best score first; call only on outputs without a problem. */
  decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[]
}
