import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellEdges, cellGrid, gridEdges } from './cell-grid.ts'
import { fourierTable } from './fourier.ts'
import type { Kernels } from './kernels.ts'
import { clipBox, type Plane } from './plane.ts'
import { rasterise } from './rasterise.ts'
import { noSpans, wholePicture } from './spans.ts'
import { typescriptKernels } from './typescript-kernels.ts'
import { createKernels } from './wasm-kernels.ts'

const wasm = fileURLToPath(new URL('build/kernels.wasm', import.meta.url))

async function compiledKernels(): Promise<Kernels> {
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm))
  return createKernels(instance.exports)
}

const compiled = await compiledKernels()

/** A plane of noise, edges and flat parts; the padding of its rows holds noise too. */
function planeFrom(seed: number, width: number, height: number, padding: number): Plane {
  const stride = width + padding
  let state = seed >>> 0
  const data = Uint8Array.from({ length: stride * height }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    if (state % 7 === 0) return 255
    return i % 5 === 0 ? 0 : state >>> 24
  })
  return { data, stride, width, height }
}

const copyOf = (plane: Plane): Plane => ({ ...plane, data: plane.data.slice() })

const planes = fc
  .record({
    seed: fc.nat(),
    width: fc.integer({ min: 1, max: 90 }),
    height: fc.integer({ min: 1, max: 90 }),
    padding: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ seed, width, height, padding }) => planeFrom(seed, width, height, padding))

const boxes = fc.record({
  x: fc.integer({ min: -40, max: 80 }),
  y: fc.integer({ min: -40, max: 80 }),
  width: fc.integer({ min: 1, max: 120 }),
  height: fc.integer({ min: 1, max: 120 }),
})

