import { invertSpans, type Plane, type Spans } from '../../../kernels/index.ts'

/** So many rows of a frame are compared, spread over its height: enough to tell pictures apart. */
const rowsCompared = 90

/** Below this distance from its own source frame (mean square) a frame is the right one, or cannot be told from it. */
const leastDistance = 20

/** A frame that is so much nearer to a neighbour than to its own source frame is the neighbour's. */
const muchNearer = 0.5

/** Some rows of a frame's luma. */
type Thinned = { readonly data: Uint8Array; readonly width: number }

type Frame = {
  readonly expected: Thinned
  readonly found: Thinned
  readonly open: Spans
  /** Distance of the copy's frame from its own source frame. */
  readonly own: number
}

/** What a frame shows instead of its own picture. */
export type Misplaced = { readonly shows: 'the frame before' | 'the frame after'; readonly position: 'this' | 'last' }

/**
 * Tells a frame that shows its neighbour's picture from one that shows its own: in slow scenes the two differ by less
 * than compression may take, so that only comparing both tells. Good copies: where a frame is 30 or more from its own
 * source frame, a neighbour is at least 25 times as far; in still scenes (distance 13) never nearer than 0.7 times.
 */
export class FrameOrder {
  #last: Frame | null = null

  /**
   * Takes the next frame, as it should be and as it is; answers what is wrong with it, or with the one before. Samples
   * in `covered` do not count.
   */
  take(expected: Plane, found: Plane, covered: Spans): Misplaced | null {
    const step = Math.max(1, Math.floor(expected.height / rowsCompared))
    const open = everyRow(step, invertSpans(covered, expected.width, expected.height))
    const [meant, shown] = [thinned(expected, step), thinned(found, step)]
    const frame = { expected: meant, found: shown, open, own: distance(meant, shown, open) }
    const last = this.#last
    this.#last = frame
    if (!last) return null
    if (isOf(last.expected, frame)) return { shows: 'the frame before', position: 'this' }
    return isOf(frame.expected, last) ? { shows: 'the frame after', position: 'last' } : null
  }

  /** Forgets the last frame: the next one does not follow it. */
  restart(): void {
    this.#last = null
  }
}

function isOf(neighbour: Thinned, frame: Frame): boolean {
  return frame.own > leastDistance && distance(neighbour, frame.found, frame.open) < frame.own * muchNearer
}

function everyRow(step: number, spans: Spans): Spans {
  const rows: number[] = []
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    if (y % step === 0) rows.push(y / step, spans[i + 1] ?? 0, spans[i + 2] ?? 0)
  }
  return Int32Array.from(rows)
}

function thinned({ data, width, height, stride }: Plane, step: number): Thinned {
  const rows = Math.ceil(height / step)
  const thin = new Uint8Array(rows * width)
  for (let row = 0; row < rows; row++) {
    const from = row * step * stride
    thin.set(data.subarray(from, from + width), row * width)
  }
  return { data: thin, width }
}

function distance(a: Thinned, b: Thinned, spans: Spans): number {
  let [sum, samples] = [0, 0]
  for (let i = 0; i < spans.length; i += 3) {
    const row = (spans[i] ?? 0) * a.width
    const until = row + (spans[i + 2] ?? 0)
    for (let at = row + (spans[i + 1] ?? 0); at < until; at++) {
      const difference = (a.data[at] ?? 0) - (b.data[at] ?? 0)
      sum += difference * difference
    }
    samples += until - row - (spans[i + 1] ?? 0)
  }
  return samples > 0 ? sum / samples : 0
}
