/**
 * Sums of squared differences of up to 16 rows in blocks of 16 columns. Both strips have a stride that is a multiple of
 * 16; what lies beyond the plane's width must be equal in both.
 */
export function stripDifferences(a: usize, b: usize, stride: i32, rows: i32, squared: usize): void {
  for (let x = 0; x < stride; x += 16) {
    let sums = i32x4.splat(0)
    for (let y = 0; y < rows; y++) {
      const at = <usize>(y * stride + x)
      const left = v128.load(a + at)
      const right = v128.load(b + at)
      const low = i16x8.sub(v128.extend_low<u8>(left), v128.extend_low<u8>(right))
      const high = i16x8.sub(v128.extend_high<u8>(left), v128.extend_high<u8>(right))
      sums = i32x4.add(sums, i32x4.add(v128.dot<i16>(low, low), v128.dot<i16>(high, high)))
    }
    const sum =
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3)
    store<i32>(squared + <usize>(x >> 2), sum)
  }
}
