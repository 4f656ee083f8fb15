import { z } from 'zod'
import type { Progress } from '../../../core/ports/work.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { Answerer } from '../serve-wire.ts'
import type { WireTable } from '../wire-table.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** Methods of every nature, for the tests of the wire. */
export const table = {
  double: { input: z.object({ number: z.number() }), output: z.object({ number: z.number() }) },
  invert: { input: z.object({ bytes, name: z.string() }), output: bytes },
  count: { input: z.object({ until: z.number() }), output: z.object({ sent: z.number() }), item: z.number() },
  pictures: { input: z.object({ size: z.number(), count: z.number() }), output: z.object({}), item: bytes },
  slice: { input: z.object({}), output: bytes },
  wait: { input: z.object({}), output: z.object({}) },
  steps: { input: z.object({ steps: z.number() }), output: z.object({}) },
  refuse: { input: z.object({}), output: z.object({}) },
  broken: { input: z.object({}), output: z.object({}) },
  lie: { input: z.object({}), output: z.object({ number: z.number() }) },
  'lie-in-item': { input: z.object({}), output: z.object({}), item: z.number() },
  echo: { input: z.object({ value: z.unknown() }), output: z.object({ value: z.unknown() }) },
} as const satisfies WireTable

/** What the answering side has seen. */
export class Seen {
  sent = 0
  stopped = 0
  running = 0
  readonly bugs: unknown[] = []
  readonly names: string[] = []
  readonly reasons: (string | null)[] = []
}

type Loose = (input: never, work: Loosened) => Promise<Result<unknown>>
type Loosened = {
  readonly signal: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void }
  readonly onProgress: (progress: Progress) => void
  readonly onItem: (item: unknown) => Promise<void>
}

function untilStopped({ signal }: Loosened): Promise<void> {
  return new Promise((stopped) => {
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', stopped)
  })
}

function answersOf(seen: Seen): Record<keyof typeof table, Loose> {
  return {
    double: async ({ number }: { number: number }) => ok({ number: number * 2 }),
    invert: async ({ bytes: given }: { bytes: Uint8Array }) => ok(given.map((byte) => 255 - byte)),
    count: async ({ until }: { until: number }, work) => {
      for (let at = 0; at < until && !work.signal.aborted; at++) {
        await work.onItem(at)
        seen.sent += 1
      }
      return work.signal.aborted ? failed({ kind: 'cancelled' }) : ok({ sent: seen.sent })
    },
    pictures: async ({ size, count }: { size: number; count: number }, work) => {
      for (let at = 0; at < count; at++) {
        await work.onItem(new Uint8Array(size).fill(at))
        seen.sent += 1
      }
      return ok({})
    },
    slice: async () => ok(new Uint8Array(1 << 16).fill(7).subarray(10, 20)),
    wait: async (_input, work) => {
      await untilStopped(work)
      seen.stopped += 1
      return failed({ kind: 'cancelled' })
    },
    steps: async ({ steps }: { steps: number }, work) => {
      for (let done = 1; done <= steps; done++) work.onProgress({ stage: 'index', done, total: steps, seconds: 0 })
      await untilStopped(work)
      return ok({})
    },
    refuse: async () => failed({ kind: 'on-hold', name: 'clip', holds: 2 }),
    broken: async () => {
      throw new TypeError('/secret/place is undefined')
    },
    lie: async () => ok({ number: 'seven', secret: 'x' }),
    'lie-in-item': async (_input, work) => {
      await work.onItem('seven')
      return ok({})
    },
    echo: async ({ value }: { value: unknown }) => ok({ value }),
  }
}

/** Answers the methods of the table, and notes what it has seen. */
export function answererOf(seen: Seen): Answerer<typeof table> {
  const answers = answersOf(seen)
  const answer = async (
    call: { readonly name: keyof typeof table; readonly input: unknown; readonly reason: string | null },
    work: Loosened,
  ): Promise<Result<unknown>> => {
    seen.running += 1
    seen.names.push(call.name)
    seen.reasons.push(call.reason)
    try {
      return await answers[call.name](call.input as never, work)
    } finally {
      seen.running -= 1
    }
  }
  return {
    answer: answer as unknown as Answerer<typeof table>['answer'],
    noteBug: (error) => `bug-${seen.bugs.push(error)}`,
  }
}
