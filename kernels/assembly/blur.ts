/** Blurs a packed plane; the layout of memory is the caller's (see wasm-kernels.ts). */

/** Adds a value to every sample of a box, kept within 0 to 255. */
export function addToBox(at: usize, stride: i32, width: i32, height: i32, value: i32): void {
  const up = i8x16.splat(<i8>(value > 0 ? min(value, 255) : 0))
  const down = i8x16.splat(<i8>(value < 0 ? min(-value, 255) : 0))
  for (let y = 0; y < height; y++) {
    const row = at + <usize>(y * stride)
    let x = 0
    for (; x + 16 <= width; x += 16) {
      const sum = v128.sub_sat<u8>(v128.add_sat<u8>(v128.load(row + x), up), down)
      v128.store(row + x, sum)
    }
    for (; x < width; x++) {
      const sum = <i32>load<u8>(row + x) + value
      store<u8>(row + x, <u8>max(0, min(255, sum)))
    }
  }
}

/** Replaces each sample by the mean over `reach` rows either way, 16 columns at a time; strides are multiples of 16. */
function boxPass(from: usize, to: usize, stride: i32, rows: i32, reach: i32): void {
  const reciprocal = i32x4.splat((1 << 24) / (2 * reach + 1))
  const half = i32x4.splat(0x800000)
  const last = (rows - 1) * stride
  const window = reach * stride
  for (let x = 0; x < stride; x += 16) {
    const column = from + <usize>x
    let a = i32x4.splat(0)
    let b = i32x4.splat(0)
    let c = i32x4.splat(0)
    let d = i32x4.splat(0)
    for (let i = -reach; i <= reach; i++) {
      const row = v128.load(column + <usize>min(last, max(0, i * stride)))
      const low = v128.extend_low<u8>(row)
      const high = v128.extend_high<u8>(row)
      a = i32x4.add(a, v128.extend_low<u16>(low))
      b = i32x4.add(b, v128.extend_high<u16>(low))
      c = i32x4.add(c, v128.extend_low<u16>(high))
      d = i32x4.add(d, v128.extend_high<u16>(high))
    }
    let out = to + <usize>x
    for (let row = 0; row <= last; row += stride) {
      const p = i32x4.shr_u(i32x4.add(i32x4.mul(a, reciprocal), half), 24)
      const q = i32x4.shr_u(i32x4.add(i32x4.mul(b, reciprocal), half), 24)
      const r = i32x4.shr_u(i32x4.add(i32x4.mul(c, reciprocal), half), 24)
      const s = i32x4.shr_u(i32x4.add(i32x4.mul(d, reciprocal), half), 24)
      v128.store(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(p, q), i16x8.narrow_i32x4_s(r, s)))
      out += <usize>stride
      const entering = v128.load(column + <usize>min(last, row + window + stride))
      const leaving = v128.load(column + <usize>max(0, row - window))
      // The difference of two bytes fits in 16 signed bits.
      const low = i16x8.sub(v128.extend_low<u8>(entering), v128.extend_low<u8>(leaving))
      const high = i16x8.sub(v128.extend_high<u8>(entering), v128.extend_high<u8>(leaving))
      a = i32x4.add(a, v128.extend_low<i16>(low))
      b = i32x4.add(b, v128.extend_high<i16>(low))
      c = i32x4.add(c, v128.extend_low<i16>(high))
      d = i32x4.add(d, v128.extend_high<i16>(high))
    }
  }
}

/** Three passes; `from` is overwritten, the result is in `other`. */
function threePasses(from: usize, other: usize, stride: i32, rows: i32, reach: i32): void {
  boxPass(from, other, stride, rows, reach)
  boxPass(other, from, stride, rows, reach)
  boxPass(from, other, stride, rows, reach)
}