describe('the compiled kernels give the bytes of the plain ones', () => {
  it('cell means', () => {
    fc.assert(
      fc.property(planes, boxes, fc.double({ min: 1, max: 9, noNaN: true }), (plane, box, strength) => {
        const { columns, rows } = gridEdges(box, cellGrid(box, strength), plane)
        expect(compiled.cellMeans(plane, columns, rows)).toEqual(typescriptKernels.cellMeans(plane, columns, rows))
      }),
    )
  })

  it('blur', () => {
    const noises = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 64, maxLength: 64 })
    const radii = fc.integer({ min: 1, max: 60 })
    fc.assert(
      fc.property(planes, boxes, radii, noises, (plane, box, radius, values) => {
        const grid = cellGrid(box, 1)
        const clipped = clipBox(box, plane.width, plane.height)
        const [x, y, width, height] = [clipped.x, clipped.y, clipped.width, clipped.height]
        const spans = rasterise({ shape: 'ellipse', box: [x, y, width, height] }, x + width, y + height)
        const noise = Int16Array.from(values.slice(0, grid.columns * grid.rows))
        const work = { box: clipped, spans: width * height === 0 ? noSpans : spans, radius, noise }
        const a = copyOf(plane)
        const b = copyOf(plane)
        typescriptKernels.blur(a, { ...work, ...gridEdges(box, grid, plane) })
        compiled.blur(b, { ...work, ...gridEdges(box, grid, plane) })
        expect(Buffer.compare(a.data, b.data)).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('blur of large planes with wide reach', () => {
    for (const [width, height, radius] of [
      [1921, 33, 700],
      [35, 1081, 240],
      [1, 1, 6],
      [641, 359, 90],
    ] as const) {
      const plane = planeFrom(width, width, height, 3)
      const box = { x: 0, y: 0, width, height }
      const grid = { columns: 1, rows: 1 }
      const work = { box, spans: wholePicture(width, height), radius, noise: Int16Array.of(9) }
      const a = copyOf(plane)
      const b = copyOf(plane)
      typescriptKernels.blur(a, { ...work, ...gridEdges(box, grid, plane) })
      compiled.blur(b, { ...work, ...gridEdges(box, grid, plane) })
      expect(Buffer.compare(a.data, b.data)).toBe(0)
    }
  })

  it('block differences', () => {
    fc.assert(
      fc.property(planes, fc.nat(), fc.integer({ min: 0, max: 9 }), boxes, (a, seed, padding, box) => {
        const b = planeFrom(seed, a.width, a.height, padding)
        const excluded = rasterise({ shape: 'ellipse', box: [box.x, box.y, box.width, box.height] }, a.width, a.height)
        expect(compiled.blockDifferences(a, b, excluded)).toEqual(typescriptKernels.blockDifferences(a, b, excluded))
        expect(compiled.blockDifferences(a, b, noSpans)).toEqual(typescriptKernels.blockDifferences(a, b, noSpans))
      }),
    )
  })

  it('planar floats, to the last bit', () => {
    const numbers = fc.array(fc.float({ min: -200, max: 200, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        planes,
        fc.constantFrom('rgb', 'bgr'),
        numbers,
        (plane, order, [a = 0, b = 0, c = 0, d = 1, e = 1, f = 1]) => {
          const width = Math.floor(plane.width / 3)
          const picture = { ...plane, width }
          const normalisation = { order, mean: [a, b, c], scale: [d, e, f] } as const
          const plain = new Float32Array(width * plane.height * 3)
          const fast = new Float32Array(width * plane.height * 3)
          typescriptKernels.rgbToPlanarFloat(picture, normalisation, plain)
          compiled.rgbToPlanarFloat(picture, normalisation, fast)
          expect(fast).toEqual(plain)
        },
      ),
    )
  })

  it('planar floats of more than one chunk', () => {
    const plane = planeFrom(4, 3 * 211, 97, 5)
    const picture = { ...plane, width: 211 }
    const normalisation = { order: 'bgr', mean: [103.53, 116.28, 123.675], scale: [0.017, 0.018, 0.019] } as const
    const plain = new Float32Array(211 * 97 * 3)
    const fast = new Float32Array(211 * 97 * 3)
    typescriptKernels.rgbToPlanarFloat(picture, normalisation, plain)
    compiled.rgbToPlanarFloat(picture, normalisation, fast)
    expect(fast).toEqual(plain)
    expect(plain[0]).toBe(Math.fround(Math.fround((picture.data[2] ?? 0) - Math.fround(103.53)) * Math.fround(0.017)))
  })
})

/** Numbers between -1000 and 1000, the same for a seed. */
function floatsFrom(seed: number, length: number): Float32Array {
  let state = seed >>> 0
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state / 2 ** 32 - 0.5) * 2000
  })
}

describe('the compiled kernels of following give the numbers of the plain ones, to the last bit', () => {
  it('Fourier transforms', () => {
    fc.assert(
      fc.property(fc.constantFrom(4, 8, 16, 64), fc.nat(), (size, seed) => {
        const table = fourierTable(size)
        const [re, im] = [floatsFrom(seed, size * size), floatsFrom(seed + 1, size * size)]
        const plain = { re: re.slice(), im: im.slice() }
        const fast = { re: re.slice(), im: im.slice() }
        typescriptKernels.transformGrid(plain, table)
        compiled.transformGrid(fast, table)
        expect(fast).toEqual(plain)
      }),
      { numRuns: 30 },
    )
  })

  it('edges by direction', () => {
    fc.assert(
      fc.property(fc.constantFrom([8, 2], [32, 4], [128, 2], [12, 3]), fc.nat(), ([size = 8, cell = 2], seed) => {
        const samples = floatsFrom(seed, size * size).map((value) => Math.abs(value) % 256)
        const window = { samples, size, cell }
        expect(compiled.edgeSums(window)).toEqual(typescriptKernels.edgeSums(window))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the compiled kernels', () => {
  it('hold a picture of 8K', () => {
    const [width, height] = [7680, 4320]
    const plane = { data: new Uint8Array(width * height).fill(77), stride: width, width, height }
    const columns = cellEdges(0, width, 1, width)
    const rows = cellEdges(0, height, 1, height)
    expect([...compiled.cellMeans(plane, columns, rows)]).toEqual([77])
  })

  it('import nothing', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(wasm)))).toEqual([])
  })

  it('refuse the exports of another module', () => {
    expect(() => createKernels({ memory: {}, blur: () => 0 })).toThrow(TypeError)
  })

  it('refuse planes that are shorter than they say', () => {
    const plane = { data: new Uint8Array(99), stride: 10, width: 10, height: 10 }
    for (const kernels of [compiled, typescriptKernels]) {
      expect(() => kernels.blockDifferences(plane, plane, noSpans)).toThrow(RangeError)
      expect(() => kernels.cellMeans(plane, cellEdges(0, 10, 1, 10), cellEdges(0, 10, 1, 10))).toThrow(RangeError)
    }
  })
})
