import { expect, it } from 'vitest'
import { fourierTable, invertGrid, makeComplex, transformGrid } from './fourier.ts'

const size = 8
const table = fourierTable(size)

/** A grid of which the value at (1, 2) alone is not zero. */
function impulse() {
  const grid = makeComplex(size * size)
  grid.re[2 * size + 1] = 1
  return grid
}

it('transforms by the definition', () => {
  const grid = impulse()
  transformGrid(grid, table)
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++) {
      const turn = (-2 * Math.PI * (u * 1 + v * 2)) / size
      expect(grid.re[v * size + u]).toBeCloseTo(Math.cos(turn), 5)
      expect(grid.im[v * size + u]).toBeCloseTo(Math.sin(turn), 5)
    }
  }
})

it('is undone by its inverse', () => {
  const grid = makeComplex(size * size)
  grid.re.set(Array.from({ length: size * size }, (_, at) => (at * 7919) % 101))
  const before = grid.re.slice()
  transformGrid(grid, table)
  expect(grid.re[0]).toBeCloseTo(
    before.reduce((sum, value) => sum + value, 0),
    1,
  )
  invertGrid(grid, table)
  grid.re.forEach((value, at) => {
    expect(value).toBeCloseTo(before[at] ?? 0, 3)
  })
})

it('refuses lengths that are no power of two', () => {
  expect(() => fourierTable(12)).toThrow(RangeError)
  expect(() => fourierTable(1)).toThrow(RangeError)
})
