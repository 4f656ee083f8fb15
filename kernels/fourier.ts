/** Complex numbers in two arrays of one length; a grid lies row by row. */
export type Complex = { readonly re: Float32Array; readonly im: Float32Array }

/** Zeros. */
export function makeComplex(length: number): Complex {
  return { re: new Float32Array(length), im: new Float32Array(length) }
}

/** What a fast Fourier transform of one length needs: where each number goes first, and the roots of unity. */
export type FourierTable = {
  readonly size: number
  readonly swaps: Uint16Array
  readonly cos: Float32Array
  readonly sin: Float32Array
}

/** The table for a length that is a power of two from 2 on; throws on others. */
export function fourierTable(size: number): FourierTable {
  const bits = Math.log2(size)
  if (!Number.isInteger(bits) || bits < 1) throw new RangeError('a transform has a power of two of numbers')
  const swaps = Uint16Array.from({ length: size }, (_, at) => {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) if (at & (1 << bit)) reversed |= 1 << (bits - 1 - bit)
    return reversed
  })
  const turn = (at: number): number => (-2 * Math.PI * at) / size
  const cos = Float32Array.from({ length: size / 2 }, (_, at) => Math.cos(turn(at)))
  const sin = Float32Array.from({ length: size / 2 }, (_, at) => Math.sin(turn(at)))
  return { size, swaps, cos, sin }
}

/** A line of a grid: `size` numbers from `from` on, `step` apart. */
type Line = { readonly from: number; readonly step: number }

/** Transforms one line in place (Cooley and Tukey 1965, radix 2). */
function transformLine(grid: Complex, line: Line, table: FourierTable): void {
  swapLine(grid.re, line, table.swaps)
  swapLine(grid.im, line, table.swaps)
  for (let half = 1; half < table.size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const root = (k * table.size) / (2 * half)
      const turn = { cos: table.cos[root] ?? 0, sin: table.sin[root] ?? 0 }
      for (let at = k; at < table.size; at += 2 * half) {
        const a = line.from + at * line.step
        butterfly(grid, a, a + half * line.step, turn)
      }
    }
  }
}

function swapLine(values: Float32Array, { from, step }: Line, swaps: Uint16Array): void {
  for (let at = 0; at < swaps.length; at++) {
    const other = swaps[at] ?? 0
    if (other <= at) continue
    const kept = values[from + at * step] ?? 0
    values[from + at * step] = values[from + other * step] ?? 0
    values[from + other * step] = kept
  }
}

/** Every step is rounded to 32 bits, as the compiled kernel has it. */
function butterfly({ re, im }: Complex, a: number, b: number, { cos, sin }: { cos: number; sin: number }): void {
  const bRe = re[b] ?? 0
  const bIm = im[b] ?? 0
  const turnedRe = Math.fround(Math.fround(bRe * cos) - Math.fround(bIm * sin))
  const turnedIm = Math.fround(Math.fround(bRe * sin) + Math.fround(bIm * cos))
  const aRe = re[a] ?? 0
  const aIm = im[a] ?? 0
  re[b] = aRe - turnedRe
  im[b] = aIm - turnedIm
  re[a] = aRe + turnedRe
  im[a] = aIm + turnedIm
}

/** Two-dimensional transform of a `size` by `size` grid in place; results are stored as 32-bit floats after each step. */
export function transformGrid(grid: Complex, table: FourierTable): void {
  const { size } = table
  for (let row = 0; row < size; row++) transformLine(grid, { from: row * size, step: 1 }, table)
  for (let column = 0; column < size; column++) transformLine(grid, { from: column, step: size }, table)
}

/** Undoes a transform, in place; `transform` is the plain one or the compiled kernel. */
export function invertGrid(
  { re, im }: Complex,
  table: FourierTable,
  transform: (grid: Complex, table: FourierTable) => void = transformGrid,
): void {
  // Swapping the parts before and after makes a transform its own inverse.
  transform({ re: im, im: re }, table)
  const share = 1 / (table.size * table.size)
  for (let at = 0; at < re.length; at++) {
    re[at] = (re[at] ?? 0) * share
    im[at] = (im[at] ?? 0) * share
  }
}
