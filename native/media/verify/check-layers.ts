import type { FrameIndex } from '../../../core/time.ts'
import {
  countSamples,
  gridEdges,
  type HeldCells,
  type HeldLayer,
  type Layer,
  ownSpans,
  type Plane,
  type Spans,
  type Subsampling,
  spanExtremes,
  subsampledBox,
  subtractSpans,
} from '../../../kernels/index.ts'
import { type Exposure, edgesOf, exposureOf } from './exposure.ts'
import { type PictureSides, type PlaneRegion, planeRegions } from './plane-region.ts'
import { roughnessOf } from './roughness.ts'
import type { Tally } from './tally.ts'
import { thinned } from './thinned.ts'

/*
 * Limits lie between what good copies measure and what faults do, at crf 20: twelve regions of 12 to 600 pixels in each
 * style over photographs panned, still and dark, film noise up to 60 levels, interlaced, 10-bit and drawn pictures.
 */

/** How far a sample of a solid region may be from its colour. Good copies: up to 26. */
const solidTolerance = 48

/**
 * Mean squared difference between what a region should show and what the copy shows: a floor, plus what the edge brings
 * into few samples, by the root of their number. Good copies reach two thirds of it at most; at 64 samples and 10,000 they
 * measure 75 and 1 (solid), 35 and 33 (pixelate), 40 and 4 (blur). Half the strength measures 2 to 100 times the limit
 * from 40 pixels on, an uncovered region 2 to 3000 times.
 */
const coveredMeanSquare = {
  solid: { floor: 6, edge: 1000 },
  pixelate: { floor: 40, edge: 1000 },
  blur: { floor: 8, edge: 1000 },
} as const

/**
 * Share of the original that may show through a whole region. Good copies: up to 0.01 from 40 pixels on, up to 0.5 in a
 * blur of 12 pixels on a dark, noisy picture.
 */
const mostShare = (samples: number): number => 0.1 + 5 / Math.sqrt(samples)

/** Means over all of a large region are taken from about so many of its samples on each plane. */
const samplesThinned = 3000

/** What shows through must be more than this (mean square): less is compression, and nothing that could be seen. */
const leastShown = 50

/**
 * Share of the original that may show through one edge, and the edge's depth. Good copies: up to 0.3, in a blur of 12
 * pixels 0.5. Regions that are 4 pixels off leave 0.6 to 1.3 bare.
 */
const mostEdgeShare = 0.55
const edgeDepth = 4
const leastEdgeSamples = 12
const leastEdgeShown = 100

/**
 * Mean squared distance of samples from their cell's mean, over all cells of a region. Compression leaves single samples
 * and thin edges far off, never a pattern. Good copies: up to 60 at 64 samples, 10 at 1,000.
 */
const cellMeanSquare = { floor: 40, edge: 600 } as const

/** Regions that are all edge (a sliver at the picture's border) are judged so much more mildly. */
const mildness = 4

/**
 * A blurred region may keep this share of its source's roughness, plus what compression and the cells' noise make of
 * few samples. Good copies: the floor is half used at 64 samples, a twentieth at 10,000.
 */
const roughness = { share: 0.25, floor: 8, edge: 1500 } as const

/** One tally for each way of covering. */
export type LayerTallies = { readonly [Style in 'solid' | 'pixelate' | 'blur' | 'blank']: Tally }

/** One frame's regions as they were, as they should be and as they are. */
export type LayerCheck = PictureSides & {
  readonly frame: FrameIndex
  readonly blank: boolean
  readonly layers: readonly Layer[]
  /** Luma pixels that the label is written over. */
  readonly label: Spans
  readonly held: HeldCells
}

/** Checks every region of a frame, each in its own samples (those that neither a stronger region nor the label covers). */
export function checkLayers(
  check: LayerCheck,
  means: { readonly solid: readonly number[]; readonly tallies: LayerTallies },
): void {
  for (const { layer, spans: covered } of ownSpans(check.layers)) {
    const spans = subtractSpans(covered, check.label)
    const tally = check.blank ? means.tallies.blank : means.tallies[layer.style]
    tally.looked()
    const { x, y, width, height } = layer.box
    const fail = (what: string) => tally.fail(`the region at ${x},${y},${width},${height} ${what}`, check.frame)
    const regions = planeRegions(layer, spans, check)
    checkExposure(regions, { tally, fail })
    for (const region of regions) {
      checkLikeness(region, { tally, fail })
      checkStyle(region, check, means.solid[region.index] ?? 128, { tally, fail })
    }
  }
}

/** Where a region's findings go. */
type Findings = { readonly tally: Tally; readonly fail: (what: string) => void }

/** What a style promises of itself, whatever should have been there. */
function checkStyle(region: PlaneRegion, check: LayerCheck, solid: number, findings: Findings): void {
  if (!region.deep) return
  const { style, key } = region.layer
  const subsampling = check.found.subsampling[region.index]
  if (style === 'solid') checkSolid(region, solid, findings)
  else if (style === 'blur') checkBlur(region, findings)
  else if (subsampling) checkCells(region, check.held.get(key), subsampling, findings)
}

/** The original must not show through, neither in all of the region nor along one of its edges. */
function checkExposure(regions: readonly PlaneRegion[], { tally, fail }: Findings): void {
  const parts = regions.map(({ sides, own }) => ({ sides, spans: thinned(own, countSamples(own), samplesThinned) }))
  const whole = exposureOf(parts)
  if (whole.shown > leastShown) tally.most('worstShareShown', whole.share)
  if (whole.shown > leastShown && whole.share > mostShare(whole.samples))
    fail(`shows ${percent(whole)} of what it hides`)
  const luma = regions[0]
  if (!luma) return
  for (const spans of edgesOf(luma.own, edgeDepth)) {
    const edge = exposureOf([{ sides: luma.sides, spans }])
    if (edge.samples < leastEdgeSamples || edge.shown <= leastEdgeShown) continue
    tally.most('worstEdgeShareShown', edge.share)
    if (edge.share > mostEdgeShare) fail(`is off its place: ${percent(edge)} of an edge shows`)
  }
}

