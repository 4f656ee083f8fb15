import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boxOfSpans,
  chromaSpans,
  countSamples,
  insetSpans,
  invertSpans,
  noSpans,
  SpanList,
  type Spans,
  subtractSpans,
  uniteSpans,
  wholePicture,
} from './spans.ts'

const width = 23
const height = 17

/** A set as a picture of booleans: the plain meaning of spans, against which their algebra is checked. */
type Mask = readonly boolean[]

const masks: fc.Arbitrary<Mask> = fc
  .tuple(fc.array(fc.boolean(), { minLength: width * height, maxLength: width * height }), fc.nat({ max: 2 }))
  // Some masks sparse, some dense, so that both short and long runs occur.
  .map(([mask, kind]) =>
    mask.map((value, i) => (kind === 0 ? value : kind === 1 ? value && i % 3 > 0 : value || i % 5 > 0)),
  )

function spansOf(mask: Mask): Spans {
  const list = new SpanList()
  mask.forEach((inside, i) => {
    if (inside) list.add(Math.floor(i / width), i % width, (i % width) + 1)
  })
  return list.spans()
}

function maskOf(spans: Spans, columns = width, rows = height): boolean[] {
  const mask = new Array<boolean>(columns * rows).fill(false)
  for (let i = 0; i < spans.length; i += 3) {
    const row = (spans[i] ?? 0) * columns
    mask.fill(true, row + (spans[i + 1] ?? 0), row + (spans[i + 2] ?? 0))
  }
  return mask
}

function expectCanonical(spans: Spans): void {
  for (let i = 0; i < spans.length; i += 3) {
    const [y = 0, x0 = 0, x1 = 0] = spans.subarray(i, i + 3)
    expect(x1).toBeGreaterThan(x0)
    const previous = i === 0 ? [-1, 0, 0] : spans.subarray(i - 3, i)
    expect(y > (previous[0] ?? 0) || x0 > (previous[2] ?? 0)).toBe(true)
  }
}

const inMask = (mask: Mask, x: number, y: number): boolean =>
  x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === true

function someNear(mask: Mask, index: number, by: number): boolean {
  const [x, y] = [index % width, Math.floor(index / width)]
  for (let dy = -by; dy <= by; dy++) for (let dx = -by; dx <= by; dx++) if (inMask(mask, x + dx, y + dy)) return true
  return false
}

describe('spans mean what masks mean', () => {
  it('there and back', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        expectCanonical(spansOf(mask))
        expect(maskOf(spansOf(mask))).toEqual([...mask])
      }),
    )
  })

  it('union, difference and inverse', () => {
    fc.assert(
      fc.property(masks, masks, masks, (a, b, c) => {
        const united = uniteSpans(spansOf(a), spansOf(b), spansOf(c))
        expectCanonical(united)
        expect(maskOf(united)).toEqual(a.map((inside, i) => inside || b[i] === true || c[i] === true))
        const left = subtractSpans(spansOf(a), spansOf(b))
        expectCanonical(left)
        expect(maskOf(left)).toEqual(a.map((inside, i) => inside && b[i] !== true))
        const inverse = invertSpans(spansOf(a), width, height)
        expectCanonical(inverse)
        expect(maskOf(inverse)).toEqual(a.map((inside) => !inside))
        expect(uniteSpans(inverse, spansOf(a))).toEqual(wholePicture(width, height))
      }),
    )
  })

  it('chroma holds every sample that shares a pixel', () => {
    fc.assert(
      fc.property(masks, fc.constantFrom([0, 0], [1, 0], [1, 1], [2, 0], [2, 2]), (mask, [shiftX = 0, shiftY = 0]) => {
        const columns = (width + (1 << shiftX) - 1) >> shiftX
        const rows = (height + (1 << shiftY) - 1) >> shiftY
        const expected = new Array<boolean>(columns * rows).fill(false)
        mask.forEach((inside, i) => {
          const sample = (Math.floor(i / width) >> shiftY) * columns + ((i % width) >> shiftX)
          if (inside) expected[sample] = true
        })
        const spans = chromaSpans(spansOf(mask), shiftX, shiftY)
        expectCanonical(spans)
        expect(maskOf(spans, columns, rows)).toEqual(expected)
      }),
    )
  })

  it('insetting by whole pixels', () => {
    fc.assert(
      fc.property(masks, fc.integer({ min: 0, max: 4 }), (mask, by) => {
        const outside = mask.map((inside) => !inside)
        const inset = insetSpans(spansOf(mask), by, width, height)
        expectCanonical(inset)
        expect(maskOf(inset)).toEqual(mask.map((_, i) => !someNear(outside, i, by)))
      }),
      { numRuns: 50 },
    )
  })

  it('count and box', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const spans = spansOf(mask)
        expect(countSamples(spans)).toBe(mask.filter(Boolean).length)
        const { x, y, width: wide, height: high } = boxOfSpans(spans)
        const columns = mask.flatMap((inside, i) => (inside ? [i % width] : []))
        const rows = mask.flatMap((inside, i) => (inside ? [Math.floor(i / width)] : []))
        fc.pre(columns.length > 0)
        expect([x, y, x + wide - 1, y + high - 1]).toEqual([
          Math.min(...columns),
          Math.min(...rows),
          Math.max(...columns),
          Math.max(...rows),
        ])
      }),
    )
  })
})

describe('the picture’s edge', () => {
  it('does not erode a set that reaches it', () => {
    const whole = wholePicture(8, 6)
    expect(insetSpans(whole, 2, 8, 6)).toEqual(whole)
    expect(insetSpans(noSpans, 2, 8, 6)).toEqual(noSpans)
  })

  it('leaves a picture without columns without samples', () => {
    expect(wholePicture(0, 5)).toEqual(noSpans)
    expect(invertSpans(noSpans, 5, 0)).toEqual(noSpans)
  })
})
