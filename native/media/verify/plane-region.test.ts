import { describe, expect, it } from 'vitest'
import { countSamples, type Layer, type PlanarPicture, type Plane, type Spans } from '../../../kernels/index.ts'
import { KeptPicture } from './kept-picture.ts'
import { planeRegions } from './plane-region.ts'
import { roughnessOf } from './roughness.ts'
import { thinned } from './thinned.ts'

function plane(width: number, height: number, value: (x: number, y: number) => number = () => 0): Plane {
  const stride = width + 8
  const data = Uint8Array.from({ length: stride * height }, (_, at) => value(at % stride, Math.floor(at / stride)))
  return { data, stride, width, height }
}

function picture(value?: (x: number, y: number) => number): PlanarPicture {
  const halved = { shiftX: 1, shiftY: 1 }
  const planes = [plane(160, 120, value), plane(80, 60, value), plane(80, 60, value)]
  return { planes, subsampling: [{ shiftX: 0, shiftY: 0 }, halved, halved] }
}

function square(x: number, y: number, size: number): Spans {
  return Int32Array.from(Array.from({ length: size }, (_, row) => [y + row, x, x + size]).flat())
}

function judged(spans: Spans, x: number, y: number, size: number) {
  const layer: Layer = { key: 'k', style: 'solid', strength: 1, box: { x, y, width: size, height: size }, spans }
  const regions = planeRegions(layer, spans, { original: picture(), expected: picture(), found: picture() })
  return regions.map(({ inside, deep }) => [countSamples(inside), deep])
}

describe('the samples of a region that are judged', () => {
  it('keep clear of its edge as far as leaves enough of them', () => {
    expect(judged(square(20, 20, 40), 20, 20, 40)).toEqual([
      [32 * 32, true],
      [16 * 16, true],
      [16 * 16, true],
    ])
    expect(judged(square(20, 20, 12), 20, 20, 12)).toEqual([
      [64, true],
      [16, true],
      [16, true],
    ])
    expect(judged(square(20, 20, 8), 20, 20, 8)).toEqual([
      [36, true],
      [4, true],
      [4, true],
    ])
  })

  it('are all of a region that is all edge', () => {
    expect(judged(square(20, 20, 2), 20, 20, 2)).toEqual([
      [4, false],
      [1, false],
      [1, false],
    ])
  })

  it('reach to the picture’s border: nothing bleeds in from there', () => {
    expect(judged(square(0, 0, 40), 0, 0, 40)[0]).toEqual([36 * 36, true])
  })
})

describe('a kept picture', () => {
  it('holds what was there before it was covered, on every plane', () => {
    const before = picture((x, y) => x + y)
    const spans = square(21, 11, 9)
    const kept = new KeptPicture().keep(before, spans)
    for (const { data } of before.planes) data.fill(0)
    expect(kept.planes[0]?.data[11 * 168 + 21]).toBe(32)
    expect(kept.planes[0]?.data[19 * 168 + 29]).toBe(48)
    expect(kept.planes[1]?.data[5 * 88 + 10]).toBe(15)
    expect(kept.planes[2]?.data[9 * 88 + 14]).toBe(23)
  })
})

describe('roughness', () => {
  it('is the mean squared step to the right and down', () => {
    expect(
      roughnessOf(
        plane(20, 20, () => 90),
        square(2, 2, 10),
      ),
    ).toBe(0)
    expect(
      roughnessOf(
        plane(20, 20, (x) => 3 * x),
        Int32Array.from([4, 2, 12]),
      ),
    ).toBeCloseTo((9 * 9) / 19)
    expect(
      roughnessOf(
        plane(20, 20, (_, y) => 2 * y),
        Int32Array.from([19, 2, 12]),
      ),
    ).toBe(0)
    expect(roughnessOf(plane(20, 20), new Int32Array(0))).toBe(0)
  })
})

describe('a thinned set', () => {
  it('has every so many of its runs, and is itself where it is small', () => {
    const spans = square(0, 0, 10)
    expect(thinned(spans, 100, 60)).toBe(spans)
    expect(thinned(spans, 100, 25)).toEqual(Int32Array.from([0, 0, 10, 4, 0, 10, 8, 0, 10]))
  })
})
