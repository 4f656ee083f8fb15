/** Mean of each cell of a packed plane, rounded; 128 where a cell has no samples. Edges are relative to the plane. */
export function cellMeans(
  from: usize,
  stride: i32,
  columnEdges: usize,
  columns: i32,
  rowEdges: usize,
  rows: i32,
  means: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const top = load<i32>(rowEdges + <usize>(row << 2))
    const bottom = load<i32>(rowEdges + <usize>(row << 2), 4)
    for (let column = 0; column < columns; column++) {
      const left = load<i32>(columnEdges + <usize>(column << 2))
      const right = load<i32>(columnEdges + <usize>(column << 2), 4)
      const samples = <u64>max(0, right - left) * <u64>max(0, bottom - top)
      const sum = samples === 0 ? 0 : boxSum(from + <usize>(top * stride + left), stride, right - left, bottom - top)
      const mean = samples === 0 ? 128 : (2 * sum + samples) / (2 * samples)
      store<u8>(means + <usize>(row * columns + column), <u8>mean)
    }
  }
}

function boxSum(from: usize, stride: i32, width: i32, height: i32): u64 {
  let sum: u64 = 0
  for (let y = 0; y < height; y++) {
    const row = from + <usize>(y * stride)
    let sums = i32x4.splat(0)
    let x = 0
    for (; x + 16 <= width; x += 16) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(row + x))
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs))
    }
    for (; x < width; x++) sum += <u64>load<u8>(row + x)
    sum += <u64>(
      (i32x4.extract_lane(sums, 0) +
        i32x4.extract_lane(sums, 1) +
        i32x4.extract_lane(sums, 2) +
        i32x4.extract_lane(sums, 3))
    )
  }
  return sum
}
