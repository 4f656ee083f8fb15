import type { Plane } from './plane.ts'
import { countSamples, forEachRun, type Spans } from './spans.ts'

/** Least, greatest and sum of the samples of a set; of the empty set 255, 0 and 0. */
export type SpanExtremes = {
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly samples: number
}

/** What values a set of samples has: a solid region has one, up to what compression did to it. */
export function spanExtremes(plane: Plane, spans: Spans): SpanExtremes {
  let min = 255
  let max = 0
  let sum = 0
  const { data, stride } = plane
  forEachRun(spans, (y, x0, x1) => {
    const until = y * stride + x1
    for (let k = y * stride + x0; k < until; k++) {
      const value = data[k] ?? 0
      if (value < min) min = value
      if (value > max) max = value
      sum += value
    }
  })
  return { min, max, sum, samples: countSamples(spans) }
}
