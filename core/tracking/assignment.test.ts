import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assign, assignDense, type Candidate } from './assignment.ts'

/** Least cost over all ways to give each row a column of its own. */
function bruteForceDense(cost: number[][], row = 0, taken = new Set<number>()): number {
  const line = cost[row]
  if (!line) return 0
  let best = Number.POSITIVE_INFINITY
  for (const [column, value] of line.entries()) {
    if (taken.has(column)) continue
    taken.add(column)
    best = Math.min(best, value + bruteForceDense(cost, row + 1, taken))
    taken.delete(column)
  }
  return best
}

/** Least cost where each row may also stay alone at `limit`. */
function bruteForceSparse(rows: number, candidates: readonly Candidate[], limit: number, taken = 0, row = 0): number {
  if (row === rows) return 0
  let best = limit + bruteForceSparse(rows, candidates, limit, taken, row + 1)
  for (const candidate of candidates) {
    if (candidate.row !== row || candidate.cost >= limit || (taken & (1 << candidate.column)) !== 0) continue
    const rest = bruteForceSparse(rows, candidates, limit, taken | (1 << candidate.column), row + 1)
    best = Math.min(best, candidate.cost + rest)
  }
  return best
}

describe('assignDense', () => {
  test('finds the least total cost, as brute force does', () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([rows, extra]) =>
      fc.array(fc.array(fc.integer({ min: -20, max: 50 }), { minLength: rows + extra, maxLength: rows + extra }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    fc.assert(
      fc.property(matrix, (cost) => {
        const columns = cost[0]?.length ?? 0
        const columnOf = assignDense(Float64Array.from(cost.flat()), cost.length, columns)
        expect(new Set(columnOf).size).toBe(cost.length)
        const total = [...columnOf].reduce((sum, column, row) => sum + (cost[row]?.[column] ?? Number.NaN), 0)
        expect(total).toBe(bruteForceDense(cost))
      }),
    )
  })

  test('refuses more rows than columns', () => {
    expect(() => assignDense(new Float64Array(2), 2, 1)).toThrow(RangeError)
  })
})

describe('assign', () => {
  const candidate = fc.record({
    row: fc.integer({ min: 0, max: 4 }),
    column: fc.integer({ min: 0, max: 4 }),
    cost: fc.integer({ min: 0, max: 30 }),
  })

  test('leaves rows alone where that is cheaper, as brute force does', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 14 }), fc.integer({ min: 1, max: 30 }), (candidates, limit) => {
        const chosen = assign(5, 5, candidates, limit)
        expect(new Set(chosen.map((pair) => pair.row)).size).toBe(chosen.length)
        expect(new Set(chosen.map((pair) => pair.column)).size).toBe(chosen.length)
        const total = chosen.reduce((sum, pair) => sum + pair.cost, 0) + (5 - chosen.length) * limit
        expect(total).toBe(bruteForceSparse(5, candidates, limit))
      }),
    )
  })

  test('solves 200 by 200 with every pair open', () => {
    const candidates = Array.from({ length: 40_000 }, (_, cell) => {
      const row = Math.floor(cell / 200)
      const column = cell % 200
      return { row, column, cost: (column + row) % 200 === 7 ? 1 : 2 + ((row * 7919 + column * 104_729) % 1000) / 1000 }
    })
    const chosen = assign(200, 200, candidates, 25)
    expect(chosen.reduce((sum, pair) => sum + pair.cost, 0)).toBe(200)
  })

  test('pairs a knot too large for an exact answer one to one', () => {
    const candidates = Array.from({ length: 400 * 30 }, (_, index) => {
      const row = Math.floor(index / 30)
      return { row, column: (row + (index % 30)) % 400, cost: 1 + (index % 30) }
    })
    const chosen = assign(400, 400, candidates, 100)
    expect(chosen).toHaveLength(400)
    expect(chosen.every((pair) => pair.cost === 1)).toBe(true)
  })
})
