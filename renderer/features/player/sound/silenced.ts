import type { SoundBlock, SoundRun } from './sound-block.ts'

/** Stretches of one sound track that are not to be heard, `[from, until)` in clip seconds. */
export type SilentRanges = readonly (readonly [from: number, until: number])[]

/** The same sound with stretches of it silent: it takes as long as before, and the clock goes on. */
export function silenced(run: SoundRun, ranges: SilentRanges): SoundRun {
  if (ranges.length === 0) return run
  return async function* (from, signal) {
    for await (const block of run(from, signal)) yield withoutRanges(block, ranges)
  }
}

function withoutRanges(block: SoundBlock, ranges: SilentRanges): SoundBlock {
  const { clipSeconds, sampleRate, planes } = block
  const length = planes[0]?.length ?? 0
  const within = ranges
    .map(
      ([from, until]) => [sampleAt(from - clipSeconds, sampleRate), sampleAt(until - clipSeconds, sampleRate)] as const,
    )
    .map(([from, until]) => [Math.max(0, from), Math.min(length, until)] as const)
    .filter(([from, until]) => from < until)
  if (within.length === 0) return block
  const silent = planes.map((plane) => {
    // A decoder may keep what it handed out.
    const copy = plane.slice()
    for (const [from, until] of within) copy.fill(0, from, until)
    return copy
  })
  return { ...block, planes: silent }
}

function sampleAt(seconds: number, sampleRate: number): number {
  return Math.round(seconds * sampleRate)
}
