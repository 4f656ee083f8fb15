/**
 * Sums of edges by direction, and of brightness, in cells of `cell` by `cell` of `size` by `size` samples (32-bit floats):
 * eight numbers a cell. `directions` holds eight cosines, then eight sines (the eighth of each is not used); `nearest` is
 * the cosine between neighbouring directions.
 */
export function edgeSums(samples: usize, size: i32, cell: i32, directions: usize, nearest: f32, sums: usize): void {
  const cosLow = v128.load(directions)
  const cosHigh = v128.load(directions, 16)
  const sinLow = v128.load(directions, 32)
  const sinHigh = v128.load(directions, 48)
  const cells = size / cell
  const zero = f32x4.splat(0)
  for (let at = 0; at < cells * cells; at++) {
    const fromY = (at / cells) * cell
    const fromX = (at % cells) * cell
    let low = zero
    let high = zero
    for (let y = fromY; y < fromY + cell; y++) {
      const row = samples + ((<usize>(y * size)) << 2)
      const above = samples + ((<usize>(max(0, y - 1) * size)) << 2)
      const below = samples + ((<usize>(min(size - 1, y + 1) * size)) << 2)
      for (let x = fromX; x < fromX + cell; x++) {
        const here = (<usize>x) << 2
        const right = load<f32>(row + ((<usize>min(size - 1, x + 1)) << 2))
        const dx = right - load<f32>(row + ((<usize>max(0, x - 1)) << 2))
        const dy = load<f32>(below + here) - load<f32>(above + here)
        const least = f32x4.splat(sqrt<f32>(dx * dx + dy * dy) * nearest)
        const across = f32x4.splat(dx)
        const down = f32x4.splat(dy)
        const alongLow = f32x4.abs(f32x4.add(f32x4.mul(across, cosLow), f32x4.mul(down, sinLow)))
        const alongHigh = f32x4.abs(f32x4.add(f32x4.mul(across, cosHigh), f32x4.mul(down, sinHigh)))
        low = f32x4.add(low, f32x4.max(zero, f32x4.sub(alongLow, least)))
        const edges = f32x4.max(zero, f32x4.sub(alongHigh, least))
        high = f32x4.add(high, f32x4.replace_lane(edges, 3, load<f32>(row + here)))
      }
    }
    const to = sums + ((<usize>at) << 5)
    v128.store(to, low)
    v128.store(to, high, 16)
  }
}