/** Turns 16 rows of 16 samples into columns, in four rounds of interleaving. */
function turnBlock(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const r0 = v128.load(from)
  const r1 = v128.load(from + fromStride)
  const r2 = v128.load(from + 2 * fromStride)
  const r3 = v128.load(from + 3 * fromStride)
  const r4 = v128.load(from + 4 * fromStride)
  const r5 = v128.load(from + 5 * fromStride)
  const r6 = v128.load(from + 6 * fromStride)
  const r7 = v128.load(from + 7 * fromStride)
  const r8 = v128.load(from + 8 * fromStride)
  const r9 = v128.load(from + 9 * fromStride)
  const r10 = v128.load(from + 10 * fromStride)
  const r11 = v128.load(from + 11 * fromStride)
  const r12 = v128.load(from + 12 * fromStride)
  const r13 = v128.load(from + 13 * fromStride)
  const r14 = v128.load(from + 14 * fromStride)
  const r15 = v128.load(from + 15 * fromStride)
  turnHalf(
    low8(r0, r8),
    low8(r4, r12),
    low8(r2, r10),
    low8(r6, r14),
    low8(r1, r9),
    low8(r5, r13),
    low8(r3, r11),
    low8(r7, r15),
    to,
    toStride,
  )
  turnHalf(
    high8(r0, r8),
    high8(r4, r12),
    high8(r2, r10),
    high8(r6, r14),
    high8(r1, r9),
    high8(r5, r13),
    high8(r3, r11),
    high8(r7, r15),
    to + 8 * toStride,
    toStride,
  )
}

/** Eight columns from the interleaved pairs of rows 0|8, 4|12, 2|10, 6|14, 1|9, 5|13, 3|11, 7|15. */
function turnHalf(
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  e: v128,
  f: v128,
  g: v128,
  h: v128,
  to: usize,
  stride: usize,
): void {
  turnQuarter(low8(low8(a, b), low8(c, d)), low8(low8(e, f), low8(g, h)), to, stride)
  turnQuarter(high8(low8(a, b), low8(c, d)), high8(low8(e, f), low8(g, h)), to + 2 * stride, stride)
  turnQuarter(low8(high8(a, b), high8(c, d)), low8(high8(e, f), high8(g, h)), to + 4 * stride, stride)
  turnQuarter(high8(high8(a, b), high8(c, d)), high8(high8(e, f), high8(g, h)), to + 6 * stride, stride)
}

/** Two columns: even rows from one vector, odd rows from the other. */
function turnQuarter(even: v128, odd: v128, to: usize, stride: usize): void {
  v128.store(to, low8(even, odd))
  v128.store(to + stride, high8(even, odd))
}

function low8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

function high8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}

/** Rows become columns; both strides and the number of rows that may be read are multiples of 16. */
function turn(from: usize, fromStride: i32, fromRows: i32, to: usize): void {
  const toStride = (fromRows + 15) & ~15
  for (let y = 0; y < fromRows; y += 16) {
    for (let x = 0; x < fromStride; x += 16) {
      turnBlock(from + <usize>(y * fromStride + x), <usize>fromStride, to + <usize>(x * toStride + y), <usize>toStride)
    }
  }
}

/**
 * Blurs `height` rows of `width` samples at `from`, whose stride is the width rounded up to 16; there and at `other` is
 * room for as many rows rounded up to 16. The result is in `other`, with the same stride, in steps of 4.
 */
export function blur(from: usize, other: usize, width: i32, height: i32, reachX: i32, reachY: i32): void {
  const stride = (width + 15) & ~15
  const turnedStride = (height + 15) & ~15
  turn(from, stride, height, other)
  threePasses(other, from, turnedStride, width, reachX)
  turn(from, turnedStride, width, other)
  // What was turned back lies in `other`; the passes along the other axis end in `from`.
  threePasses(other, from, stride, height, reachY)
  const size = stride * height
  for (let i = 0; i < size; i += 16) {
    const rounded = v128.add_sat<u8>(v128.load(from + <usize>i), i8x16.splat(2))
    v128.store(other + <usize>i, v128.and(rounded, i8x16.splat(<i8>0xfc)))
  }
}
