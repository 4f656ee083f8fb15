import type { PlanLabel } from '../../core/redaction/copy-label.ts'
import { labelStamp, type Spans, subtractSpans } from '../../kernels/index.ts'
import type { Planes } from './read-back.ts'

function meanOf(values: Uint8Array, width: number, spans: Spans): number {
  let [sum, count] = [0, 0]
  for (let at = 0; at < spans.length; at += 3) {
    const [y = 0, from = 0, until = 0] = spans.subarray(at, at + 3)
    for (const value of values.subarray(y * width + from, y * width + until)) sum += value
    count += until - from
  }
  return sum / count
}

/** How bright a label's letters are in a decoded picture, and the box behind them: 235 and 16 in one that has the label. */
export function labelBrightness(
  { y, width, height }: Planes,
  label: PlanLabel,
  rotation: 0 | 90 | 180 | 270 = 0,
): { readonly letters: number; readonly box: number } {
  const { box, letters } = labelStamp(label, { width, height, rotation })
  return { letters: meanOf(y, width, letters), box: meanOf(y, width, subtractSpans(box, letters)) }
}
