import { z } from 'zod'
import { copyLabel } from './project-file.ts'
import { label, many } from './schema-parts.ts'

const askedRange = z
  .object({ unit: z.enum(['seconds', 'frames']), from: z.number().min(0).max(1e9), until: z.number().min(0).max(1e9) })
  .refine(({ from, until }) => from < until, { message: 'range is empty or reversed' })
const ranges = many(askedRange, 10_000)

/** What is decided together with a copy, on top of a project; regions drawn by hand come as their file's text, or null. */
export const askedDecisions = z.object({
  keep: many(label, 10_000),
  inverse: z.boolean(),
  style: z.enum(['solid', 'pixelate', 'blur']).nullable(),
  spans: ranges,
  blanks: ranges,
  /** Absent: what the project says. */
  label: copyLabel.exactOptional(),
  sound: z.object({ rest: z.enum(['keep', 'mute', 'mute-speech']).nullable(), mute: ranges, bleep: ranges }),
  regions: z
    .string()
    .max(64 * 1024 * 1024)
    .nullable(),
})
