import { expect, it } from 'vitest'
import { edgeDirections, featurePlanes, orientationPlanes } from './orientation-planes.ts'
import { typescriptKernels } from './typescript-kernels.ts'

const size = 32
const cell = 4
const area = (size / cell) ** 2

function planesOf(brightness: (x: number, y: number) => number): Float32Array {
  const samples = Float32Array.from({ length: size * size }, (_, at) => brightness(at % size, Math.floor(at / size)))
  const out = new Float32Array(featurePlanes * area)
  orientationPlanes(typescriptKernels, { samples, size, cell }, out)
  return out
}

/** Sum of each direction's plane. */
function byDirection(planes: Float32Array): number[] {
  return Array.from({ length: edgeDirections }, (_, k) =>
    planes.subarray(k * area, (k + 1) * area).reduce((sum, value) => sum + value, 0),
  )
}

it('tells the direction of edges, and an edge and its opposite are one', () => {
  for (const [k, sign] of [
    [0, 1],
    [0, -1],
    [2, 1],
    [5, -1],
  ] as const) {
    const turn = (k * Math.PI) / edgeDirections
    const sums = byDirection(
      planesOf((x, y) => 128 + sign * 60 * Math.sin((x * Math.cos(turn) + y * Math.sin(turn)) / 3)),
    )
    expect(sums.indexOf(Math.max(...sums))).toBe(k)
  }
})

it('hardly depends on light and contrast', () => {
  const texture = (x: number, y: number) => 100 + 50 * Math.sin(x / 2) * Math.cos(y / 3)
  const [bright, dim] = [planesOf(texture), planesOf((x, y) => 20 + 0.4 * texture(x, y))]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const edges = [...bright.subarray(0, edgeDirections * area)]
  expect(mean(edges.map((value, at) => Math.abs(value - (dim[at] ?? 0))))).toBeLessThan(0.3 * mean(edges))
})

it('sees nothing where there is nothing', () => {
  const planes = planesOf(() => 77)
  expect(Math.max(...planes.map(Math.abs))).toBeLessThan(1e-6)
})
