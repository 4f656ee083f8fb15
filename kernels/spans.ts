import type { PixelBox } from './plane.ts'

/**
 * A set of samples as runs: triples `y, x0, x1` with `x1` exclusive, sorted by row and column; runs of one row neither
 * overlap nor touch. Every function here takes and gives this form.
 */
export type Spans = Int32Array

/** The set without samples. */
export const noSpans: Spans = new Int32Array(0)

function at(values: Spans, i: number): number {
  return values[i] ?? 0
}

/** Calls `visit` for every run, in order. */
export function forEachRun(spans: Spans, visit: (y: number, x0: number, x1: number) => void): void {
  for (let i = 0; i < spans.length; i += 3) visit(at(spans, i), at(spans, i + 1), at(spans, i + 2))
}

/** Collects runs that come sorted by row and column, joining those that overlap or touch. */
export class SpanList {
  readonly #triples: number[] = []
  #y = -1
  #until = 0

  /** Adds `[x0, x1)` of row `y`; an empty run adds nothing. */
  add(y: number, x0: number, x1: number): void {
    if (x1 <= x0) return
    if (y === this.#y && x0 <= this.#until) {
      if (x1 > this.#until) {
        this.#until = x1
        this.#triples[this.#triples.length - 1] = x1
      }
      return
    }
    this.#triples.push(y, x0, x1)
    this.#y = y
    this.#until = x1
  }

  /** All runs added so far. */
  spans(): Spans {
    return Int32Array.from(this.#triples)
  }
}

/** All samples of a picture. */
export function wholePicture(width: number, height: number): Spans {
  const spans = new Int32Array(width > 0 ? height * 3 : 0)
  for (let y = 0, i = 0; i < spans.length; y++, i += 3) {
    spans[i] = y
    spans[i + 2] = width
  }
  return spans
}

/** Every sample that is in one of the sets. */
export function uniteSpans(...sets: readonly Spans[]): Spans {
  const filled = sets.filter((set) => set.length > 0)
  const first = filled[0] ?? noSpans
  return filled.slice(1).reduce(unitePair, first)
}

function unitePair(a: Spans, b: Spans): Spans {
  const list = new SpanList()
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (j >= b.length || (i < a.length && comesFirst(a, i, b, j))) {
      list.add(at(a, i), at(a, i + 1), at(a, i + 2))
      i += 3
    } else {
      list.add(at(b, j), at(b, j + 1), at(b, j + 2))
      j += 3
    }
  }
  return list.spans()
}

function comesFirst(a: Spans, i: number, b: Spans, j: number): boolean {
  const rows = at(a, i) - at(b, j)
  return rows < 0 || (rows === 0 && at(a, i + 1) <= at(b, j + 1))
}

/** Every sample of `from` that is not in `taken`. */
export function subtractSpans(from: Spans, taken: Spans): Spans {
  if (from.length === 0 || taken.length === 0) return from
  const list = new SpanList()
  let j = 0
  for (let i = 0; i < from.length; i += 3) {
    const y = at(from, i)
    const until = at(from, i + 2)
    let x = at(from, i + 1)
    while (j < taken.length && endsBefore(taken, j, y, x)) j += 3
    for (let k = j; k < taken.length && taken[k] === y && at(taken, k + 1) < until; k += 3) {
      list.add(y, x, at(taken, k + 1))
      x = Math.max(x, at(taken, k + 2))
    }
    list.add(y, x, until)
  }
  return list.spans()
}

function endsBefore(spans: Spans, i: number, y: number, x: number): boolean {
  const row = at(spans, i)
  return row < y || (row === y && at(spans, i + 2) <= x)
}

/** Every sample of a picture of that size that is not in the set. */
export function invertSpans(spans: Spans, width: number, height: number): Spans {
  return subtractSpans(wholePicture(width, height), spans)
}

/** Every sample of a subsampled plane that shares a pixel with the set: a superset, so no colour is left at an edge. */
export function chromaSpans(spans: Spans, shiftX: number, shiftY: number): Spans {
  if (shiftX === 0 && shiftY === 0) return spans
  return gatherRows(spans, {
    rowsOf: (y) => [y >> shiftY, y >> shiftY],
    stretch: (x0, x1) => [x0 >> shiftX, ((x1 - 1) >> shiftX) + 1],
  })
}

/**
 * Every sample of the set that lies more than `by` columns or rows inside it. The picture's own edge is no edge of the
 * set: there is nothing beyond it that could bleed in.
 */
