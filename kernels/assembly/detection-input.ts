/**
 * Packed RGB to three planes of float32, each (channel - mean) * scale. `pixels` is a multiple of 16; `out` has room
 * for three times as many values. Means, scales and planes are in the order of the packed channels.
 */
export function planarFloat(
  from: usize,
  pixels: i32,
  out: usize,
  mean0: f32,
  mean1: f32,
  mean2: f32,
  scale0: f32,
  scale1: f32,
  scale2: f32,
): void {
  const plane = (<usize>pixels) << 2
  for (let i = 0; i < pixels; i += 16) {
    const at = from + <usize>(i * 3)
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const to = out + ((<usize>i) << 2)
    storeFloats(firstChannel(a, b, c), to, f32x4.splat(mean0), f32x4.splat(scale0))
    storeFloats(secondChannel(a, b, c), to + plane, f32x4.splat(mean1), f32x4.splat(scale1))
    storeFloats(thirdChannel(a, b, c), to + 2 * plane, f32x4.splat(mean2), f32x4.splat(scale2))
  }
}

function firstChannel(a: v128, b: v128, c: v128): v128 {
  const start = v128.shuffle<u8>(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0)
  return v128.shuffle<u8>(start, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29)
}

function secondChannel(a: v128, b: v128, c: v128): v128 {
  const start = v128.shuffle<u8>(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0)
  return v128.shuffle<u8>(start, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30)
}

function thirdChannel(a: v128, b: v128, c: v128): v128 {
  const start = v128.shuffle<u8>(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0)
  return v128.shuffle<u8>(start, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31)
}

function storeFloats(bytes: v128, to: usize, mean: v128, scale: v128): void {
  const low = v128.extend_low<u8>(bytes)
  const high = v128.extend_high<u8>(bytes)
  v128.store(to, normalised(v128.extend_low<u16>(low), mean, scale))
  v128.store(to, normalised(v128.extend_high<u16>(low), mean, scale), 16)
  v128.store(to, normalised(v128.extend_low<u16>(high), mean, scale), 32)
  v128.store(to, normalised(v128.extend_high<u16>(high), mean, scale), 48)
}

function normalised(values: v128, mean: v128, scale: v128): v128 {
  return f32x4.mul(f32x4.sub(f32x4.convert_i32x4_u(values), mean), scale)
}
