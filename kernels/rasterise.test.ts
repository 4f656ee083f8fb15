import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rasterise } from './rasterise.ts'
import { boundsOf, type RegionShape } from './shape.ts'
import { noSpans, type Spans, wholePicture } from './spans.ts'

const width = 48
const height = 40

/** Evenly spread numbers: `fc.double` spreads over exponents, so nearly all of its values are close to 0. */
const even = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 20 }).map((step) => least + ((most - least) * step) / 2 ** 20)

const coordinate = even(-30, 70)
const length = fc.oneof(even(0, 60), even(0, 2))
const turned: fc.Arbitrary<Exclude<RegionShape, { shape: 'polygon' }>> = fc.record({
  shape: fc.constantFrom('rect', 'ellipse'),
  box: fc.tuple(coordinate, coordinate, length, length),
  angle: fc.oneof(fc.constant(0), fc.constantFrom(90, 180, -45, 360), even(-720, 720)),
})
const polygons = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 9 })
  .map((points) => ({ shape: 'polygon' as const, points }))

function covers(spans: Spans, x: number, y: number): boolean {
  for (let i = 0; i < spans.length; i += 3) {
    if (spans[i] === y && x >= (spans[i + 1] ?? 0) && x < (spans[i + 2] ?? 0)) return true
  }
  return false
}

function coversPoint(spans: Spans, x: number, y: number): boolean {
  const outside = x < 0 || y < 0 || x >= width || y >= height
  return outside || covers(spans, Math.floor(x), Math.floor(y))
}

/** Place of a point of the unit square or disc in a turned rect or ellipse. */
function placed(shape: Exclude<RegionShape, { shape: 'polygon' }>, u: number, v: number): readonly [number, number] {
  const [x, y, wide, high] = shape.box
  const radians = ((shape.angle ?? 0) * Math.PI) / 180
  const [dx, dy] = [(u * wide) / 2, (v * high) / 2]
  const across = dx * Math.cos(radians) - dy * Math.sin(radians)
  return [x + wide / 2 + across, y + high / 2 + dx * Math.sin(radians) + dy * Math.cos(radians)]
}

/** Even-odd inside by casting a ray to the right. */
function insidePolygon(points: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false
  points.forEach(([toX, toY], index) => {
    const [fromX, fromY] = points.at(index - 1) ?? [toX, toY]
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) inside = !inside
  })
  return inside
}

/** Points along the outline, at most a fifth of a pixel apart. */
function outline(shape: RegionShape): (readonly [number, number])[] {
  if (shape.shape === 'ellipse') {
    return Array.from({ length: 1200 }, (_, i) =>
      placed(shape, Math.cos((i / 600) * Math.PI), Math.sin((i / 600) * Math.PI)),
    )
  }
  const corners =
    shape.shape === 'polygon'
      ? shape.points
      : (
          [
            [-1, -1],
            [1, -1],
            [1, 1],
            [-1, 1],
          ] as const
        ).map(([u, v]) => placed(shape, u, v))
  return corners.flatMap(([toX, toY], index) => {
    const [fromX, fromY] = corners.at(index - 1) ?? [toX, toY]
    const steps = Math.ceil(Math.hypot(toX - fromX, toY - fromY) * 5) + 1
    return Array.from({ length: steps + 1 }, (_, i) => {
      const share = i / steps
      return [fromX + share * (toX - fromX), fromY + share * (toY - fromY)] as const
    })
  })
}

/** Rounding may put a point that lies on a pixel's border on the other side; such points prove nothing. */
const nearBorder = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6

function expectCovered(shape: RegionShape, points: readonly (readonly [number, number])[]): void {
  const spans = rasterise(shape, width, height)
  for (const [x, y] of points) if (!(nearBorder(x) || nearBorder(y))) expect(coversPoint(spans, x, y)).toBe(true)
}

/** Centres of the first and last pixel of each run. */
function runEnds(spans: Spans): (readonly [x: number, y: number])[] {
  const ends: (readonly [number, number])[] = []
  for (let i = 0; i < spans.length; i += 3) {
    const y = (spans[i] ?? 0) + 0.5
    ends.push([(spans[i + 1] ?? 0) + 0.5, y], [(spans[i + 2] ?? 0) - 0.5, y])
  }
  return ends
}

