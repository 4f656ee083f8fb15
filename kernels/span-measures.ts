import type { Plane } from './plane.ts'
import { countSamples, forEachRun, type Spans, subtractSpans } from './spans.ts'

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
  forEachRun(spans, (y, x0, x1) => {
    for (const value of plane.data.subarray(y * plane.stride + x0, y * plane.stride + x1)) {
      min = Math.min(min, value)
      max = Math.max(max, value)
      sum += value
    }
  })
  return { min, max, sum, samples: countSamples(spans) }
}

/**
 * How rough a set of samples is: the mean squared difference of neighbours, right and below, that are both in the set;
 * 0 where there are none. A blurred region must be far below its source; steps of 4 and compression leave a little.
 */
export function gradientEnergy(plane: Plane, spans: Spans): number {
  const across = pairEnergy(plane, pairedSpans(spans, 1, 0), 1)
  const down = pairEnergy(plane, pairedSpans(spans, 0, 1), plane.stride)
  const pairs = across.pairs + down.pairs
  return pairs === 0 ? 0 : (across.energy + down.energy) / pairs
}

/** The samples whose neighbour so many columns and rows further is in the set too. */
function pairedSpans(spans: Spans, columns: number, rows: number): Spans {
  const moved = spans.map((value, index) => value - (index % 3 === 0 ? rows : columns))
  return subtractSpans(spans, subtractSpans(spans, moved))
}

function pairEnergy(plane: Plane, spans: Spans, step: number): { readonly energy: number; readonly pairs: number } {
  let energy = 0
  forEachRun(spans, (y, x0, x1) => {
    const from = y * plane.stride + x0
    const neighbours = plane.data.subarray(from + step, from + step + x1 - x0)
    plane.data.subarray(from, from + x1 - x0).forEach((value, i) => {
      energy += (value - (neighbours[i] ?? value)) ** 2
    })
  })
  return { energy, pairs: countSamples(spans) }
}
