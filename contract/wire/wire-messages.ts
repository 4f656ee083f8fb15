import { z } from 'zod'
import type { Progress } from '../../core/ports/work.ts'
import { failureShape } from './failure-shape.ts'

/** Counts up when the wire or a method changes so that an earlier Occlude on the other side would misunderstand. */
export const wireVersion = 1

/** Most calls that run at once over one connection; more are refused. */
export const mostCalls = 64

/** Most items, and bytes of pictures and the like in them, that are on their way before the other side has taken some. */
export const ahead = { items: 32, bytes: 8 << 20 } as const

const id = z.int().min(1)

const stages = [
  'index',
  'detect',
  'listen',
  'track',
  'render',
  'verify',
  'import',
  'check',
  'backup',
  'retention',
  'disclose',
] as const

/** How far long work has come, as it crosses an edge. */
export const progressShape: z.ZodType<Progress> = z.object({
  stage: z.enum(stages),
  done: z.number(),
  total: z.number(),
  seconds: z.number(),
  files: z.object({ done: z.number(), all: z.number().nullable() }).exactOptional(),
})

/** The first message of either side. Any version is read, to be able to say which. */
const hello = z.object({ type: z.literal('hello'), wire: z.literal('occlude'), version: z.int().min(0) })

/** What a caller sends. */
export const callerMessage = z.discriminatedUnion('type', [
  hello,
  z.object({
    type: z.literal('call'),
    id,
    name: z.string().max(100),
    input: z.unknown(),
    reason: z.string().max(10_000).nullable(),
    breakGlass: z.boolean(),
  }),
  /** So many items more were taken. */
  z.object({ type: z.literal('credit'), id, items: z.int().min(1).max(ahead.items) }),
  /** The last progress was taken. */
  z.object({ type: z.literal('seen'), id }),
  z.object({ type: z.literal('cancel'), id }),
])

/** What whoever answers sends. */
export const answererMessage = z.discriminatedUnion('type', [
  hello,
  z.object({ type: z.literal('item'), id, item: z.unknown() }),
  z.object({ type: z.literal('progress'), id, progress: progressShape }),
  z.object({ type: z.literal('answer'), id, output: z.unknown() }),
  z.object({ type: z.literal('failure'), id, failure: failureShape }),
])

/** What a caller sends. */
export type CallerMessage = z.output<typeof callerMessage>

/** What whoever answers sends. */
export type AnswererMessage = z.output<typeof answererMessage>

/** The greeting of this side. */
export const ownHello = { type: 'hello', wire: 'occlude', version: wireVersion } as const

/** Which call a message that does not fit seems to be about; null: none can be told. */
export function idIn(message: unknown): number | null {
  const found = z.object({ id }).safeParse(message)
  return found.success ? found.data.id : null
}
