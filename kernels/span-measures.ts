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

/**
 * How rough a set of samples is: the mean squared difference of neighbours, right and below, that are both in the set;
 * 0 where there are none. A blurred region must be far below its source; steps of 4 and compression leave a little.
 */
export function gradientEnergy(plane: Plane, spans: Spans): number {
  const across = pairEnergy(plane, runsLessLast(spans), 1)
  const down = pairEnergy(plane, samplesOverSamples(spans), plane.stride)
  const pairs = across.pairs + down.pairs
  return pairs === 0 ? 0 : (across.energy + down.energy) / pairs
}

/** The samples whose right neighbour is in the set too: runs do not touch, so all of a run but its last. */
function runsLessLast(spans: Spans): Spans {
  return spans.map((value, index) => (index % 3 === 2 ? value - 1 : value))
}

/** The samples whose lower neighbour is in the set too. */
function samplesOverSamples(spans: Spans): Spans {
  const raised = spans.map((value, index) => (index % 3 === 0 ? value - 1 : value))
  return subtractSpans(spans, subtractSpans(spans, raised))
}

function pairEnergy(plane: Plane, spans: Spans, step: number): { readonly energy: number; readonly pairs: number } {
  let energy = 0
  const { data, stride } = plane
  forEachRun(spans, (y, x0, x1) => {
    const until = y * stride + x1
    for (let k = y * stride + x0; k < until; k++) {
      const difference = (data[k] ?? 0) - (data[k + step] ?? 0)
      energy += difference * difference
    }
  })
  return { energy, pairs: countSamples(spans) }
}
