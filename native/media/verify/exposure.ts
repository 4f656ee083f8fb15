import { type Plane, type Spans, subtractSpans } from '../../../kernels/index.ts'

/** One plane three ways: as the source has it, as the plan covers it, as the copy shows it. */
export type Sides = { readonly original: Plane; readonly expected: Plane; readonly found: Plane }

/**
 * How a set of samples lies between covered (share 0) and uncovered (share 1): the copy's deviation from the plan,
 * projected onto what covering changed. A matched filter: of all sums over the samples it tells the two apart best, so
 * that it speaks for regions of a dozen pixels too, where compression hides single samples.
 */
export type Exposure = {
  /** Share of the original that shows through; 0 where covering changed nothing. */
  readonly share: number
  /** Mean square of what shows through. */
  readonly shown: number
  readonly samples: number
}

type Sums = { product: number; energy: number; samples: number }

/** Measures planes together, each over its own samples. */
export function exposureOf(parts: readonly { readonly sides: Sides; readonly spans: Spans }[]): Exposure {
  const sums: Sums = { product: 0, energy: 0, samples: 0 }
  for (const { sides, spans } of parts) addSpans(sums, sides, spans)
  const { product, energy, samples } = sums
  const share = energy > 0 ? product / energy : 0
  return { share, shown: samples > 0 ? (share * share * energy) / samples : 0, samples }
}

function addSpans(sums: Sums, { original, expected, found }: Sides, spans: Spans): void {
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    const until = spans[i + 2] ?? 0
    const [rowO, rowE, rowF] = [y * original.stride, y * expected.stride, y * found.stride]
    let [product, energy] = [0, 0]
    for (let x = spans[i + 1] ?? 0; x < until; x++) {
      const planned = expected.data[rowE + x] ?? 0
      const change = (original.data[rowO + x] ?? 0) - planned
      product += change * ((found.data[rowF + x] ?? 0) - planned)
      energy += change * change
    }
    sums.product += product
    sums.energy += energy
    sums.samples += until - (spans[i + 1] ?? 0)
  }
}

/**
 * The four edges of a set, `depth` samples thick: those with nothing of the set to their left, right, above, below. A
 * region that is a few pixels off leaves one of them bare.
 */
export function edgesOf(spans: Spans, depth: number): readonly Spans[] {
  const moved = (columns: number, rows: number) =>
    spans.map((value, index) => value + (index % 3 === 0 ? rows : columns))
  return [moved(depth, 0), moved(-depth, 0), moved(0, depth), moved(0, -depth)].map((inner) =>
    subtractSpans(spans, inner),
  )
}