export function insetSpans(spans: Spans, by: number, width: number, height: number): Spans {
  if (spans.length === 0) return spans
  const first = at(spans, 0)
  const last = at(spans, spans.length - 3)
  const shortened = shortenedRows(spans, by, width)
  const beyond: Runs = [0, width]
  const rows = Array.from({ length: last - first + 1 + 2 * by }, (_, index) => {
    const y = first - by + index
    return y < 0 || y >= height ? beyond : shortened.get(y)
  })
  const list = new SpanList()
  sharedWindows(rows, 2 * by + 1).forEach((runs, index) => {
    for (let i = 0; runs && i < runs.length; i += 2) list.add(first + index, runs[i] ?? 0, runs[i + 1] ?? 0)
  })
  return list.spans()
}

/** A row's runs as pairs; undefined for an empty row. */
type Runs = readonly number[] | undefined

/** What each `length` rows in a row have in common, by the first of them; windows are doubled, then two are laid over each other. */
function sharedWindows(rows: readonly Runs[], length: number): readonly Runs[] {
  let windows = rows
  let reach = 1
  while (reach < length) {
    const step = Math.min(reach, length - reach)
    windows = windows.slice(0, windows.length - step).map((runs, index) => sharedRuns(runs, windows[index + step]))
    reach += step
  }
  return windows
}

/** Each row's runs as pairs, shortened by `by` at both ends where these are not the picture's edge. */
function shortenedRows(spans: Spans, by: number, width: number): Map<number, number[]> {
  const rows = new Map<number, number[]>()
  for (let i = 0; i < spans.length; i += 3) {
    const from = at(spans, i + 1) === 0 ? 0 : at(spans, i + 1) + by
    const until = at(spans, i + 2) === width ? width : at(spans, i + 2) - by
    if (until <= from) continue
    const before = rows.get(at(spans, i))
    if (before) before.push(from, until)
    else rows.set(at(spans, i), [from, until])
  }
  return rows
}

/** What two rows have in common. */
function sharedRuns(a: Runs, b: Runs): Runs {
  if (a === undefined || b === undefined) return undefined
  const shared: number[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [endA = 0, endB = 0] = [a[i + 1], b[j + 1]]
    const from = Math.max(a[i] ?? 0, b[j] ?? 0)
    const until = Math.min(endA, endB)
    if (until > from) shared.push(from, until)
    if (endA < endB) i += 2
    else j += 2
  }
  return shared.length === 0 ? undefined : shared
}

type RowMapping = {
  /** First and last row to which a row's runs belong; must not fall with `y`. */
  readonly rowsOf: (y: number) => readonly [first: number, last: number]
  readonly stretch: (x0: number, x1: number) => readonly [x0: number, x1: number]
}

/** Maps every run into one or more rows and joins what meets there. */
function gatherRows(spans: Spans, mapping: RowMapping): Spans {
  const rows: number[][] = []
  for (let i = 0; i < spans.length; i += 3) {
    const [first, last] = mapping.rowsOf(at(spans, i))
    const [x0, x1] = mapping.stretch(at(spans, i + 1), at(spans, i + 2))
    for (let y = first; y <= last; y++) {
      const row = rows[y]
      if (row === undefined) rows[y] = [x0, x1]
      else row.push(x0, x1)
    }
  }
  const list = new SpanList()
  rows.forEach((row, y) => {
    addRow(list, y, Int32Array.from(row))
  })
  return list.spans()
}

function addRow(list: SpanList, y: number, row: Spans): void {
  if (row.length === 2) {
    list.add(y, at(row, 0), at(row, 1))
    return
  }
  const order = Array.from({ length: row.length / 2 }, (_, index) => index * 2)
  order.sort((i, j) => at(row, i) - at(row, j))
  for (const i of order) list.add(y, at(row, i), at(row, i + 1))
}

/** How many samples the set has. */
export function countSamples(spans: Spans): number {
  let count = 0
  for (let i = 0; i < spans.length; i += 3) count += at(spans, i + 2) - at(spans, i + 1)
  return count
}

/** The smallest box around the set; empty for the empty set. */
export function boxOfSpans(spans: Spans): PixelBox {
  if (spans.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  let from = Number.POSITIVE_INFINITY
  let until = 0
  for (let i = 0; i < spans.length; i += 3) {
    from = Math.min(from, at(spans, i + 1))
    until = Math.max(until, at(spans, i + 2))
  }
  const y = at(spans, 0)
  return { x: from, y, width: until - from, height: at(spans, spans.length - 3) + 1 - y }
}
