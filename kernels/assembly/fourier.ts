/**
 * Two-dimensional Fourier transform of a `size` by `size` grid in place (32-bit floats, row by row; `size` is a power of two
 * from 4 on). `spare` has room for one part of the grid; `roots` holds `size / 2` cosines and then as many sines; `swaps`
 * holds where each row goes first (16 bits).
 */
export function fourierGrid(re: usize, im: usize, size: i32, spare: usize, roots: usize, swaps: usize): void {
  turnOver(re, size, spare)
  turnOver(im, size, spare)
  alongColumns(re, im, size, roots, swaps)
  turnOver(re, size, spare)
  turnOver(im, size, spare)
  alongColumns(re, im, size, roots, swaps)
}

/** Swaps rows and columns. */
function turnOver(grid: usize, size: i32, spare: usize): void {
  memory.copy(spare, grid, (<usize>(size * size)) << 2)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      store<f32>(grid + ((<usize>(y * size + x)) << 2), load<f32>(spare + ((<usize>(x * size + y)) << 2)))
    }
  }
}

/** Transforms all columns side by side: whole rows are added and subtracted, four numbers at a time. */
function alongColumns(re: usize, im: usize, size: i32, roots: usize, swaps: usize): void {
  const row = (<usize>size) << 2
  for (let at = 0; at < size; at++) {
    const other = <i32>load<u16>(swaps + ((<usize>at) << 1))
    if (other <= at) continue
    swapRows(re + <usize>at * row, re + <usize>other * row, row)
    swapRows(im + <usize>at * row, im + <usize>other * row, row)
  }
  const sines = roots + ((<usize>size) << 1)
  for (let half = 1; half < size; half <<= 1) {
    const step = size / (2 * half)
    for (let k = 0; k < half; k++) {
      const root = (<usize>(k * step)) << 2
      const cos = f32x4.splat(load<f32>(roots + root))
      const sin = f32x4.splat(load<f32>(sines + root))
      for (let at = k; at < size; at += 2 * half) {
        const a = <usize>at * row
        butterflies(re + a, im + a, <usize>half * row, row, cos, sin)
      }
    }
  }
}

function swapRows(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const kept = v128.load(a + at)
    v128.store(a + at, v128.load(b + at))
    v128.store(b + at, kept)
  }
}

function butterflies(re: usize, im: usize, apart: usize, bytes: usize, cos: v128, sin: v128): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const bRe = v128.load(re + apart + at)
    const bIm = v128.load(im + apart + at)
    const turnedRe = f32x4.sub(f32x4.mul(bRe, cos), f32x4.mul(bIm, sin))
    const turnedIm = f32x4.add(f32x4.mul(bRe, sin), f32x4.mul(bIm, cos))
    const aRe = v128.load(re + at)
    const aIm = v128.load(im + at)
    v128.store(re + apart + at, f32x4.sub(aRe, turnedRe))
    v128.store(im + apart + at, f32x4.sub(aIm, turnedIm))
    v128.store(re + at, f32x4.add(aRe, turnedRe))
    v128.store(im + at, f32x4.add(aIm, turnedIm))
  }
}
