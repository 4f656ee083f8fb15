import type { Brand } from './brand.ts'

/** Position of a frame in presentation order, from 0. The only address of a frame in Occlude. */
export type FrameIndex = Brand<number, 'FrameIndex'>

/** Presentation time in ticks of its stream's time base. */
export type Pts = Brand<bigint, 'Pts'>

/** Seconds from second 0 of a clip (the earliest presentation time of any track). A label for people, never an address. */
export type Seconds = Brand<number, 'Seconds'>

/** Position of a sample on a track's absolute clock: second 0 of the clip is sample 0. May be negative in arithmetic only. */
export type SampleIndex = Brand<number, 'SampleIndex'>

/** A fraction `[numerator, denominator]`; the denominator is above 0. */
export type Ratio = readonly [numerator: number, denominator: number]

/** Half-open range of frames. */
export type FrameRange = { readonly fromFrame: FrameIndex; readonly untilFrame: FrameIndex }

/** Half-open range of samples of one audio track. */
export type SampleRange = { readonly fromSample: SampleIndex; readonly untilSample: SampleIndex }

/** Makes a frame index; throws on anything but a whole number from 0 (a bug of the caller). */
export function frameIndex(value: number): FrameIndex {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a frame index: ${value}`)
  return value as FrameIndex
}

/** Makes presentation ticks. */
export function pts(value: bigint): Pts {
  return value as Pts
}

/** Makes seconds; throws on anything that is not finite. */
export function seconds(value: number): Seconds {
  if (!Number.isFinite(value)) throw new RangeError(`not a time in seconds: ${value}`)
  return value as Seconds
}

/** Makes a sample index; throws on anything but a whole number. */
export function sampleIndex(value: number): SampleIndex {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a sample index: ${value}`)
  return value as SampleIndex
}

/** Unites ranges that overlap or touch; the result is sorted and disjoint. Empty ranges vanish. */
export function uniteRanges(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const sorted = ranges.filter(([from, until]) => until > from).toSorted((a, b) => a[0] - b[0])
  const united: [number, number][] = []
  for (const [from, until] of sorted) {
    const last = united.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], until)
    else united.push([from, until])
  }
  return united
}

/** What of `[from, until)` the given ranges leave out; sorted and disjoint. */
export function complementRanges(
  ranges: readonly (readonly [number, number])[],
  from: number,
  until: number,
): [number, number][] {
  const left: [number, number][] = []
  let at = from
  for (const [start, end] of uniteRanges(ranges)) {
    if (start >= until) break
    if (start > at) left.push([at, start])
    at = Math.max(at, end)
  }
  if (at < until) left.push([at, until])
  return left
}
