import { describe, expect, it } from 'vitest'
import type { Plane, Spans } from '../../../kernels/index.ts'
import { edgesOf, exposureOf } from './exposure.ts'

const [width, height] = [40, 30]

function planeOf(value: (x: number, y: number) => number): Plane {
  const data = Uint8Array.from({ length: width * height }, (_, at) => value(at % width, Math.floor(at / width)))
  return { data, stride: width, width, height }
}

function rectangle(x: number, y: number, columns: number, rows: number): Spans {
  return Int32Array.from(Array.from({ length: rows }, (_, row) => [y + row, x, x + columns]).flat())
}

const original = planeOf((x, y) => (x * 13 + y * 7) % 200)
const expected = planeOf(() => 16)

describe('what shows through', () => {
  it('is nothing under a whole cover, all without one, half under a half transparent one', () => {
    const spans = rectangle(5, 5, 20, 12)
    const through = (share: number) =>
      planeOf((x, y) => Math.round(16 + share * ((original.data[y * width + x] ?? 0) - 16)))
    const shareOf = (found: Plane) => exposureOf([{ sides: { original, expected, found }, spans }]).share
    expect(shareOf(through(0))).toBe(0)
    expect(shareOf(through(1))).toBe(1)
    expect(shareOf(through(0.5))).toBeCloseTo(0.5, 2)
  })

  it('hardly moves with noise that has nothing to do with the original', () => {
    const found = planeOf((x, y) => 5 + ((x * 31 + y * 17) % 23))
    expect(exposureOf([{ sides: { original, expected, found }, spans: rectangle(0, 0, 40, 30) }]).shown).toBeLessThan(
      60,
    )
    expect(
      exposureOf([{ sides: { original, expected, found: original }, spans: rectangle(0, 0, 40, 30) }]).shown,
    ).toBeGreaterThan(5000)
  })

  it('is nothing where covering changes nothing, and where there is nothing to look at', () => {
    const sides = { original: expected, expected, found: original }
    expect(exposureOf([{ sides, spans: rectangle(0, 0, 9, 9) }])).toEqual({ share: 0, shown: 0, samples: 81 })
    expect(exposureOf([])).toEqual({ share: 0, shown: 0, samples: 0 })
  })

  it('is all of one edge, and of no other, of a region that is off its place', () => {
    const spans = rectangle(10, 8, 16, 16)
    const found = planeOf((x, y) => (x >= 14 && x < 30 && y >= 8 && y < 24 ? 16 : (original.data[y * width + x] ?? 0)))
    const shares = edgesOf(spans, 4).map(
      (edge) => exposureOf([{ sides: { original, expected, found }, spans: edge }]).share,
    )
    expect(shares[0]).toBe(1)
    expect(shares[1]).toBe(0)
    expect(shares[2]).toBeLessThan(0.5)
    expect(shares[3]).toBeLessThan(0.5)
  })
})

describe('the edges of a rectangle', () => {
  it('are its four sides, so many samples thick', () => {
    const sides = [rectangle(3, 4, 2, 10), rectangle(13, 4, 2, 10), rectangle(3, 4, 12, 2), rectangle(3, 12, 12, 2)]
    expect(edgesOf(rectangle(3, 4, 12, 10), 2)).toEqual(sides)
  })

  it('are all of it where it is thinner than they', () => {
    expect(edgesOf(rectangle(3, 4, 3, 3), 4)).toEqual([1, 2, 3, 4].map(() => rectangle(3, 4, 3, 3)))
  })
})
