import type { z } from 'zod'
import type { Failure } from '../../core/failure.ts'
import type { Progress, StopSignal, Work } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { inputProblem } from '../problem.ts'
import type { Settled } from '../settled.ts'

/** What the wire knows of a method. Its schemas take what they have made: both sides parse. */
export type WireSpec = {
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly item?: z.ZodType
}

/** The methods that one end serves and the other calls. */
export type WireTable = Readonly<Record<string, WireSpec>>

/** Name of a method of a table. */
export type NameIn<T extends WireTable> = keyof T & string

/** What a caller hands in. */
export type GivenTo<T extends WireTable, M extends NameIn<T>> = Settled<z.input<T[M]['input']>>

/** What a method is given: parsed. */
export type ParsedFor<T extends WireTable, M extends NameIn<T>> = Settled<z.output<T[M]['input']>>

/** What a method answers. */
export type AnswerOf<T extends WireTable, M extends NameIn<T>> = Settled<z.output<T[M]['output']>>

/** What comes before the answer, bit by bit. */
export type BitOf<T extends WireTable, M extends NameIn<T>> = T[M] extends { readonly item?: infer Item }
  ? Settled<z.output<Extract<Item, z.ZodType>>>
  : never

/** A call, as a caller makes it. */
export type WireRequest<T extends WireTable, M extends NameIn<T>> = {
  readonly input: GivenTo<T, M>
  readonly reason?: string | null
  readonly breakGlass?: boolean
}

/** What goes along with a call. Items come one after another: the next waits until what this one's listener answers is settled. */
export type WireExtras<T extends WireTable, M extends NameIn<T>> = {
  readonly signal?: StopSignal
  readonly onProgress?: (progress: Progress) => void
  readonly onItem?: (item: BitOf<T, M>) => void | Promise<void>
}

/** A call, as it arrives: its name is in the table and its input parsed. */
export type ArrivedCall<T extends WireTable, M extends NameIn<T>> = {
  readonly name: M
  readonly input: ParsedFor<T, M>
  readonly reason: string | null
  readonly breakGlass: boolean
}

/** What an answering side works with. `onItem` is settled once the item is on its way: whoever waits for it never runs ahead. */
export type ArrivedWork<T extends WireTable, M extends NameIn<T>> = Work & {
  readonly onItem: (item: BitOf<T, M>) => Promise<void>
}

/** The method of a name; null: the table has none. */
export function specOf(table: WireTable, name: string): WireSpec | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null
}

/** A value by its schema, or what about it does not fit the contract: `at` names the place and never a value. */
export function fitting(schema: z.ZodType, value: unknown, method: string): Result<unknown> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const failure: Failure = { kind: 'off-contract', method, at: inputProblem(parsed.error) }
  return failed(failure)
}
