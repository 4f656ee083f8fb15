/** Energy of a piece of sound in three bands, on one scale: below 250 Hz, 300 to 3,400 Hz (what radio lets through), above 3,800 Hz. */
export type BandEnergies = { readonly below: number; readonly voice: number; readonly above: number }

/** No sound at all. */
export const noEnergy: BandEnergies = { below: 0, voice: 0, above: 0 }

/** Edges in hertz. The gaps between the bands keep the slopes of filters out of the measure; hum below 60 Hz tells nothing. */
const edges = { below: [60, 250], voice: [300, 3400], above: [3800, 7800] } as const

type Tables = { readonly window: Float64Array; readonly cosine: Float64Array; readonly sine: Float64Array }

/** Measures pieces of `length` samples (a power of two) at `rate` samples per second: periodic Hann window, then a transform. */
export function bandMeter(length: number, rate: number): (samples: Float32Array) => BandEnergies {
  const tables = tablesFor(length)
  const [real, imaginary] = [new Float64Array(length), new Float64Array(length)]
  return (samples) => {
    for (let at = 0; at < length; at++) real[at] = (samples[at] ?? 0) * (tables.window[at] ?? 0)
    imaginary.fill(0)
    transform(real, imaginary, tables)
    const energy = ([low, high]: readonly [number, number]): number => {
      let sum = 0
      for (let bin = Math.ceil((low * length) / rate); bin <= Math.floor((high * length) / rate); bin++)
        sum += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
      return sum
    }
    return { below: energy(edges.below), voice: energy(edges.voice), above: energy(edges.above) }
  }
}

function tablesFor(length: number): Tables {
  const angle = (at: number) => (2 * Math.PI * at) / length
  return {
    window: Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos(angle(at))),
    cosine: Float64Array.from({ length: length / 2 }, (_, at) => Math.cos(angle(at))),
    sine: Float64Array.from({ length: length / 2 }, (_, at) => -Math.sin(angle(at))),
  }
}

/** Fourier transform in place, radix 2 (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array, { cosine, sine }: Tables): void {
  const { length } = real
  reverseBits(real)
  for (let half = 1; half < length; half *= 2) {
    const stride = length / (2 * half)
    for (let from = 0; from < length; from += 2 * half) {
      for (let step = 0; step < half; step++) {
        const [low, high] = [from + step, from + step + half]
        const [turnReal, turnImaginary] = [cosine[step * stride] ?? 0, sine[step * stride] ?? 0]
        const [highReal, highImaginary] = [real[high] ?? 0, imaginary[high] ?? 0]
        const oddReal = highReal * turnReal - highImaginary * turnImaginary
        const oddImaginary = highReal * turnImaginary + highImaginary * turnReal
        const [lowReal, lowImaginary] = [real[low] ?? 0, imaginary[low] ?? 0]
        real[low] = lowReal + oddReal
        imaginary[low] = lowImaginary + oddImaginary
        real[high] = lowReal - oddReal
        imaginary[high] = lowImaginary - oddImaginary
      }
    }
  }
}

/** Puts each value where the bits of its position, read backwards, point. */
function reverseBits(values: Float64Array): void {
  const { length } = values
  for (let at = 1, turned = 0; at < length; at++) {
    let bit = length >> 1
    for (; turned & bit; bit >>= 1) turned ^= bit
    turned |= bit
    if (at < turned) {
      const value = values[at] ?? 0
      values[at] = values[turned] ?? 0
      values[turned] = value
    }
  }
}
