import type { FrameIndex } from '../../../core/time.ts'
import {
  chromaSpans,
  gradientEnergy,
  gridEdges,
  type HeldCells,
  insetSpans,
  type Layer,
  ownSpans,
  type PlanarPicture,
  type Plane,
  type Spans,
  spanExtremes,
  subsampledBox,
} from '../../../kernels/index.ts'
import type { Tally } from './tally.ts'

/** Compression bleeds over a region's edge this far: pixels that are not looked at. */
const inset = 4

/** How far a sample of a solid region may be from its colour. */
const solidTolerance = 48

/** Mean squared difference between what a region should show and what the copy shows. */
const coveredMeanSquare = { solid: 40, pixelate: 90, blur: 30 } as const

/**
 * Mean squared distance of samples from their cell's mean, over all cells of a region. Compression leaves single samples
 * and thin edges far off, never a pattern.
 */
const cellMeanSquare = 60

/** A blurred region may be rougher than the blur of its source by this factor, plus a floor for compression noise. */
const roughness = { factor: 3, floor: 8 } as const

/** One tally for each way of covering. */
export type LayerTallies = { readonly [Style in 'solid' | 'pixelate' | 'blur' | 'blank']: Tally }

/** One frame's regions as they should be and as they are. */
export type LayerCheck = {
  readonly frame: FrameIndex
  readonly blank: boolean
  readonly layers: readonly Layer[]
  readonly held: HeldCells
  /** The original, covered again by the same kernels. */
  readonly expected: PlanarPicture
  readonly found: PlanarPicture
}

/** Checks every region of a frame, each in its own samples (those that no stronger region covers). */
export function checkLayers(
  check: LayerCheck,
  means: { readonly solid: readonly number[]; readonly tallies: LayerTallies },
): void {
  for (const { layer, spans } of ownSpans(check.layers)) {
    const tally = check.blank ? means.tallies.blank : means.tallies[layer.style]
    tally.looked()
    for (const region of regionsOf(check, layer, spans)) {
      checkLikeness(region, tally)
      checkStyle(region, means.solid, tally)
    }
  }
}

/** What a style promises of itself, whatever the original was. */
function checkStyle(region: PlaneRegion, solid: readonly number[], tally: Tally): void {
  const { style } = region.layer
  if (style === 'solid') checkSolid(region, solid[region.index] ?? 128, tally)
  else if (style === 'pixelate') checkCells(region, tally)
  else checkBlur(region, tally)
}

/** The layer on each plane; planes that are subsampled alike share their sets of samples. */
function regionsOf(check: LayerCheck, layer: Layer, spans: Spans): PlaneRegion[] {
  const sets = new Map<number, Pick<PlaneRegion, 'inside' | 'deep'>>()
  return check.found.planes.map((found, index) => {
    const expected = check.expected.planes[index]
    const subsampling = check.found.subsampling[index]
    if (!expected || !subsampling) throw new Error('a picture has too few planes')
    const { shiftX, shiftY } = subsampling
    const set = sets.get(shiftX) ?? samplesToCheck(chromaSpans(spans, shiftX, shiftY), shiftX, found)
    sets.set(shiftX, set)
    return { check, layer, index, expected, found, ...set }
  })
}

function samplesToCheck(own: Spans, shift: number, plane: Plane): Pick<PlaneRegion, 'inside' | 'deep'> {
  const deep = insetSpans(own, Math.max(1, inset >> shift), plane.width, plane.height)
  return { inside: deep.length > 0 ? deep : own, deep: deep.length > 0 }
}

type PlaneRegion = {
  readonly check: LayerCheck
  readonly layer: Layer
  readonly index: number
  readonly expected: Plane
  readonly found: Plane
  /** Samples that are looked at: those away from the region's edge, or all where none is. */
  readonly inside: Spans
  /** False for regions too small for an inset: they are judged more mildly. */
  readonly deep: boolean
}

/** The region must show what covering the original again gives. */
function checkLikeness(region: PlaneRegion, tally: Tally): void {
  const difference = meanSquare(region.expected, region.found, region.inside)
  const limit = coveredMeanSquare[region.layer.style] * (region.deep ? 1 : 8)
  if (region.deep) tally.most('worstMeanSquare', difference)
  if (difference > limit) fail(region, tally, `is not covered as planned (mean square ${difference.toFixed(0)})`)
}

function checkSolid(region: PlaneRegion, colour: number, tally: Tally): void {
  if (!region.deep) return
  const { min, max } = spanExtremes(region.found, region.inside)
  const worst = Math.max(colour - min, max - colour)
  tally.most('worstDifference', worst)
  if (worst > solidTolerance) fail(region, tally, `is not solid (${worst} from its colour)`)
}

function fail({ check, layer }: PlaneRegion, tally: Tally, what: string): void {
  const { x, y, width, height } = layer.box
  tally.fail(`the region at ${x},${y},${width},${height} ${what}`, check.frame)
}

/** Every cell must be flat: nothing finer than the grid may be left. */
function checkCells(region: PlaneRegion, tally: Tally): void {
  const { check, layer, index, found, inside, deep } = region
  if (!deep) return
  const held = check.held.get(layer.key)
  const subsampling = check.found.subsampling[index]
  if (!held || !subsampling) throw new Error('a pixelated region holds no cells')
  const edges = gridEdges(subsampledBox(layer.box, subsampling), held.grid, found)
  const spreads = cellsInside(inside, edges).map((cell) => spreadOf(found, cell))
  const samples = spreads.reduce((sum, each) => sum + each.samples, 0)
  const spread = spreads.reduce((sum, each) => sum + each.squares, 0) / Math.max(1, samples)
  tally.most('worstCellMeanSquare', spread)
  if (spread > cellMeanSquare) fail(region, tally, `is finer than its cells (mean square ${spread.toFixed(0)})`)
}

/** A cell's samples, two away from its edges and within the region. */
function cellsInside(inside: Spans, { columns, rows }: { columns: Int32Array; rows: Int32Array }): Spans[] {
  const cells: Spans[] = []
  for (let row = 0; row + 1 < rows.length; row++) {
    for (let column = 0; column + 1 < columns.length; column++) {
      const box = {
        x: (columns[column] ?? 0) + 2,
        y: (rows[row] ?? 0) + 2,
        untilX: (columns[column + 1] ?? 0) - 2,
        untilY: (rows[row + 1] ?? 0) - 2,
      }
      const cell = within(inside, box)
      if (cell.length > 0) cells.push(cell)
    }
  }
  return cells
}

function within(spans: Spans, box: { x: number; y: number; untilX: number; untilY: number }): Spans {
  const cut: number[] = []
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i] ?? 0
    const from = Math.max(spans[i + 1] ?? 0, box.x)
    const until = Math.min(spans[i + 2] ?? 0, box.untilX)
    if (y >= box.y && y < box.untilY && until > from) cut.push(y, from, until)
  }
  return Int32Array.from(cut)
}

/** A blurred region must be as smooth as the blur of its source. */
function checkBlur(region: PlaneRegion, tally: Tally): void {
  if (!region.deep) return
  const rough = gradientEnergy(region.found, region.inside)
  const limit = gradientEnergy(region.expected, region.inside) * roughness.factor + roughness.floor
  tally.most('worstRoughnessShare', rough / limit)
  if (rough > limit) fail(region, tally, `is too sharp (roughness ${rough.toFixed(1)} over ${limit.toFixed(1)})`)
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
