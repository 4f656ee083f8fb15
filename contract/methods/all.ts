import type { z } from 'zod'
import type { Settled } from '../settled.ts'
import { accessMethods } from './access.ts'
import { auditMethods } from './audit.ts'
import { clipMethods } from './clips.ts'
import { deskMethods } from './desk.ts'
import { disclosureMethods } from './disclosures.ts'
import { redactionQueueMethods } from './redaction-queue.ts'
import { redactionMethods } from './redactions.ts'
import { retentionMethods } from './retention.ts'
import { reviewMethods } from './reviews.ts'
import { userMethods } from './users.ts'
import { vaultMethods } from './vault.ts'
import { viewingMethods } from './viewing.ts'

/** Everything that can be asked of a vault, under one roof: its permission, its place in the log, its shapes. */
export const methods = {
  ...userMethods,
  ...vaultMethods,
  ...clipMethods,
  ...accessMethods,
  ...viewingMethods,
  ...deskMethods,
  ...redactionMethods,
  ...redactionQueueMethods,
  ...disclosureMethods,
  ...reviewMethods,
  ...retentionMethods,
  ...auditMethods,
} as const

/** Name of a method. */
export type MethodName = keyof typeof methods

/** What a caller hands in. */
export type InputOf<M extends MethodName> = Settled<z.input<(typeof methods)[M]['input']>>

/** What a handler is given: parsed. */
export type ParsedInputOf<M extends MethodName> = Settled<z.output<(typeof methods)[M]['input']>>

/** What is answered. */
export type OutputOf<M extends MethodName> = Settled<z.output<(typeof methods)[M]['output']>>

/** What comes before the answer, bit by bit. */
export type ItemOf<M extends MethodName> = (typeof methods)[M] extends { readonly item?: infer Item }
  ? Settled<z.output<Extract<Item, z.ZodType>>>
  : never
