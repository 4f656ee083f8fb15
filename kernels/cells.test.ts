import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellEdges, cellGrid, gridEdges } from './cell-grid.ts'
import { cellNoise, noiseKey } from './cell-noise.ts'
import { framesHeld, isDue } from './held-cells.ts'
import { paintCells, pixelateCells } from './pixelate.ts'
import { rasterise } from './rasterise.ts'
import { wholePicture } from './spans.ts'
import { typescriptKernels } from './typescript-kernels.ts'

const boxes = fc.record({
  x: fc.integer({ min: -300, max: 2000 }),
  y: fc.integer({ min: -300, max: 2000 }),
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 4000 }),
})

describe('the grid of a region', () => {
  it('has at most 8 / strength cells on its long side, none under 8 pixels unless the box is', () => {
    fc.assert(
      fc.property(boxes, fc.double({ min: -1, max: 20, noNaN: true }), (box, strength) => {
        const { columns, rows } = cellGrid(box, strength)
        const most = Math.max(1, Math.floor(8 / Math.max(1, strength)))
        expect(Math.max(columns, rows)).toBeLessThanOrEqual(most)
        expect(Math.min(columns, rows)).toBeGreaterThanOrEqual(1)
        for (const [length, count] of [
          [box.width, columns],
          [box.height, rows],
        ] as const) {
          expect(count === 1 || length / count >= 8).toBe(true)
        }
      }),
    )
  })

  it('counts strengths that are no number as the weakest', () => {
    const box = { x: 0, y: 0, width: 160, height: 200 }
    expect(cellGrid(box, Number.NaN)).toEqual(cellGrid(box, 1))
    expect(cellGrid(box, 1)).toEqual({ columns: 6, rows: 8 })
    expect(cellGrid(box, 2)).toEqual({ columns: 3, rows: 4 })
    expect(cellGrid(box, 9)).toEqual({ columns: 1, rows: 1 })
  })

  it('divides the whole box, cells differing by at most a pixel', () => {
    fc.assert(
      fc.property(boxes, fc.integer({ min: 1, max: 8 }), ({ x, width }, count) => {
        fc.pre(width >= count)
        const edges = [...cellEdges(x + 300, width, count, 10_000)]
        expect([edges[0], edges.at(-1)]).toEqual([x + 300, x + 300 + width])
        const sizes = edges.slice(1).map((edge, i) => edge - (edges[i] ?? 0))
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('cells', () => {
  const plane = (width: number, height: number) => ({
    data: Uint8Array.from({ length: width * height }, (_, i) => (Math.imul(i + 7, 2654435761) >>> 8) & 255),
    stride: width,
    width,
    height,
  })

  it('are constant, in steps of 8, wherever the shape lies', () => {
    const place = fc.integer({ min: -60, max: 100 })
    fc.assert(
      fc.property(place, place, fc.constantFrom('rect', 'ellipse'), (x, y, shape) => {
        const target = plane(96, 80)
        const before = target.data.slice()
        const box = { x, y, width: 61, height: 47 }
        const cells = { box, grid: cellGrid(box, 1) }
        const spans = rasterise({ shape, box: [x, y, 61, 47] }, 96, 80)
        const values = pixelateCells(typescriptKernels, target, cells, new Int16Array(64))
        expect(values.every((value) => value % 8 === 0 && value >= 16 && value <= 240)).toBe(true)
        paintCells(target, spans, cells, values)
        const { columns, rows } = gridEdges(box, cells.grid, target)
        const expected = before.slice()
        for (let i = 0; i < spans.length; i += 3) {
          const [spanY = 0, x0 = 0, x1 = 0] = spans.subarray(i, i + 3)
          for (let at = x0; at < x1; at++) {
            const column = columns.findLastIndex((edge, index) => edge <= at && (columns[index + 1] ?? 0) > at)
            const row = rows.findLastIndex((edge, index) => edge <= spanY && (rows[index + 1] ?? 0) > spanY)
            expected[spanY * 96 + at] = values[row * cells.grid.columns + column] ?? 0
          }
        }
        expect(target.data).toEqual(expected)
      }),
    )
  })

  it('cover every sample of the set, beyond their box too', () => {
    const target = { ...plane(20, 20), data: new Uint8Array(400).fill(255) }
    const cells = { box: { x: 6, y: 6, width: 8, height: 8 }, grid: { columns: 2, rows: 2 } }
    paintCells(target, wholePicture(20, 20), cells, Uint8Array.of(16, 24, 32, 40))
    const corners = [0, 19, 19 * 20, 19 * 20 + 19].map((at) => target.data[at])
    expect(corners).toEqual([16, 24, 32, 40])
    expect(target.data.includes(255)).toBe(false)
  })

  it('take the mean of the whole cell, in the picture or grey', () => {
    const target = { ...plane(32, 8), data: new Uint8Array(256).fill(97) }
    const cells = { box: { x: 16, y: 0, width: 32, height: 8 }, grid: { columns: 4, rows: 1 } }
    expect([...pixelateCells(typescriptKernels, target, cells, Int16Array.of(0, 9, 0, 0))]).toEqual([96, 104, 128, 128])
  })
})

describe('noise', () => {
  const key = noiseKey('0123456789abcdef'.repeat(4))
  const address = { track: 't1', plane: 0, epoch: 3 } as const

  it('stays within its amplitude, uses all of it, and has mean zero', () => {
    const noise = cellNoise(key, address, 20_000, 12)
    expect([Math.min(...noise), Math.max(...noise)]).toEqual([-12, 12])
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length
    // Nine standard deviations of such a mean.
    expect(Math.abs(mean)).toBeLessThan(0.5)
  })

  it('is the same for the same address and another for any other', () => {
    expect(cellNoise(key, address, 64, 12)).toEqual(cellNoise(key, address, 64, 12))
    const others = [
      cellNoise(key, { ...address, track: 't2' }, 64, 12),
      cellNoise(key, { ...address, plane: 1 }, 64, 12),
      cellNoise(key, { ...address, epoch: 4 }, 64, 12),
      cellNoise(key, { ...address, epoch: 'lasting' }, 64, 12),
      cellNoise(noiseKey('1123456789abcdef'.repeat(4)), address, 64, 12),
    ]
    const all = [cellNoise(key, address, 64, 12), ...others].map((noise) => noise.join())
    expect(new Set(all).size).toBe(all.length)
  })

  it('wants a secret of 256 bits', () => {
    for (const secret of ['', 'ab', 'g'.repeat(64), '0'.repeat(63)]) expect(() => noiseKey(secret)).toThrow(RangeError)
  })
})

describe('held values', () => {
  const grid = { columns: 1, rows: 1 }

  it('stay for at least 12 frames and change at epochs only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 80 }),
        (first, steps) => {
          let held = { frame: first, strength: 1, grid, values: [], noise: [] }
          let frame = first
          for (const step of steps) {
            frame += step
            if (!isDue(held, frame, 1)) {
              expect(frame - held.frame).toBeLessThan(2 * framesHeld)
              continue
            }
            expect(frame - held.frame).toBeGreaterThanOrEqual(framesHeld)
            held = { ...held, frame }
          }
        },
      ),
    )
  })

  it('are due at once for a new layer, another strength, and frames before', () => {
    const held = { frame: 24, strength: 1, grid, values: [], noise: [] }
    expect(isDue(undefined, 0, 1)).toBe(true)
    expect(isDue(held, 25, 2)).toBe(true)
    expect(isDue(held, 23, 1)).toBe(true)
    expect(isDue(held, 35, 1)).toBe(false)
    expect(isDue(held, 36, 1)).toBe(true)
  })
})
