import type { z } from 'zod'
import type { Failure } from '../../core/failure.ts'

/**
 * A method of the host that shows the window. Unlike a vault's method it needs nobody to be signed in and stands in no log of
 * its own: what it does to a vault (make, open, lock) is logged by the vault itself.
 */
export type WindowMethodSpec<
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
> = {
  readonly input: In
  readonly output: Out
  /** Kinds of failure beside those of every call. */
  readonly failures: readonly Failure['kind'][]
  /** What comes bit by bit before the answer. */
  readonly item?: Item
}

/** Describes a method; the types of input, output and items stay known. */
export function windowMethod<In extends z.ZodType, Out extends z.ZodType, Item extends z.ZodType = z.ZodNever>(
  spec: WindowMethodSpec<In, Out, Item>,
): WindowMethodSpec<In, Out, Item> {
  return spec
}