describe('rasterise covers every pixel that the shape touches', () => {
  it('points inside a turned rect or ellipse', () => {
    const unit = even(-1, 1)
    fc.assert(
      fc.property(turned, fc.array(fc.tuple(unit, unit), { minLength: 20, maxLength: 20 }), (shape, points) => {
        const inside = points.filter(([u, v]) => shape.shape === 'rect' || u * u + v * v <= 1)
        expectCovered(
          shape,
          inside.map(([u, v]) => placed(shape, u, v)),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('points along any outline, however thin the shape', () => {
    fc.assert(
      fc.property(fc.oneof(turned, polygons), (shape) => {
        expectCovered(shape, outline(shape))
      }),
      { numRuns: 300 },
    )
  })

  it('points inside a polygon, by the even-odd rule', () => {
    fc.assert(
      fc.property(polygons, (shape) => {
        const spans = rasterise(shape, width, height)
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            if (insidePolygon(shape.points, x + 0.5, y + 0.5)) expect(covers(spans, x, y)).toBe(true)
          }
        }
      }),
    )
  })
})

describe('rasterise covers little more', () => {
  it('each covered pixel is inside or within a pixel of the outline', () => {
    fc.assert(
      fc.property(fc.oneof(turned, polygons), (shape) => {
        const border = outline(shape)
        const corners = shape.shape === 'polygon' ? shape.points : border
        for (const [x, y] of runEnds(rasterise(shape, width, height))) {
          const near = border.some(([px, py]) => Math.hypot(px - x, py - y) <= 0.71 + 0.2)
          expect(near || insidePolygon(corners, x, y)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('a rect on whole pixels is exactly itself, as a polygon too but for its own bounds', () => {
    expect([...rasterise({ shape: 'rect', box: [3, 5, 4, 2] }, width, height)]).toEqual([5, 3, 7, 6, 3, 7])
    const points = [
      [3, 5],
      [7, 5],
      [7, 7],
      [3, 7],
    ] as const
    expect([...rasterise({ shape: 'polygon', points }, width, height)]).toEqual([5, 3, 7, 6, 3, 7])
  })

  it('stays within the bounds, which stay within a pixel of the shape', () => {
    fc.assert(
      fc.property(fc.oneof(turned, polygons), (shape) => {
        const bounds = boundsOf(shape)
        const spans = rasterise(shape, width, height)
        for (let i = 0; i < spans.length; i += 3) {
          expect(spans[i]).toBeGreaterThanOrEqual(bounds.y)
          expect(spans[i]).toBeLessThan(bounds.y + bounds.height)
          expect(spans[i + 1]).toBeGreaterThanOrEqual(bounds.x)
          expect(spans[i + 2]).toBeLessThanOrEqual(bounds.x + bounds.width)
        }
        const xs = outline(shape).map(([x]) => x)
        expect(bounds.x).toBeGreaterThan(Math.min(...xs) - 1.2)
        expect(bounds.x + bounds.width).toBeLessThan(Math.max(...xs) + 1.2)
      }),
    )
  })
})

describe('odd shapes', () => {
  it('a shape without area still covers the pixels that it lies on', () => {
    expect([...rasterise({ shape: 'rect', box: [3, 5, 0, 0] }, width, height)]).toEqual([5, 3, 4])
    expect([...rasterise({ shape: 'polygon', points: [[3.2, 5.2]] }, width, height)]).toEqual([5, 3, 4])
    expect([...rasterise({ shape: 'ellipse', box: [3.2, 5.2, 2, 0] }, width, height)]).toEqual([5, 3, 6])
  })

  it('a polygon without points covers nothing', () => {
    expect(rasterise({ shape: 'polygon', points: [] }, width, height)).toEqual(noSpans)
  })

  it('far outside covers nothing, far around covers everything', () => {
    expect(rasterise({ shape: 'rect', box: [-900, -900, 10, 10] }, width, height)).toEqual(noSpans)
    for (const shape of ['rect', 'ellipse'] as const) {
      const box = [-1e12, -1e12, 2e12, 2e12] as const
      expect(rasterise({ shape, box, angle: 30 }, width, height)).toEqual(wholePicture(width, height))
    }
  })

  it('numbers that are none and negative sizes are refused', () => {
    expect(() => rasterise({ shape: 'rect', box: [Number.NaN, 0, 1, 1] }, width, height)).toThrow(RangeError)
    expect(() => rasterise({ shape: 'ellipse', box: [0, 0, -1, 1] }, width, height)).toThrow(RangeError)
    expect(() => rasterise({ shape: 'rect', box: [0, 0, 1, Number.NaN] }, width, height)).toThrow(RangeError)
    expect(() => rasterise({ shape: 'ellipse', box: [0, 0, 1, 1], angle: Number.NaN }, width, height)).toThrow(
      RangeError,
    )
    expect(() => rasterise({ shape: 'polygon', points: [[0, Number.POSITIVE_INFINITY]] }, width, height)).toThrow(
      RangeError,
    )
  })
})
