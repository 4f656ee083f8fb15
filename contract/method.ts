import type { z } from 'zod'
import type { Permission } from '../core/access/permissions.ts'
import type { AuditAction } from '../core/audit/audit-action.ts'
import type { Failure } from '../core/failure.ts'

/**
 * What a method is, before anybody calls it. Nothing can be registered without a permission and an audit action.
 * - `read`: answers from the records; its entry is written before the answer leaves.
 * - `change`: one transaction holds the change and its entry.
 * - `work`: long, or touches footage; a `begun` entry is durable before anything happens, and an entry that names it ends it.
 * - `part`: a piece of what another call has opened and begun in the log (`opening`). Permission is asked again for every piece; what
 *   is refused or fails stands in the log, what is answered stands there as the opening.
 */
export type MethodSpec<
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
> = {
  readonly kind: 'read' | 'change' | 'work' | 'part'
  readonly input: In
  readonly output: Out
  /** Kinds of failure beside those of every call: parsing, sign-in, permission, reason, and storage. */
  readonly failures: readonly Failure['kind'][]
  readonly permission: Permission
  readonly audit: AuditAction
  /** Whoever touches footage says why. */
  readonly reason: 'required' | 'optional'
  /** The clips that a call is about: permission is asked for each of them, and each stands in the log. */
  readonly clips: (input: z.output<In>) => readonly string[]
  /** Of a `part`: the opening that it belongs to; its clip is what the call is about. */
  readonly opening?: (input: z.output<In>) => string
  /** What comes bit by bit before the answer. */
  readonly item?: Item
}

/** Describes a method; the types of input, output and items stay known. */
export function method<In extends z.ZodType, Out extends z.ZodType, Item extends z.ZodType = z.ZodNever>(
  spec: MethodSpec<In, Out, Item>,
): MethodSpec<In, Out, Item> {
  return spec
}
