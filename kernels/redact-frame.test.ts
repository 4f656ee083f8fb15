import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellGrid, gridEdges } from './cell-grid.ts'
import { noiseKey } from './cell-noise.ts'
import { blackOf, fill } from './fill.ts'
import { type HeldCells, noHeldCells } from './held-cells.ts'
import {
  coveredSpans,
  type FrameRedaction,
  type FrameRegion,
  type Layer,
  layersOf,
  ownSpans,
  type RegionStyle,
} from './layers.ts'
import type { PlanarPicture, Plane } from './plane.ts'
import { rasterise } from './rasterise.ts'
import { redactFrame } from './redact-frame.ts'
import { spanExtremes } from './span-measures.ts'
import { chromaSpans, invertSpans, noSpans, type Spans, subtractSpans, uniteSpans, wholePicture } from './spans.ts'
import { typescriptKernels } from './typescript-kernels.ts'

const [width, height] = [97, 75]
const means = { kernels: typescriptKernels, key: noiseKey('5a'.repeat(32)), solid: blackOf(false) }

function picture(seed: number, shift = 1): PlanarPicture {
  let state = seed >>> 0
  const planes = [0, shift, shift].map((by) => {
    const [wide, high] = [(width + by) >> by, (height + by) >> by]
    const data = new Uint8Array((wide + 5) * high).map(() => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    })
    return { data, stride: wide + 5, width: wide, height: high }
  })
  return { planes, subsampling: [0, shift, shift].map((by) => ({ shiftX: by, shiftY: by })) }
}

/** The picture's samples at spans, on each plane. */
function samplesAt({ planes, subsampling }: PlanarPicture, spans: Spans): number[][] {
  return planes.map((plane, index) => {
    const { shiftX, shiftY } = subsampling[index] ?? { shiftX: 0, shiftY: 0 }
    const on = chromaSpans(spans, shiftX, shiftY)
    const samples: number[] = []
    for (let i = 0; i < on.length; i += 3) {
      const row = (on[i] ?? 0) * plane.stride
      samples.push(...plane.data.subarray(row + (on[i + 1] ?? 0), row + (on[i + 2] ?? 0)))
    }
    return samples
  })
}

function redacted(seed: number, redaction: FrameRedaction, held: HeldCells = noHeldCells): PlanarPicture {
  const target = picture(seed)
  redactFrame(target, redaction, held, means)
  return target
}

/** The pixels of each cell of a pixelated layer. */
function cellsOf({ box, strength }: Layer): Spans[] {
  const grid = cellGrid(box, strength)
  const { columns, rows } = gridEdges(box, grid, { width, height })
  return Array.from({ length: grid.columns * grid.rows }, (_, cell) => {
    const [x = 0, untilX = 0] = columns.subarray(cell % grid.columns)
    const [y = 0, untilY = 0] = rows.subarray(Math.floor(cell / grid.columns))
    const isEmpty = untilX <= x || untilY <= y
    return isEmpty ? noSpans : rasterise({ shape: 'rect', box: [x, y, untilX - x, untilY - y] }, width, height)
  })
}

/** How many values a set of samples of one plane has: 0, 1, or more as 2. */
function valuesIn([plane]: readonly Plane[], spans: Spans): number {
  if (plane === undefined || spans.length === 0) return 0
  const { min, max } = spanExtremes(plane, spans)
  return min === max ? 1 : 2
}

const place = fc.integer({ min: -20, max: 90 })
const size = fc.integer({ min: 1, max: 60 })
const styles: fc.Arbitrary<RegionStyle> = fc.constantFrom('solid', 'pixelate', 'blur')
const regions: fc.Arbitrary<FrameRegion> = fc.record({
  shape: fc.constantFrom('rect', 'ellipse'),
  box: fc.tuple(place, place, size, size),
  angle: fc.constantFrom(0, 30),
  track: fc.constantFrom('t1', 't2', 't3'),
  style: styles,
  strength: fc.constantFrom(1, 2),
})
const manyRegions = fc.array(regions, { minLength: 1, maxLength: 5 })

const spansFor = (all: readonly FrameRegion[]): Spans =>
  uniteSpans(...all.map((region) => rasterise(region, width, height)))

