/**
 * Cross-correlation of two real signals by FFT (radix 2, Cooley and Tukey 1965): element `k` is the sum of
 * `earlier[i] * later[i + k]`; negative lags stand at the end, `result[result.length + k]`. The length is the power of
 * two that holds both without wrapping.
 */
export function crossCorrelation(earlier: Float32Array, later: Float32Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, earlier.length + later.length)))
  const a = { real: padded(earlier, size), imaginary: new Float64Array(size) }
  const b = { real: padded(later, size), imaginary: new Float64Array(size) }
  transform(a)
  transform(b)
  for (let i = 0; i < size; i++) {
    const ar = a.real[i] ?? 0
    const ai = a.imaginary[i] ?? 0
    const br = b.real[i] ?? 0
    const bi = b.imaginary[i] ?? 0
    // conj(A) * B, conjugated once more so that the forward transform serves as the inverse one.
    a.real[i] = ar * br + ai * bi
    a.imaginary[i] = -(ar * bi - ai * br)
  }
  transform(a)
  return a.real.map((value) => value / size)
}

type Spectrum = { readonly real: Float64Array; readonly imaginary: Float64Array }

function padded(signal: Float32Array, size: number): Float64Array {
  const room = new Float64Array(size)
  room.set(signal)
  return room
}

function transform(signal: Spectrum): void {
  reorder(signal)
  const size = signal.real.length
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half
      for (let at = k; at < size; at += 2 * half) butterfly(signal, at, at + half, angle)
    }
  }
}

function butterfly({ real, imaginary }: Spectrum, low: number, high: number, angle: number): void {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  const hr = real[high] ?? 0
  const hi = imaginary[high] ?? 0
  const turnedReal = hr * cosine - hi * sine
  const turnedImaginary = hr * sine + hi * cosine
  const lr = real[low] ?? 0
  const li = imaginary[low] ?? 0
  real[high] = lr - turnedReal
  imaginary[high] = li - turnedImaginary
  real[low] = lr + turnedReal
  imaginary[low] = li + turnedImaginary
}

function reorder({ real, imaginary }: Spectrum): void {
  const size = real.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    while (j & bit) {
      j ^= bit
      bit >>= 1
    }
    j ^= bit
    if (i < j) {
      swap(real, i, j)
      swap(imaginary, i, j)
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = kept
}
