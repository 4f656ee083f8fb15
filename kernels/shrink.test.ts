import { expect, it } from 'vitest'
import { sampleGrid, shrinkBox } from './shrink.ts'

/** A plane whose brightness is its column plus ten times its row, with padding that must never be read. */
function slope(width: number, height: number) {
  const stride = width + 3
  const data = new Uint8Array(stride * height).fill(255)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * stride + x] = x + 10 * y
  return { data, stride, width, height }
}

it('takes means of whole blocks', () => {
  const { plane, left, top, factor } = shrinkBox(slope(12, 8), { x: 2, y: 2, width: 4, height: 4 }, 2)
  expect({ left, top, factor, size: [plane.width, plane.height] }).toEqual({ left: 2, top: 2, factor: 2, size: [2, 2] })
  // Mean of columns 2 and 3, rows 2 and 3: 2.5 + 25, rounded up.
  expect([...plane.data]).toEqual([28, 30, 48, 50])
})

it('never leaves the plane, wherever the box lies', () => {
  const plane = slope(5, 4)
  for (const [x, y] of [
    [-50, -50],
    [50, 50],
    [4, 3],
    [-2, 2],
  ] as const) {
    for (const factor of [1, 2, 3, 9]) {
      const shrunk = shrinkBox(plane, { x, y, width: 6, height: 6 }, factor)
      const out = new Float32Array(16)
      sampleGrid(shrunk, { x, y, stepX: 1.7, stepY: 0.9 }, 4, out)
      expect(Math.max(...out)).toBeLessThanOrEqual(34)
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0)
    }
  }
})

it('samples between pixels where it is asked to, at any shrinking', () => {
  const plane = slope(24, 16)
  for (const factor of [1, 2]) {
    const shrunk = shrinkBox(plane, { x: 0, y: 0, width: 24, height: 16 }, factor)
    const out = new Float32Array(4)
    sampleGrid(shrunk, { x: 8, y: 8, stepX: 2, stepY: 1 }, 2, out)
    // Pixel middles lie at halves: brightness at (x, y) is x - 0.5 + 10 * (y - 0.5), half a level more where means are rounded up.
    const at = (x: number, y: number) => x - 0.5 + 10 * (y - 0.5)
    const due = [at(7, 7.5), at(9, 7.5), at(7, 8.5), at(9, 8.5)]
    out.forEach((value, i) => {
      expect(Math.abs(value - (due[i] ?? 0))).toBeLessThanOrEqual(factor === 1 ? 1e-4 : 0.51)
    })
  }
})
