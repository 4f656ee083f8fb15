import type { Box, Size } from '../../../core/geometry/shape.ts'
import type { OverlapLimits } from './suppress-overlaps.ts'

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
  /** The roles whose numbers say that something is there: when one is not a number, nothing can be said of the picture. */
  readonly scores: readonly string[]
  /** With which two boxes of one label are taken for the same thing. */
  readonly limits: OverlapLimits
  /** What is wrong with the tensors for an input of this size; null when they can be decoded. */
  problemWith(outputs: ModelOutputs, input: Size): string | null
  /** How many labels such outputs tell apart; call only on outputs without a problem. */
  labelsIn(outputs: ModelOutputs): number
  /** The boxes, all numbers finite, best score first; call only on outputs without a problem. */
  decode(outputs: ModelOutputs, input: Size, cutoffs: LabelCutoffs): readonly DecodedBox[]
}

/** The tensor of a role; outputs without it were not checked. */
export function tensorOf(outputs: ModelOutputs, role: string): OutputTensor {
  const tensor = outputs[role]
  if (!tensor) throw new Error(`outputs without ${role} were not checked`)
  return tensor
}

/** What is wrong with the shape of a role's tensor; null when it is as wanted. */
export function shapeProblem(outputs: ModelOutputs, role: string, wanted: readonly number[]): string | null {
  const tensor = outputs[role]
  if (!tensor) return `no output for ${role}`
  return wanted.join() === tensor.dims.join() ? null : `${role} is ${tensor.dims.join('x')}, not ${wanted.join('x')}`
}

/** A number of a tensor; NaN outside. */
export function at(data: Float32Array, index: number): number {
  return data[index] ?? Number.NaN
}
