import { z } from 'zod'
import { type Sha256, sha256 } from '../core/clips/clip-index.ts'
import { detectionClasses, detectionProfiles, personExtents, type Search } from '../core/detection/detection.ts'
import type { Box, Point } from '../core/geometry/shape.ts'
import { type FrameIndex, frameIndex, type SampleIndex, sampleIndex } from '../core/time.ts'
import { problemOf } from './problem.ts'

/** A list that stops reading at its first bad entry: a hostile file cannot make millions of complaints. */
export function many<T>(item: z.ZodType<T>, most: number) {
  return z
    .array(z.unknown())
    .max(most)
    .transform((values, context): readonly T[] => {
      const read: T[] = []
      for (const [at, value] of values.entries()) {
        const result = item.safeParse(value)
        const issue = result.error?.issues[0]
        if (issue) {
          context.addIssue({ code: 'custom', path: [at, ...issue.path], message: problemOf(issue) })
          return z.NEVER
        }
        if (result.success) read.push(result.data)
      }
      return read
    })
}

/** Largest coordinate either way, far past any picture, so that sums stay exact enough. */
export const farthest = 1_000_000

function coordinateFault(value: unknown): string | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'expected number'
  if (value < -farthest) return `expected at least ${-farthest}`
  return value > farthest ? `expected at most ${farthest}` : null
}

/** A fixed number of coordinates; `judge` looks at each. By hand, since a project holds hundreds of thousands of them. */
function coordinates<T extends readonly number[]>(
  length: T['length'],
  judge: (value: unknown, at: number) => string | null,
) {
  const error = `expected ${length} numbers`
  const list = z.custom<T>((value) => Array.isArray(value) && value.length === length, { error, abort: true })
  return list.check(({ value, issues }) => {
    for (const [at, part] of value.entries()) {
      const message = judge(part, at)
      if (message) issues.push({ code: 'custom', message, input: part, path: [at] })
    }
  })
}

/** `[x, y, width, height]` in display-oriented source pixels, with sides above 0. */
export const box: z.ZodType<Box> = coordinates<Box>(
  4,
  (value, at) => coordinateFault(value) ?? (at >= 2 && Number(value) <= 0 ? 'expected above 0' : null),
)

/** `[x, y]` in display-oriented source pixels. */
export const point: z.ZodType<Point> = coordinates<Point>(2, coordinateFault)

/** Most frames: 46 hours at 60 frames a second. */
export const mostFrames = 10_000_000

/** Number of frames. */
export const frameCount = z.int().min(0).max(mostFrames)

/** Address of a frame. */
export const frame: z.ZodType<FrameIndex> = frameCount.transform((value) => frameIndex(value))

/** Position on an audio track's absolute clock. */
export const sample: z.ZodType<SampleIndex> = z
  .int()
  .min(0)
  .max(1e12)
  .transform((value) => sampleIndex(value))

/** Score or share. */
export const share = z.number().min(0).max(1)

/** 64 lower-case hex digits. */
export const hash: z.ZodType<Sha256> = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((value) => sha256(value))

/** What a person has written: a reason, a purpose. */
export const words = z.string().max(10_000)

/** An id or a name. */
export const label = z.string().min(1).max(200)

/** Half-open range as a pair; not empty, not reversed. */
export function rangeOf<T extends number>(end: z.ZodType<T>): z.ZodType<readonly [T, T]> {
  return z.tuple([end, end]).refine(([from, until]) => from < until, { message: 'range is empty or reversed' })
}

/** What was looked for. */
export const search: z.ZodType<Search> = z.looseObject({
  profile: z.enum(detectionProfiles),
  classes: many(z.enum(detectionClasses), detectionClasses.length),
  extent: z.enum(personExtents).exactOptional(),
})

/** The clip that a file belongs to. */
export const clip = z.looseObject({ sha256: hash, frames: frameCount })