function percent({ share }: Exposure): string {
  return `${Math.round(share * 100)} %`
}

/** The region must show what covering the original again gives. */
function checkLikeness({ layer, sides, inside, deep }: PlaneRegion, { tally, fail }: Findings): void {
  const difference = meanSquare(sides.expected, sides.found, inside)
  const { floor, edge } = coveredMeanSquare[layer.style]
  const limit = (floor + edge / Math.sqrt(countSamples(inside))) * (deep ? 1 : mildness)
  tally.most('worstShareOfMeanSquareLimit', difference / limit)
  if (difference > limit) fail(`is not covered as planned (mean square ${difference.toFixed(0)})`)
}

function checkSolid({ sides, inside }: PlaneRegion, colour: number, { tally, fail }: Findings): void {
  const { min, max } = spanExtremes(sides.found, inside)
  const worst = Math.max(colour - min, max - colour)
  tally.most('worstDifference', worst)
  if (worst > solidTolerance) fail(`is not solid (${worst} from its colour)`)
}

/** Every cell must be flat: nothing finer than the grid may be left. */
function checkCells(
  { layer, sides, inside }: PlaneRegion,
  held: HeldLayer | undefined,
  subsampling: Subsampling,
  { tally, fail }: Findings,
): void {
  if (!held) throw new Error('a pixelated region holds no cells')
  const edges = gridEdges(subsampledBox(layer.box, subsampling), held.grid, sides.found)
  const spreads = cellsInside(inside, edges).map((cell) => spreadOf(sides.found, cell))
  const samples = spreads.reduce((sum, each) => sum + each.samples, 0)
  const spread = spreads.reduce((sum, each) => sum + each.squares, 0) / Math.max(1, samples)
  tally.most('worstCellMeanSquare', spread)
  if (spread > cellMeanSquare.floor + cellMeanSquare.edge / Math.sqrt(Math.max(1, samples)))
    fail(`is finer than its cells (mean square ${spread.toFixed(0)})`)
}

/** Every cell's samples, two away from its edges and within the region. */
function cellsInside(inside: Spans, { columns, rows }: { columns: Int32Array; rows: Int32Array }): Spans[] {
  const cells: Spans[] = []
  for (let row = 0; row + 1 < rows.length; row++) {
    const band = rowsWithin(inside, (rows[row] ?? 0) + 2, (rows[row + 1] ?? 0) - 2)
    for (let column = 0; column + 1 < columns.length; column++) {
      const cell = columnsWithin(band, (columns[column] ?? 0) + 2, (columns[column + 1] ?? 0) - 2)
      if (cell.length > 0) cells.push(cell)
    }
  }
  return cells
}

/** The runs of rows `[from, until)`: one piece of the set, for runs are sorted by row. */
function rowsWithin(spans: Spans, from: number, until: number): Spans {
  let first = 0
  while (first < spans.length && (spans[first] ?? 0) < from) first += 3
  let end = first
  while (end < spans.length && (spans[end] ?? 0) < until) end += 3
  return spans.subarray(first, end)
}

function columnsWithin(spans: Spans, from: number, until: number): Spans {
  const cut: number[] = []
  for (let i = 0; i < spans.length; i += 3) {
    const [start, end] = [Math.max(spans[i + 1] ?? 0, from), Math.min(spans[i + 2] ?? 0, until)]
    if (end > start) cut.push(spans[i] ?? 0, start, end)
  }
  return Int32Array.from(cut)
}

/** A blurred region must be smooth, measured against its source: this holds even if the blur itself were wrong. */
function checkBlur({ sides, inside }: PlaneRegion, { tally, fail }: Findings): void {
  const samples = countSamples(inside)
  const some = thinned(inside, samples, samplesThinned)
  const rough = roughnessOf(sides.found, some)
  const few = roughness.edge / Math.sqrt(samples)
  const limit = roughnessOf(sides.original, some) * roughness.share + roughness.floor + few
  tally.most('worstRoughnessShare', rough / limit)
  if (rough > limit) fail(`is too sharp (roughness ${rough.toFixed(1)} over ${limit.toFixed(1)})`)
}

function meanSquare(a: Plane, b: Plane, spans: Spans): number {
  let sum = 0
  let samples = 0
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    const [rowA, rowB] = [y * a.stride, y * b.stride]
    const until = spans[i + 2] ?? 0
    for (let x = spans[i + 1] ?? 0; x < until; x++) {
      const difference = (a.data[rowA + x] ?? 0) - (b.data[rowB + x] ?? 0)
      sum += difference * difference
    }
    samples += until - (spans[i + 1] ?? 0)
  }
  return samples === 0 ? 0 : sum / samples
}

/** Sum of squared distances of a set's samples from their own mean. */
function spreadOf(plane: Plane, spans: Spans): { readonly squares: number; readonly samples: number } {
  let [sum, squares, samples] = [0, 0, 0]
  for (let i = 0; i < spans.length; i += 3) {
    const row = (spans[i] ?? 0) * plane.stride
    const until = spans[i + 2] ?? 0
    for (let x = spans[i + 1] ?? 0; x < until; x++) {
      const value = plane.data[row + x] ?? 0
      sum += value
      squares += value * value
    }
    samples += until - (spans[i + 1] ?? 0)
  }
  return { squares: squares - (samples === 0 ? 0 : (sum * sum) / samples), samples }
}
