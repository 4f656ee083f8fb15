/** A possible pair: row with column at a cost. */
export type Candidate = { readonly row: number; readonly column: number; readonly cost: number }

/** Above this many rows a knot of candidates is paired cheapest first: an exact answer would take seconds a frame. */
const exactRows = 320

/** Union-find over rows, then columns; returns each node's root. */
function rootsOf(rows: number, columns: number, candidates: readonly Candidate[]): Int32Array {
  const parent = Int32Array.from({ length: rows + columns }, (_, node) => node)
  const find = (start: number): number => {
    let node = start
    for (let up = parent[node] ?? node; up !== node; up = parent[node] ?? node) {
      parent[node] = parent[up] ?? up
      node = up
    }
    return node
  }
  for (const { row, column } of candidates) {
    const a = find(row)
    const b = find(rows + column)
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b)
  }
  for (let node = 0; node < parent.length; node++) parent[node] = find(node)
  return parent
}

/** Cheapest first: not optimal, but never more than sorting. */
function greedy(candidates: readonly Candidate[]): Candidate[] {
  const rows = new Set<number>()
  const columns = new Set<number>()
  const chosen: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => a.cost - b.cost || a.row - b.row || a.column - b.column)) {
    if (rows.has(candidate.row) || columns.has(candidate.column)) continue
    rows.add(candidate.row)
    columns.add(candidate.column)
    chosen.push(candidate)
  }
  return chosen
}

/** Typed arrays never have holes; this says so once. */
function at(values: Float64Array | Int32Array | Uint8Array, position: number): number {
  return values[position] ?? 0
}

/** State of the Hungarian method: potentials, the row of each column, and one search's labels; 0 stands for "none". */
type Search = {
  readonly cost: Float64Array
  readonly columns: number
  readonly u: Float64Array
  readonly v: Float64Array
  readonly rowOf: Int32Array
  readonly via: Int32Array
  readonly slack: Float64Array
  readonly done: Uint8Array
}

/** Relaxes all columns over the row of column `from`; answers the nearest column that is not done, and its distance. */
function relax(search: Search, from: number): { readonly next: number; readonly delta: number } {
  const { cost, columns, v, via, slack, done } = search
  const row = at(search.rowOf, from)
  const base = (row - 1) * columns - 1
  const potential = at(search.u, row)
  let delta = Number.POSITIVE_INFINITY
  let next = 0
  for (let column = 1; column <= columns; column++) {
    if (done[column] === 1) continue
    const reduced = at(cost, base + column) - potential - at(v, column)
    if (reduced < at(slack, column)) {
      slack[column] = reduced
      via[column] = from
    }
    if (at(slack, column) < delta) {
      delta = at(slack, column)
      next = column
    }
  }
  return { next, delta }
}

function shiftPotentials(search: Search, delta: number): void {
  const { columns, u, v, rowOf, slack, done } = search
  for (let column = 0; column <= columns; column++) {
    if (done[column] === 1) {
      const owner = at(rowOf, column)
      u[owner] = at(u, owner) + delta
      v[column] = at(v, column) - delta
    } else slack[column] = at(slack, column) - delta
  }
}

/** One shortest augmenting path: finds a column for `row`, then hands the columns along the path on. */
function augment(search: Search, row: number): void {
  const { rowOf, via, slack, done } = search
  slack.fill(Number.POSITIVE_INFINITY)
  done.fill(0)
  rowOf[0] = row
  let column = 0
  do {
    done[column] = 1
    const { next, delta } = relax(search, column)
    shiftPotentials(search, delta)
    column = next
  } while (at(rowOf, column) !== 0)
  while (column !== 0) {
    const before = at(via, column)
    rowOf[column] = at(rowOf, before)
    column = before
  }
}

/**
 * Optimal assignment of a dense matrix (rows by columns, row-major, rows <= columns, finite costs) by shortest
 * augmenting paths, O(rows² columns) (Kuhn 1955; Jonker and Volgenant 1987). Answers each row's column.
 */
export function assignDense(cost: Float64Array, rows: number, columns: number): Int32Array {
  if (rows > columns) throw new RangeError(`more rows (${rows}) than columns (${columns})`)
  const search: Search = {
    cost,
    columns,
    u: new Float64Array(rows + 1),
    v: new Float64Array(columns + 1),
    rowOf: new Int32Array(columns + 1),
    via: new Int32Array(columns + 1),
    slack: new Float64Array(columns + 1),
    done: new Uint8Array(columns + 1),
  }
  for (let row = 1; row <= rows; row++) augment(search, row)
  const columnOf = new Int32Array(rows).fill(-1)
  for (let column = 1; column <= columns; column++) {
    const row = at(search.rowOf, column)
    if (row > 0) columnOf[row - 1] = column - 1
  }
  return columnOf
}

/** Solves one knot exactly. Each row may also stay alone at cost `limit` (its own spare column). */
function solveKnot(candidates: readonly Candidate[], limit: number): Candidate[] {
  const rows = [...new Set(candidates.map((candidate) => candidate.row))].sort((a, b) => a - b)
  if (rows.length > exactRows) return greedy(candidates)
  const columns = [...new Set(candidates.map((candidate) => candidate.column))].sort((a, b) => a - b)
  const rowAt = new Map(rows.map((row, position) => [row, position]))
  const columnAt = new Map(columns.map((column, position) => [column, position]))
  const width = columns.length + rows.length
  // A pair outside the gate costs more than staying alone, so an optimum never holds one.
  const cost = new Float64Array(rows.length * width).fill(limit * 2 + 1)
  const known = new Map<number, Candidate>()
  for (const candidate of candidates) {
    const cell = (rowAt.get(candidate.row) ?? 0) * width + (columnAt.get(candidate.column) ?? 0)
    if (candidate.cost >= (cost[cell] ?? 0)) continue
    cost[cell] = candidate.cost
    known.set(cell, candidate)
  }
  for (let row = 0; row < rows.length; row++) cost[row * width + columns.length + row] = limit
  const chosen: Candidate[] = []
  for (const [row, column] of assignDense(cost, rows.length, width).entries()) {
    const candidate = known.get(row * width + column)
    if (candidate && candidate.cost < limit) chosen.push(candidate)
  }
  return chosen
}

/**
 * Pairs rows with columns so that the sum of costs is least, where a row without a partner costs `limit`. Candidates of
 * `limit` or more are never chosen. Candidates that share no row or column are solved apart, so a thousand detections in a frame stay cheap.
 * The order of candidates does not matter as long as costs differ.
 */
export function assign(
  rows: number,
  columns: number,
  candidates: readonly Candidate[],
  limit: number,
): readonly Candidate[] {
  const open = candidates.filter((candidate) => candidate.cost < limit)
  if (open.length < 2) return open
  const roots = rootsOf(rows, columns, open)
  const knots = new Map<number, Candidate[]>()
  for (const candidate of open) {
    const root = roots[candidate.row] ?? 0
    const knot = knots.get(root)
    if (knot) knot.push(candidate)
    else knots.set(root, [candidate])
  }
  const chosen: Candidate[] = []
  for (const knot of knots.values()) {
    if (knot.length === 1) chosen.push(...knot)
    else chosen.push(...solveKnot(knot, limit))
  }
  return chosen.sort((a, b) => a.row - b.row)
}