describe('redacting a frame', () => {
  it('leaves every sample outside the regions, and the rows’ padding, as it was', () => {
    fc.assert(
      fc.property(fc.nat(), manyRegions, (seed, all) => {
        const before = picture(seed)
        const after = redacted(seed, { frame: 0, mode: 'hide', regions: all })
        const covered = spansFor(all)
        after.planes.forEach((plane, index) => {
          const shift = index === 0 ? 0 : 1
          const outside = subtractSpans(wholePicture(plane.stride, plane.height), chromaSpans(covered, shift, shift))
          const alone = { planes: [plane], subsampling: [{ shiftX: 0, shiftY: 0 }] }
          const original = { ...alone, planes: before.planes.slice(index, index + 1) }
          expect(samplesAt(alone, outside)).toEqual(samplesAt(original, outside))
        })
      }),
    )
  })

  it('leaves nothing of the source inside solid regions: two sources give one result there', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), manyRegions, (a, b, all) => {
        const redaction = { frame: 0, mode: 'hide', regions: all } as const
        const inside = spansFor(all.filter(({ style }) => style === 'solid'))
        const first = samplesAt(redacted(a, redaction), inside)
        expect(first).toEqual(samplesAt(redacted(b, redaction), inside))
        expect(first).toEqual(first.map((samples, plane) => samples.map(() => blackOf(false)[plane])))
      }),
    )
  })

  it('lets nothing that a solid region hides through weaker regions around it', () => {
    fc.assert(
      fc.property(fc.nat(), regions, manyRegions, (seed, hidden, others) => {
        const solid = { ...hidden, style: 'solid' } as const
        const redaction = { frame: 0, mode: 'hide', regions: [...others, solid] } as const
        const inside = rasterise(solid, width, height)
        const results = [1, 2].map((inner) => {
          const target = picture(seed)
          target.planes.forEach((plane, index) => {
            const shift = index === 0 ? 0 : 1
            fill(plane, chromaSpans(inside, shift, shift), inner * 80)
          })
          redactFrame(target, redaction, noHeldCells, means)
          return target.planes.map(({ data }) => data)
        })
        expect(results[0]).toEqual(results[1])
      }),
    )
  })

  it('gives pixelated regions at most one value a cell where nothing stronger covers them', () => {
    fc.assert(
      fc.property(fc.nat(), manyRegions, (seed, all) => {
        const redaction = { frame: 0, mode: 'hide', regions: all } as const
        const target = redacted(seed, redaction)
        const luma = target.planes.slice(0, 1)
        const pixelated = ownSpans(layersOf(redaction, width, height)).filter(({ layer }) => layer.style === 'pixelate')
        for (const { layer, spans } of pixelated) {
          const values = cellsOf(layer).map((cell) =>
            valuesIn(luma, subtractSpans(cell, invertSpans(spans, width, height))),
          )
          expect(Math.max(...values)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('holds pixelated values while the picture changes and the region moves and grows', () => {
    const at = (frame: number, seed: number, box: readonly [number, number, number, number], held: HeldCells) => {
      const region = { shape: 'rect', box, track: 't1', style: 'pixelate', strength: 1 } as const
      const target = picture(seed)
      const next = redactFrame(target, { frame, mode: 'hide', regions: [region] }, held, means)
      return { next, values: new Set(samplesAt(target, rasterise(region, width, height))[0]) }
    }
    const first = at(12, 1, [4, 4, 64, 40], noHeldCells)
    const later = at(23, 2, [9, 11, 66, 44], first.next)
    const renewed = at(24, 2, [9, 11, 66, 44], later.next)
    expect(later.next).toEqual(first.next)
    expect([...later.values].sort()).toEqual([...first.values].sort())
    expect(renewed.next).not.toEqual(first.next)
  })

  it('does not change the state that it was given', () => {
    const region = { shape: 'rect', box: [4, 4, 64, 40], track: 't1', style: 'pixelate', strength: 1 } as const
    const held: HeldCells = new Map()
    redactFrame(picture(1), { frame: 0, mode: 'hide', regions: [region] }, held, means)
    expect(held.size).toBe(0)
  })

  it('keeps two regions of one track apart', () => {
    const region = { shape: 'rect', track: 't1', style: 'pixelate', strength: 1 } as const
    const both = [
      { ...region, box: [0, 0, 40, 40] as const },
      { ...region, box: [50, 30, 40, 40] as const },
    ]
    const next = redactFrame(picture(1), { frame: 0, mode: 'hide', regions: both }, noHeldCells, means)
    expect(next.size).toBe(2)
  })

  it('works on any subsampling', () => {
    const region = { shape: 'ellipse', box: [10, 10, 50, 40], track: 't1', style: 'solid', strength: 1 } as const
    const target = picture(3, 0)
    redactFrame(target, { frame: 0, mode: 'hide', regions: [region] }, noHeldCells, means)
    const inside = samplesAt(target, rasterise(region, width, height))
    expect(inside.map((samples) => [...new Set(samples)])).toEqual([[16], [128], [128]])
  })

  it('refuses a picture whose planes and subsampling do not match', () => {
    const redaction = { frame: 0, mode: 'blank', regions: [] } as const
    expect(() => redactFrame({ planes: [], subsampling: [] }, redaction, noHeldCells, means)).toThrow(RangeError)
    const { planes } = picture(1)
    expect(() => redactFrame({ planes, subsampling: [] }, redaction, noHeldCells, means)).toThrow(RangeError)
  })
})

describe('layers', () => {
  it('go from strong to weak, and their own spans part what they cover', () => {
    fc.assert(
      fc.property(manyRegions, (all) => {
        const layers = layersOf({ frame: 0, mode: 'hide', regions: all }, width, height)
        const ranks = layers.map(({ style }) => ['solid', 'pixelate', 'blur'].indexOf(style))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
        const own = ownSpans(layers)
        own.forEach(({ spans }, index) => {
          for (const other of own.slice(0, index)) expect(subtractSpans(spans, other.spans)).toEqual(spans)
        })
        expect(uniteSpans(...own.map(({ spans }) => spans))).toEqual(coveredSpans(layers))
        expect(coveredSpans(layers)).toEqual(spansFor(all))
      }),
    )
  })
})

describe('layers of one style', () => {
  it('give what they share to the coarser one, whatever their order', () => {
    for (const style of ['pixelate', 'blur'] as const) {
      const fine = { shape: 'rect', box: [20, 20, 20, 20], track: 't1', style, strength: 1 } as const
      const coarse = { ...fine, box: [0, 0, 80, 70], track: 't2' } as const
      const strong = { ...fine, track: 't3', strength: 8 } as const
      for (const all of [
        [fine, coarse, strong],
        [strong, coarse, fine],
      ]) {
        const layers = layersOf({ frame: 0, mode: 'hide', regions: all }, width, height)
        expect(layers.map(({ key }) => key.split(':')[2])).toEqual(['t3', 't2', 't1'])
      }
    }
  })
})

describe('modes', () => {
  it('blank covers everything with solid', () => {
    const target = redacted(5, { frame: 0, mode: 'blank', regions: [] })
    const values = samplesAt(target, wholePicture(width, height)).map((samples) => [...new Set(samples)])
    expect(values).toEqual([[16], [128], [128]])
  })

  it('inverse shows the kept regions less the hidden ones, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(), manyRegions, manyRegions, styles, (seed, kept, hidden, style) => {
        const redaction = { frame: 0, mode: 'inverse', regions: kept, hidden, rest: { style, strength: 1 } } as const
        const covered = coveredSpans(layersOf(redaction, width, height))
        const visible = subtractSpans(spansFor(kept), spansFor(hidden))
        expect(covered).toEqual(invertSpans(visible, width, height))
        const target = redacted(seed, redaction)
        expect(samplesAt(target, visible)[0]).toEqual(samplesAt(picture(seed), visible)[0])
      }),
    )
  })

  it('inverse is solid unless said otherwise', () => {
    const kept = { shape: 'rect', box: [30, 30, 10, 10], track: 't1', style: 'blur', strength: 1 } as const
    const target = redacted(5, { frame: 0, mode: 'inverse', regions: [kept] })
    const outside = invertSpans(rasterise(kept, width, height), width, height)
    expect(samplesAt(target, outside).map((samples) => [...new Set(samples)])).toEqual([[16], [128], [128]])
  })
})
