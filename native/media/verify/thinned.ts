import type { Spans } from '../../../kernels/index.ts'

/** Every so many runs of a set, so that about `samples` of `of` are left: enough for a mean, and quicker. */
export function thinned(spans: Spans, of: number, samples: number): Spans {
  const step = Math.floor(of / samples)
  if (step < 2) return spans
  const runs = spans.length / 3
  const kept = new Int32Array(Math.ceil(runs / step) * 3)
  for (let run = 0, at = 0; run < runs; run += step, at += 3) kept.set(spans.subarray(run * 3, run * 3 + 3), at)
  return kept
}
