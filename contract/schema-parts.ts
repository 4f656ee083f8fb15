import { z } from 'zod'
import { type Sha256, sha256 } from '../core/clips/clip-index.ts'
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
const farthest = 1_000_000

/** Coordinate in display-oriented source pixels. */
const coordinate = z.number().min(-farthest).max(farthest)

const extent = z.number().gt(0).max(farthest)

/** `[x, y, width, height]` with sides above 0. */
export const box: z.ZodType<Box> = z.tuple([coordinate, coordinate, extent, extent])

/** `[x, y]`. */
export const point: z.ZodType<Point> = z.tuple([coordinate, coordinate])

/** Number of frames: 46 hours at 60 frames a second. */
export const frameCount = z.int().min(0).max(10_000_000)

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

/** The clip that a file belongs to. */
export const clip = z.looseObject({ sha256: hash, frames: frameCount })
