import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blurRadius, planeRadius } from './blur.ts'
import { rotateRgb } from './detection-input.ts'
import { psnr, summariseDifferences } from './differences.ts'
import { blackOf, fill } from './fill.ts'
import type { Plane } from './plane.ts'
import { rasterise } from './rasterise.ts'
import { spanExtremes } from './span-measures.ts'
import { noSpans, wholePicture } from './spans.ts'
import { typescriptKernels } from './typescript-kernels.ts'

function plane(width: number, height: number, value: (x: number, y: number) => number): Plane {
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)))
  return { data, stride: width, width, height }
}

describe('solid', () => {
  it('fills the shape and nothing else', () => {
    const target = plane(20, 10, (x, y) => x + y)
    fill(target, rasterise({ shape: 'rect', box: [3, 2, 4, 3] }, 20, 10), 16)
    const expected = plane(20, 10, (x, y) => (x >= 3 && x < 7 && y >= 2 && y < 5 ? 16 : x + y))
    expect(target.data).toEqual(expected.data)
    expect([blackOf(false), blackOf(true)]).toEqual([
      [16, 128, 128],
      [0, 128, 128],
    ])
  })
})

describe('extremes', () => {
  it('are those of the set alone', () => {
    const target = plane(9, 5, (x, y) => y * 9 + x)
    expect(spanExtremes(target, Int32Array.of(1, 2, 4, 3, 0, 1))).toEqual({
      min: 11,
      max: 27,
      sum: 11 + 12 + 27,
      samples: 3,
    })
    expect(spanExtremes(target, noSpans)).toEqual({ min: 255, max: 0, sum: 0, samples: 0 })
  })
})

describe('the blur’s reach', () => {
  it('is tied to the region and the strength', () => {
    expect(blurRadius({ x: 0, y: 0, width: 160, height: 200 }, 1)).toBe(25)
    expect(blurRadius({ x: 0, y: 0, width: 160, height: 200 }, 2)).toBe(50)
    expect(blurRadius({ x: 0, y: 0, width: 9, height: 9 }, 0)).toBe(6)
    expect(planeRadius(25, { shiftX: 1, shiftY: 1 })).toBe(13)
    expect(planeRadius(25, { shiftX: 1, shiftY: 0 })).toBe(25)
  })

  it('keeps a flat picture flat, whatever the reach', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 1, max: 5000 }), (level, radius) => {
        const target = plane(11, 7, () => level * 4)
        const box = { x: 0, y: 0, width: 11, height: 7 }
        const edges = { columns: Int32Array.of(0, 11), rows: Int32Array.of(0, 7) }
        typescriptKernels.blur(target, { box, spans: wholePicture(11, 7), radius, noise: Int16Array.of(0), ...edges })
        expect(spanExtremes(target, wholePicture(11, 7))).toMatchObject({ min: level * 4, max: level * 4 })
      }),
    )
  })

  it('takes nothing from outside the box', () => {
    const box = { x: 10, y: 10, width: 12, height: 12 }
    const spans = rasterise({ shape: 'rect', box: [10, 10, 12, 12] }, 32, 32)
    const blurred = [0, 255].map((outside) => {
      const inBox = (at: number): boolean => at >= 10 && at < 22
      const target = plane(32, 32, (x, y) => (inBox(x) && inBox(y) ? (x * y) & 255 : outside))
      const edges = { columns: Int32Array.of(10, 22), rows: Int32Array.of(10, 22) }
      typescriptKernels.blur(target, { box, spans, radius: 6, noise: Int16Array.of(5), ...edges })
      return Array.from({ length: 12 }, (_, y) => [...target.data.subarray((10 + y) * 32 + 10, (10 + y) * 32 + 22)])
    })
    expect(blurred[0]).toEqual(blurred[1])
  })
})

describe('block differences', () => {
  it('find the block that was changed, but not where it is excluded', () => {
    const a = plane(50, 40, (x) => x)
    const b = plane(50, 40, (x, y) => (x === 33 && y >= 20 && y < 24 ? x + 10 : x))
    const all = typescriptKernels.blockDifferences(a, b, noSpans)
    expect([all.columns, all.rows]).toEqual([4, 3])
    expect(summariseDifferences(all, 1)).toEqual({
      squared: 400,
      samples: 2000,
      worst: { x: 32, y: 16, meanSquare: 400 / 256 },
    })
    const excluded = rasterise({ shape: 'rect', box: [30, 18, 10, 4] }, 50, 40)
    const part = typescriptKernels.blockDifferences(a, b, excluded)
    expect(summariseDifferences(part, 1)).toEqual({
      squared: 200,
      samples: 1960,
      worst: { x: 32, y: 16, meanSquare: 200 / (256 - 32) },
    })
    const nothing = typescriptKernels.blockDifferences(a, b, wholePicture(50, 40))
    expect(summariseDifferences(nothing, 1)).toEqual({ squared: 0, samples: 0, worst: null })
  })

  it('hold the greatest difference', () => {
    const full = typescriptKernels.blockDifferences(
      plane(16, 16, () => 0),
      plane(16, 16, () => 255),
      noSpans,
    )
    expect([...full.squared]).toEqual([255 * 255 * 256])
    expect(psnr(255 * 255 * 256, 256)).toBe(0)
    expect(psnr(0, 256)).toBe(Number.POSITIVE_INFINITY)
  })

  it('refuse planes of different sizes', () => {
    expect(() =>
      typescriptKernels.blockDifferences(
        plane(4, 4, () => 0),
        plane(4, 5, () => 0),
        noSpans,
      ),
    ).toThrow(RangeError)
  })
})

describe('turning packed pictures', () => {
  const picture = { data: Uint8Array.from({ length: 3 * 20 }, (_, i) => i), stride: 20, width: 4, height: 3 }
  const redAt = (turned: ReturnType<typeof rotateRgb>, x: number, y: number) => turned.data[y * turned.stride + x * 3]

  it('moves the top-left pixel clockwise', () => {
    expect(redAt(rotateRgb(picture, 0), 0, 0)).toBe(0)
    expect(redAt(rotateRgb(picture, 90), 2, 0)).toBe(0)
    expect(redAt(rotateRgb(picture, 180), 3, 2)).toBe(0)
    expect(redAt(rotateRgb(picture, 270), 0, 3)).toBe(0)
    expect(rotateRgb(picture, 90)).toMatchObject({ width: 3, height: 4, stride: 9 })
  })

  it('two quarter turns are a half turn, four are none', () => {
    const twice = rotateRgb(rotateRgb(picture, 90), 90)
    expect(twice).toEqual(rotateRgb(picture, 180))
    expect(rotateRgb(twice, 180)).toEqual(rotateRgb(picture, 0))
    expect(rotateRgb(rotateRgb(picture, 90), 270)).toEqual(rotateRgb(picture, 0))
  })
})
