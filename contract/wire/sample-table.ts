import { z } from 'zod'
import type { WireTable } from './wire-table.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** A small table with one method of each nature, to hold transports against that only whole programs have. */
export const sampleTable = {
  invert: { input: z.object({ bytes }), output: z.object({ bytes }) },
  pictures: {
    input: z.object({ size: z.number(), count: z.number() }),
    output: z.object({}),
    item: z.object({ bytes }),
  },
  sent: { input: z.object({}), output: z.object({ pictures: z.number(), stopped: z.number() }) },
  wait: { input: z.object({}), output: z.object({}) },
  broken: { input: z.object({}), output: z.object({}) },
} as const satisfies WireTable
