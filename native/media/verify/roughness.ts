import type { Plane, Spans } from '../../../kernels/index.ts'

/**
 * How rough a set of samples is: the mean squared difference of each sample and the one to its right and below, where
 * both are in the plane. A blurred region is far smoother than its source.
 */
export function roughnessOf(plane: Plane, spans: Spans): number {
  let [sum, pairs] = [0, 0]
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    const [from, until] = [spans[i + 1] ?? 0, spans[i + 2] ?? 0]
    sum += rowEnergy(plane, y * plane.stride + from, until - from - 1, 1)
    pairs += until - from - 1
    if (y + 1 >= plane.height) continue
    sum += rowEnergy(plane, y * plane.stride + from, until - from, plane.stride)
    pairs += until - from
  }
  return pairs > 0 ? sum / pairs : 0
}

function rowEnergy({ data }: Plane, from: number, count: number, step: number): number {
  let sum = 0
  for (let at = from; at < from + count; at++) {
    const difference = (data[at + step] ?? 0) - (data[at] ?? 0)
    sum += difference * difference
  }
  return sum
}
